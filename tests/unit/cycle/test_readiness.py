"""Completeness tells what there is and what is missing, goal by goal."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from msoko.cycle.plan import planned
from msoko.cycle.readiness import LINKS, Cell, Matrix, matrix
from msoko.cycle.rubric import DEFAULT
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, FindingNow, StageNow
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile

AREA, INDICATOR = "low_performing_schools", "vpr_russian_4"
SOURCES = Path(__file__).parents[4] / "shared" / "sources"


@cache
def profile(name: str = "solnechny") -> Profile:
    loaded = load_profile(default_profiles_dir() / name)
    assert loaded.profile is not None, loaded.problems
    return loaded.profile


def goal() -> str:
    return profile().indicators[INDICATOR].goals[0]


def entry(name: str, kind: str, *links: str, state: str = "kept", **said: str) -> EntryNow:
    return EntryNow(name, kind, state, {"title": f"запись {name}", **said}, links)


def cycle(*entries: EntryNow, acts: tuple[ActNow, ...] = ()) -> CycleNow:
    stages = tuple(StageNow(one, "open") for one in planned(profile()))
    finding = FindingNow("f", "gap", "confirmed", "Двоек много.", "101", INDICATOR, {}, "2024-25")
    return CycleNow("1", AREA, "2024-25", "open", stages, entries, acts, (finding,))


def chain() -> tuple[EntryNow, ...]:
    return (
        entry("goal", "goal", goal=goal()),
        entry("ind", "indicator", "entry:goal", indicator=INDICATOR),
        entry("met", "method", "entry:ind"),
        entry("mon", "monitoring", "entry:ind"),
        entry("rec", "recommendation", "finding:f", state="sent"),
        entry("act", "action", "entry:rec", state="done"),
        entry("dec", "decision", "entry:act", state="taken"),
        entry("rev", "review", "entry:act", state="concluded"),
    )


def made(now: CycleNow | None) -> Matrix:
    return matrix(profile(), profile().texts.areas[AREA], now)


def cells(now: CycleNow | None) -> dict[str, Cell]:
    row = next(one for one in made(now).rows if one.ref == f"goal:{AREA}.{goal()}")
    return {cell.link: cell for cell in row.cells}


def test_a_whole_chain_is_proved_link_by_link() -> None:
    told = cells(cycle(*chain()))
    assert list(told) == list(LINKS)
    for link, ref in (("method", "entry:met"), ("monitoring", "entry:mon"),
                      ("finding", "finding:f"), ("recommendation", "entry:rec"),
                      ("action", "entry:act"), ("decision", "entry:dec"),
                      ("review", "entry:rev")):  # fmt: skip
        assert (told[link].proofs, told[link].state) == ((ref,), "whole"), link


@pytest.mark.parametrize(
    ("gone", "link", "lack"),
    [
        ("met", "method", "не назначен метод сбора"),
        ("mon", "monitoring", "нет мониторинга"),
        ("rec", "recommendation", "нет направленной рекомендации"),
        ("act", "action", "нет меры"),
        ("dec", "decision", "нет принятого решения"),
        ("rev", "review", "нет вывода"),
    ],
)
def test_what_is_missing_is_named(gone: str, link: str, lack: str) -> None:
    told = cells(cycle(*(one for one in chain() if one.id != gone)))[link]
    assert told.state == "none"
    assert lack in str(told.lacks[0])


def test_a_draft_proves_nothing() -> None:
    drafts = [replace(one, state="draft") if one.kind == "recommendation" else one
              for one in chain()]  # fmt: skip
    assert cells(cycle(*drafts))["recommendation"].proofs == ()


def test_without_a_cycle_only_the_regulation_speaks() -> None:
    told = cells(None)
    assert told["indicator"].state == "whole"
    assert [str(one) for one in told["action"].lacks] == ["цикл направления не открыт"]


def test_a_goal_the_regulation_does_not_measure_is_not_asked_for_numbers() -> None:
    kalininsky = profile("kalininsky")
    area = kalininsky.texts.areas["talents"]
    row = next(one for one in matrix(kalininsky, area, None).rows if one.ref.endswith(".network"))
    assert {cell.state for cell in row.cells if cell.link != "goal"} == {"not_asked"}


def test_a_goal_of_the_cycles_own_has_a_row_of_its_own() -> None:
    told = made(cycle(entry("own", "goal"))).rows[-1]
    assert (told.ref, told.title) == ("entry:own", "запись own")


def test_documents_of_a_stage_are_signed_or_missing() -> None:
    now = cycle(*chain())
    name = now.home("recommendation").plan.documents[0]  # type: ignore[union-attr]
    signed = replace(now, acts=(ActNow("7", name, "Акт", "signed"),))
    assert made(now).documents["recommendation"].missing == (name,)
    assert made(signed).documents["recommendation"].signed == ("act:7",)


def test_whole_cells_are_counted_of_those_asked_for() -> None:
    before, asked = made(cycle()).counted()
    after, same = made(cycle(*chain())).counted()
    assert (asked, before < after <= asked) == (same, True)


def test_every_question_of_the_rubric_quotes_a_regulation() -> None:
    if not SOURCES.is_dir():
        pytest.skip("нет папки ../shared/sources")
    files = {"Калининского": "kalininsky.txt", "Солнечный": "solnechny.txt"}
    for one in DEFAULT:
        name = next(file for word, file in files.items() if word in one.clause)
        text = re.sub(r"\s+", " ", (SOURCES / name).read_text(encoding="utf-8"))
        assert re.sub(r"\s+", " ", one.quote) in text, one.quote


def test_the_rubric_asks_about_every_link_of_the_chain() -> None:
    assert set(LINKS) | {"documents"} == {one.link for one in DEFAULT}

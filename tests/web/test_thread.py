"""The thread goes both ways from any thing, keeps what was frozen, and hides what is not one's."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from msoko.cycle.thread import value_ref
from msoko.profile.load import default_profiles_dir
from tests.web import threads, world
from web.cycle.models import Cycle, Entry, Finding

pytestmark = pytest.mark.django_db
FINDING = f"finding:{world.key(world.OWN)}"


def at(ref: str) -> str:
    return f"/thread/{quote(ref, safe='/:')}/"


def page(browser: Client, ref: str) -> str:
    answer = browser.get(at(ref))
    assert answer.status_code == 200, ref
    return answer.content.decode()


def seen(browser: Client, ref: str) -> tuple[int, bytes]:
    answer = browser.get(at(ref))
    return answer.status_code, re.sub(rb'value="\w{64}"', b"", answer.content)


@pytest.fixture
def made(db: None) -> dict[str, Entry]:
    threads.decided()
    return threads.chain(threads.opened())


def test_a_finding_leads_back_to_the_clause_and_on_to_the_next_cycle(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    threads.opened("2025-26", problem=made["problem"], title="Цикл после")
    told = page(signed_in("authority_specialist"), FINDING)
    back, _, forward = told.partition('id="here"')
    for words in ("постановление от 17.08.2021", "Цель", "20,0\u00a0% (8 из 40)"):
        assert words in back
    for words in ("Рекомендация 101", "Мера 101", "Решение 101", "Оценка 101", "Проблема 101",
                  "Цикл после"):  # fmt: skip
        assert words in forward


@pytest.mark.parametrize("kind", ["goal", "indicator", "action", "decision", "review", "problem"])
def test_every_entry_has_a_thread_with_its_clause(
    kind: str, made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    told = page(signed_in("authority_specialist"), f"entry:{made[kind].pk}")
    assert "постановление от 17.08.2021" in told.partition('id="here"')[0]


@pytest.mark.parametrize(
    "ref",
    [
        f"indicator:{world.INDICATOR}",
        value_ref(world.INDICATOR, world.OWN, world.PERIOD),
        value_ref(world.INDICATOR, world.NORTH, world.PERIOD),
    ],
)
def test_a_number_and_a_passport_have_a_thread_too(
    ref: str, made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    assert "постановление от 17.08.2021" in page(signed_in("authority_specialist"), ref)


def test_a_clause_leads_to_everything_that_stands_on_it(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("authority_specialist")
    told = page(browser, f"indicator:{world.INDICATOR}")
    clause = told.partition('href="/thread/clause:')[2].partition('"')[0]
    assert clause
    assert "Мера 101" in browser.get(f"/thread/clause:{clause}").content.decode()


def test_a_changed_value_and_finding_are_told_with_both_numbers(
    signed_in: Callable[[str], Client],
) -> None:
    decided = threads.decided(value=0.3)
    Finding.objects.filter(pk=decided.pk).update(
        frozen={**decided.frozen, "figure": {**decided.frozen["figure"], "numerator": 12.0,
                                             "value": 30.0}},
    )  # fmt: skip
    told = page(signed_in("authority_specialist"), FINDING)
    assert "Сохранено: 30,0\u00a0% (12 из 40)" in told
    assert "Сегодня: 20,0\u00a0% (8 из 40)" in told
    assert "отметок «2» — 30 %" in told
    assert "Сегодня: «Школа № 101»: отметок «2» — 20 %" in told


def test_unchanged_numbers_are_not_called_changed(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    assert "Сегодня иначе" not in page(signed_in("authority_specialist"), FINDING)


def test_the_wording_of_an_indicator_stays_with_the_cycle(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    entry = made["indicator"]
    assert entry.frozen is not None
    old = {**entry.frozen, "thresholds": ["значение не меньше 30 (с 01.09.2020)"]}
    Entry.objects.filter(pk=entry.pk).update(frozen=old)
    told = page(signed_in("authority_specialist"), FINDING)
    assert "Сохранено: значение не меньше 30 (с 01.09.2020)" in told
    assert "Сегодня: значение не меньше 20" in told


def test_what_is_out_of_reach_is_named_without_its_content(
    signed_in: Callable[[str], Client],
) -> None:
    for code in (world.OWN, world.OTHER):
        threads.decided(code=code)
    cycle = threads.opened()
    own, _ = threads.chain(cycle), threads.chain(cycle, world.OTHER)
    Entry.objects.filter(kind="recommendation").update(state="sent")
    told = page(signed_in("organisation_head"), f"indicator:{world.INDICATOR}")
    assert "нет доступа" in told
    assert "Мера 101" in told
    assert "Мера 102" not in told
    assert "Школа № 102" not in told
    assert page(signed_in("organisation_head"), f"entry:{own['action'].pk}")


def test_a_thing_of_others_is_the_same_as_none(signed_in: Callable[[str], Client]) -> None:
    threads.decided(code=world.OTHER)
    made = threads.chain(threads.opened(), world.OTHER)
    browser = signed_in("organisation_head")
    nothing = seen(browser, "finding:none")
    for ref in (f"entry:{made['action'].pk}", f"finding:{world.key(world.OTHER)}",
                value_ref(world.INDICATOR, world.OTHER, world.PERIOD),
                "entry:none", "value:none", "clause:none", "cycle:none"):  # fmt: skip
        assert seen(browser, ref) == nothing, ref
    assert nothing[0] == 404


def test_the_number_of_questions_does_not_grow_with_the_chain(
    signed_in: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("authority_specialist")
    threads.decided()
    cycle = threads.opened()
    threads.chain(cycle)
    for _ in range(4):
        threads.chain(cycle)
    threads.chain(threads.opened("2023-24"))
    browser.get(at(FINDING))
    with django_assert_max_num_queries(20):
        browser.get(at(FINDING))


def test_the_card_of_a_finding_carries_its_line(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("authority_specialist")
    told = browser.get(f"/findings/{world.key(world.OWN)}/").content.decode()
    assert "вся нить" in told
    assert "Мера 101" in told
    other = signed_in("methodical_association").get(f"/findings/{world.key(world.OWN)}/")
    assert "вся нить" not in other.content.decode()


def test_a_cycle_keeps_the_regulation_it_was_opened_with(
    made: dict[str, Entry], signed_in: Callable[[str], Client]
) -> None:
    cycle, browser = made["goal"].cycle, signed_in("authority_specialist")
    address = f"/thread/changes/{cycle.pk}/"
    assert "с тех пор не менялось" in browser.get(address).content.decode()
    plan = [{**one, "title": f"{one['title']} по-старому"} for one in cycle.plan]
    Cycle.objects.filter(pk=cycle.pk).update(plan=plan, profile_version="прежняя")
    told = browser.get(address).content.decode()
    assert "по-старому" in told
    assert "Цикл идёт по той редакции, с которой открыт" in told


NEW = "at_least: {2021-08-17: 20, 2026-09-01: 25}"


def test_a_threshold_of_a_new_act_reaches_only_cycles_opened_after_it(
    made: dict[str, Entry], signed_in: Callable[[str], Client], settings: Any, tmp_path: Path
) -> None:
    profiles = default_profiles_dir()
    for name in ("solnechny", "common"):
        shutil.copytree(profiles / name, tmp_path / name)
    path = tmp_path / "solnechny" / "areas" / world.AREA / f"{world.INDICATOR}.yaml"
    path.write_text(path.read_text("utf-8").replace("at_least: {2021-08-17: 20}", NEW), "utf-8")
    settings.PROFILE = str(tmp_path / "solnechny")
    cycle = made["goal"].cycle
    told = signed_in("authority_specialist").get(f"/thread/changes/{cycle.pk}/").content.decode()
    assert "20 (с 17.08.2021), 25 (с 01.09.2026)" in told
    kept = Entry.objects.get(pk=made["indicator"].pk).frozen
    assert kept is not None
    assert "25" not in kept["thresholds"][0]
    later = threads.entered(threads.opened("2026-27"), "indicator", indicator=world.INDICATOR)
    assert later.frozen is not None
    assert "25 (с 01.09.2026)" in later.frozen["thresholds"][0]

"""Items against the federal border, and skills by class group: what is told and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from msoko.analysis import items
from msoko.analysis.items import zones
from msoko.analysis.items.work import zone
from tests.unit.analysis.made_items import codifier, with_items
from tests.unit.analysis.made_up import school


def test_items_surely_under_the_federal_border_are_listed_by_level(tmp_path: Path) -> None:
    hard = (-2.0, 1.5, 0.0, -2.0, -2.0, 3.0, -2.0, -2.0)
    known = with_items(tmp_path, 5, 60, hard=hard, known={"codifier": codifier()})
    (told,) = [one for one in items.answer(known).findings if one.measured.startswith("доля балл")]
    assert told.sure == "sure"
    assert [row["item"] for row in told.evidence["items"]] == ["2", "6"]
    assert "задания уровня Б (граница 57,0 %) — № 2: " in told.sentence
    assert "задания уровней П и В (граница 28,5 %) — № 6: " in told.sentence


def test_items_all_alike_are_not_compared_with_the_border(tmp_path: Path) -> None:
    hard = (-30.0, -30.0, 0.0, 30.0, 0.0, 0.5, 0.2, -0.2)
    known = with_items(tmp_path, 5, 60, hard=hard, known={"codifier": codifier()})
    answer = items.answer(known)
    assert not [
        row
        for one in answer.findings
        if one.measured.startswith("доля балл")
        for row in one.evidence["items"]
        if row["item"] == "4"
    ]
    (why,) = [one.why for one in answer.silences if "границей достаточности" in one.why]
    assert why.endswith("ВПР, математика, 5 класс, 2022/23 — № 1, 2, 4.")


def test_zones_follow_the_level_of_the_item() -> None:
    assert [zone("base", share) for share in (0.56, 0.57, 0.599, 0.60)] == [
        "insufficient", "border", "border", "sufficient",
    ]  # fmt: skip
    assert [zone("raised", share) for share in (0.28, 0.29, 0.30)] == [
        "insufficient", "border", "sufficient",
    ]  # fmt: skip
    assert zone("", 0.1) == ""


def test_schools_far_apart_widen_the_interval_of_their_municipality() -> None:
    school_of = np.repeat(np.arange(6), 40)
    apart = np.where(school_of[:, None] < 3, 1.0, 0.0)
    alike = (np.arange(240) % 2).astype(float)[:, None]
    assert zones.effective(apart, school_of)[0] < 10
    assert zones.effective(alike, school_of)[0] == 240
    assert zones.effective(apart[:160], school_of[:160])[0] == 160


def test_class_groups_that_differ_in_a_skill_are_described_without_a_judgement(
    tmp_path: Path,
) -> None:
    def shift(code: str, about: dict[str, Any], j: int) -> float:
        return -2.0 if code == school(1) and about["class_group"] == "б" and j >= 4 else 0.0

    known = with_items(tmp_path, 4, 60, shift=shift, known={"codifier": codifier(("",) * 8)})
    found = [one for one in items.answer(known).findings if one.kind == "skill"]
    (told,) = [one for one in found if "themes" in one.evidence]
    assert (told.unit, told.sure) == (school(1), "described")
    first = told.evidence["themes"][0]
    assert first["theme"] == "Геометрия"
    assert [(row["class_group"], row["pupils"]) for row in first["classes"]] == [
        ("а", 32), ("б", 28),
    ]  # fmt: skip
    assert "умение «Геометрия» (задания 5, 6, 7, 8): а — " in told.sentence
    assert "не оценивает учителя" in told.says_not


def test_every_school_with_two_class_groups_has_their_profile(tmp_path: Path) -> None:
    known = with_items(tmp_path, 4, 60, known={"codifier": codifier(("",) * 8)})
    found = [one for one in items.answer(known).findings if one.kind == "skill"]
    assert [one.unit for one in found] == [school(number) for number in range(1, 5)]
    assert found[0].sentence.endswith(
        "с поправкой на их число ни одно различие не выходит за пределы случайного."
    )
    (whole,) = found[0].evidence["works"]
    assert {one["theme"] for one in whole["themes"]} >= {"Геометрия"}
    assert all(len(one["classes"]) == 2 for one in whole["themes"])
    assert found[0].chart is not None
    assert {row["series"] for row in found[0].chart.rows} == {"класс а", "класс б"}

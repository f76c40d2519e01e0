"""Skills through the codifier, similar schools, and low results with their probability."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msoko.analysis import low_performing, similar, skills, words
from msoko.analysis.codified import Coded, fits, matched
from msoko.analysis.evidence import Evidence
from msoko.analysis.exceeding import probability
from tests.unit.analysis.made_up import Row, evidence, marks, school, units, work

YEAR = 2022
CODES = [school(number) for number in range(1, 9)]
CODIFIER: list[Row] = [
    {"year": YEAR, "procedure": "vpr", "subject": "russian", "grade": 4, "item": item,
     "max_points": 1.0, "difficulty": "base", "skill": skill, "content": "Раздел 1"}
    for item, skill in (("1", "Чтение"), ("2", "Чтение"), ("3", "Письмо"), ("4", "Письмо"))
]  # fmt: skip


def items(code: str, pupils: int, chances: list[float], rng: np.random.Generator) -> list[Row]:
    about = {
        "organisation": code,
        "year": YEAR,
        "procedure": "vpr",
        "subject": "russian",
        "grade": 4,
    }
    return [
        {**about, "pupil": f"4{number:04d}", "item": str(item), "max_points": 1.0, "state": "done",
         "points": float(rng.random() < chance)}
        for number in range(pupils)
        for item, chance in enumerate(chances, 1)
    ]  # fmt: skip


def with_items(folder: Path, chances: dict[str, list[float]], pupils: int = 80) -> Evidence:
    rng = np.random.default_rng(7)
    rows = [r for c in CODES for r in items(c, pupils, chances.get(c, [0.75] * 4), rng)]
    results = [row for code in CODES for row in work(code, YEAR, marks(5, pupils - 5))]
    return evidence(
        folder,
        {"units": units(CODES, YEAR), "results": results, "items": rows, "codifier": CODIFIER},
        indicators=("vpr_russian_4",),
    )


def test_a_weak_skill_of_one_school_is_told_by_its_name(tmp_path: Path) -> None:
    known = with_items(tmp_path, {CODES[0]: [0.75, 0.75, 0.3, 0.3]})
    told = [one for one in skills.answer(known).findings if one.evidence["side"] == "skill"]
    assert {(one.unit, one.evidence["theme"], one.sure) for one in told} == {
        (CODES[0], "Письмо", "sure")
    }
    assert {row["against"] for row in told[0].evidence["comparisons"]} == {"zone", "municipality"}


def test_the_sentence_of_a_skill_tells_items_points_and_what_they_are_under(
    tmp_path: Path,
) -> None:
    known = with_items(tmp_path, {CODES[0]: [0.75, 0.75, 0.3, 0.3]})
    told = next(one for one in skills.answer(known).findings if one.evidence["side"] == "skill")
    rest = next(one for one in told.evidence["comparisons"] if one["against"] == "municipality")
    low, high = told.low or 0.0, told.high or 0.0
    assert told.sentence == (
        "«Школа 01», 2022/23, русский язык, 4 класс, умение «Письмо» (задания 3, 4): набрано "
        f"{words.percent(told.value or 0.0)} баллов (95 %: {words.between(low, high)}); ниже "
        f"среднего в остальных школах муниципалитета ({words.percent(rest['value'])}); ниже "
        "границы «недостаточное выполнение» (57,0 %, задания уровня Б); не приступали — 0,0 % "
        "выполнений."
    )


def test_a_small_school_s_skill_is_described_and_drawn_to_the_others(tmp_path: Path) -> None:
    known = with_items(tmp_path, {CODES[0]: [0.75, 0.75, 0.1, 0.1]}, pupils=20)
    told = next(
        one for one in skills.answer(known).findings
        if one.unit == CODES[0] and one.evidence["theme"] == "Письмо"
    )  # fmt: skip
    drawn = told.evidence["shrunken"]
    assert told.sure == "described"
    assert (told.value or 0.0) < drawn["value"] < 0.75
    assert f"; оценка, стянутая к среднему по школам, — {words.percent(drawn['value'])}" in (
        told.sentence
    )
    assert "ниже" not in told.sentence


def test_items_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["11", "5.2", "2", "5.1", "К1"], key=skills.by_number) == [
        "2", "5.1", "5.2", "11", "К1",
    ]  # fmt: skip


def test_equal_schools_have_no_weak_skill(tmp_path: Path) -> None:
    answer = skills.answer(with_items(tmp_path, {}))
    assert answer.findings == ()
    assert [one.why for one in answer.silences] == [
        "Ни одно умение и ни один элемент содержания не оказались ниже границы или других школ с "
        "достаточной уверенностью: проверено 3."
    ]


def test_not_taught_leaves_the_share_and_not_attempted_stays_in_it(tmp_path: Path) -> None:
    known = with_items(tmp_path, {})
    table = known.table("items")
    assert table is not None
    rng = np.random.default_rng(1)
    rows = items(CODES[0], 80, [0.75, 0.75, 0.75, 0.75], rng)
    for number, row in enumerate(rows):
        if row["item"] == "3":
            row.update(state="not_taught" if number % 8 < 4 else "not_attempted", points=None)
    folder = tmp_path / "other"
    folder.mkdir()
    rows += [r for c in CODES[1:] for r in items(c, 80, [0.75] * 4, rng)]
    results = [row for code in CODES for row in work(code, YEAR, marks(5, 75))]
    other = evidence(
        folder,
        {"units": units(CODES, YEAR), "results": results, "items": rows, "codifier": CODIFIER},
        indicators=("vpr_russian_4",),
    )
    told = next(
        one for one in skills.answer(other).findings
        if one.unit == CODES[0] and one.evidence["theme"] == "Письмо"
    )  # fmt: skip
    assert (told.evidence["not_attempted"], told.evidence["not_taught"]) == (40, 40)
    assert "не приступали — 25,0 % выполнений, тема не пройдена — 25,0 %" in told.sentence


def test_items_that_fit_no_codifier_are_a_silence_and_never_paired_wrongly() -> None:
    coded = [Coded(name, "", "", "base", 1.0) for name in ("1", "2.1", "2.2")]
    assert matched(["1", "2.2"], coded) == {"1": coded[0], "2.2": coded[2]}
    assert matched(["1", "2", "3"], coded) == {"1": coded[0], "2": coded[1], "3": coded[2]}
    assert matched(["1", "2", "3", "4"], coded) is None
    assert not fits(np.array([2.0, 1.0]), np.array([1.0, 1.0]))


def test_without_items_there_is_a_silence(tmp_path: Path) -> None:
    rows = work(CODES[0], YEAR, marks(2, 20))
    answer = skills.answer(evidence(tmp_path, {"units": units(CODES, YEAR), "results": rows}))
    assert (answer.findings, len(answer.silences)) == ((), 1)


def test_the_nearest_by_size_is_named_first_with_its_distance(tmp_path: Path) -> None:
    sizes = [10, 11, 40, 42, 90, 95, 200, 210]
    rows = [r for c, n in zip(CODES, sizes, strict=True) for r in work(c, YEAR, [4] * n)]
    known = evidence(tmp_path, {"units": units(CODES, YEAR), "results": rows})
    answer = similar.answer(known)
    first = {one.unit: one.evidence["nearest"][0]["organisation"] for one in answer.findings}
    assert first[CODES[0]] == CODES[1]
    assert first[CODES[7]] == CODES[6]
    assert any("не менее 70 школ" in one.why for one in answer.silences)


@pytest.mark.parametrize("codes", [CODES[:1], CODES])
def test_unknown_circumstances_are_a_silence(tmp_path: Path, codes: list[str]) -> None:
    rows = [row for code in codes for row in work(code, YEAR, [4] * 20)]
    known = evidence(tmp_path, {"units": units(codes, YEAR), "results": rows})
    answer = similar.answer(known)
    assert answer.findings == ()
    assert {one.unit for one in answer.silences} >= set(codes)


def listed(folder: Path, shares: list[int], on_list: bool = False) -> Evidence:
    rows = []
    for year in (2020, 2021, 2022):
        for code, twos in zip(CODES, shares, strict=True):
            rows += [
                {**row, "mark": 3 if row["mark"] == 4 else row["mark"]}
                for row in work(code, year, marks(twos, 60 - twos))
            ]
    more = {"low_performing": True} if on_list else {}
    register = units(CODES[:1], 2020, **more) + units(CODES[1:], 2020)
    return evidence(folder, {"units": register, "results": rows}, rules=True, asked_year=2023)


def test_literal_criteria_stand_beside_their_probability(tmp_path: Path) -> None:
    answer = low_performing.answer(listed(tmp_path, [40, 12, 3, 3, 3, 3, 3, 3]))
    told = {one.unit: one for one in answer.findings}
    assert set(told) == set(CODES[:2])
    assert told[CODES[0]].sure == "sure"
    assert "признак есть" in told[CODES[0]].sentence
    assert told[CODES[1]].sure == "described"
    assert "не доказано" in told[CODES[1]].sentence
    why = {row["criterion"]: row for row in told[CODES[0]].evidence["why"]}
    assert why["LPC-01"]["answer"] == "выполнен"
    assert why["LPC-02"]["answer"] == "слишком мало данных"


def test_a_listed_school_without_signs_is_shown_as_leaving(tmp_path: Path) -> None:
    answer = low_performing.answer(listed(tmp_path, [1, 2, 3, 3, 3, 3, 3, 3], on_list=True))
    assert [(one.unit, one.evidence["leaving"]) for one in answer.findings] == [(CODES[0], True)]
    assert "значится в перечне" in answer.findings[0].sentence


def test_at_least_two_of_three_years_is_a_count_of_independent_years() -> None:
    assert probability([0.5, 0.5, 0.5], 2) == pytest.approx(0.5)
    assert probability([0.9, 0.0, 0.9], 2) == pytest.approx(0.81)
    assert probability([], 1) == 0.0

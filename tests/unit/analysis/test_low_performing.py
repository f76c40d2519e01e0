"""Criteria of low results: what stands behind an answer, and how sure it is."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from msoko.analysis import low_performing
from msoko.analysis.criteria import Criterion, none_met, of_years, together, why
from msoko.analysis.evidence import Evidence
from msoko.analysis.exceeding import fails_beside
from msoko.analysis.finding import Answer, Finding
from msoko.indicators.look_up import Number
from msoko.indicators.rule_sets import CriterionResult
from msoko.indicators.thresholds import Judged, Raised
from msoko.profile.rule_set import RuleCategory, RuleCriterion
from tests.unit.analysis.made_up import Row, evidence, marks, profile, school, units, work

CODES = [school(number) for number in range(1, 9)]
TWO = RuleCategory("low", "Низкие", 2, ())
ONE = RuleCategory("low", "Низкие", 1, ())


def given(
    folder: Path, first: dict[int, list[int]], on_list: bool = False, **more: list[Row]
) -> Evidence:
    """Seven ordinary schools of sixty, and the first with these marks by year."""
    rows: list[Row] = []
    for year in (2020, 2021, 2022):
        rows += work(CODES[0], year, first[year])
        for code in CODES[1:]:
            rows += work(code, year, [*marks(5, 54), 5])
    listed: Row = {"low_performing": True} if on_list else {}
    register = units(CODES[:1], 2020, **listed) + units(CODES[1:], 2020)
    tables = {"units": register, "results": rows, **more}
    return evidence(folder, tables, rules=True, asked_year=2023)


def of_first(answer: Answer) -> Finding:
    return next(one for one in answer.findings if one.unit == CODES[0])


def met(chance: float, cohorts: Sequence[int], indicator: str = "a", works: int = 1) -> Criterion:
    rule = RuleCriterion("C", "Работа", indicator, "low", None, None, "decides")
    raised = Raised(indicator, "low", CODES[0], 2023, True, works, works, ())
    return Criterion("low", "Работа", CriterionResult(rule, raised), chance, 20, frozenset(cohorts))


def test_a_year_with_a_five_does_not_count_however_near_the_border_is(tmp_path: Path) -> None:
    low = marks(30, 30)
    told = low_performing.answer(given(tmp_path, {2020: low, 2021: low, 2022: [*marks(11, 48), 5]}))
    near = {row["criterion"]: row for row in of_first(told).evidence["why"]}["LPC-01"]
    assert near["years"][2]["verdict"] == "не выполнен: получившие оценку «5» — 1 из 60"
    both = low_performing.answer(
        given(tmp_path / "b", {2020: low, 2021: low, 2022: [*marks(0, 59), 5]})
    )
    same = {row["criterion"]: row for row in of_first(both).evidence["why"]}["LPC-01"]
    assert near["probability"] == pytest.approx(same["probability"], abs=0.01)


def test_a_condition_beside_the_border_fails_only_when_it_is_known() -> None:
    threshold = profile().indicators["vpr_russian_4"].thresholds["low_results"]
    few = Number(11.0, 60.0, Fraction(55, 3))
    for fives, failing in ((Fraction(1), 1), (Fraction(0), 0), (None, 0)):
        beside = (("top_marks", Number(1.0, 60.0, fives)),)
        judged = Judged(2022, "", "not_met", few, Fraction(20), beside)
        assert len(fails_beside(threshold, judged)) == failing
        assert not fails_beside(replace(threshold, logic="or"), judged)


def test_works_of_the_same_children_in_later_grades_are_one_witness() -> None:
    same = [met(0.6, [2018, 2019]), met(0.7, [2017, 2018], "b")]
    assert together(ONE, same) == pytest.approx(0.7)
    others = [met(0.6, [2018]), met(0.7, [2013], "b")]
    assert together(ONE, others) == pytest.approx(1 - 0.4 * 0.3)
    assert together(ONE, [met(0.6, []), met(0.7, [2013], "b")]) == pytest.approx(0.7)


def test_a_class_seen_in_two_years_is_one_witness_where_one_work_is_enough() -> None:
    same, other = frozenset({2017}), frozenset({2016})
    assert of_years([0.5, 0.6], [same, same], 1) == pytest.approx(0.6)
    assert of_years([0.5, 0.6], [same, other], 1) == pytest.approx(0.8)
    assert of_years([0.5, 0.6], [frozenset(), frozenset()], 1) == pytest.approx(0.8)
    assert of_years([0.5, 0.6], [same, other], 2) == pytest.approx(0.3)


def test_two_criteria_about_the_same_children_have_a_bound_and_not_nothing() -> None:
    assert together(TWO, [met(0.9, [2018]), met(0.95, [2018], "b")]) == pytest.approx(0.85)
    assert together(TWO, [met(0.9, [2018])]) is None


def test_a_criterion_inside_a_wider_one_is_not_counted_twice() -> None:
    once, twice = met(0.3, [2018]), met(0.2, [2018], works=2)
    assert none_met([once, twice]) == pytest.approx(0.7)
    assert none_met([once, met(0.2, [2018], "b")]) == pytest.approx(0.5)


def test_nothing_is_said_of_leaving_while_one_criterion_has_no_probability() -> None:
    known, number = met(0.1, [2018]), Number(1.0, 4.0, Fraction(25))
    judged = Judged(2022, "", "not_met", number, Fraction(30))
    raised = Raised("b", "low", CODES[0], 2023, False, 0, 1, (judged,))
    small = replace(known, chance=None, result=CriterionResult(known.result.criterion, raised))
    assert none_met([known, small]) is None
    empty = replace(small, result=CriterionResult(known.result.criterion, None))
    assert none_met([known, empty]) == pytest.approx(0.9)


def test_a_number_without_a_border_is_shown_with_its_year(tmp_path: Path) -> None:
    told = low_performing.answer(given(tmp_path, dict.fromkeys((2020, 2021, 2022), marks(40, 20))))
    rows = {row["criterion"]: row for row in of_first(told).evidence["why"]}
    assert len({name for name in rows if name.startswith("LPC")}) == 18
    assert rows["LPC-17"]["answer"] == "нет данных"
    plain = replace(met(0.5, []), shown=(2022, Number(3.0, None, Fraction(3))))
    row = why(replace(plain, result=CriterionResult(plain.result.criterion, None)))
    assert row["answer"] == "порога в акте нет: показано значение"
    assert row["years"] == [
        {"year": "2022/23", "numerator": 3.0, "denominator": None, "value": 3.0}
    ]


def test_no_probability_is_told_as_certain(tmp_path: Path) -> None:
    low = marks(58, 2)
    told = of_first(low_performing.answer(given(tmp_path, dict.fromkeys((2020, 2021, 2022), low))))
    assert told.sure == "sure"
    assert "(вероятность превышения порога — более 99 %)" in told.sentence
    assert "100 %" not in told.sentence


WORKS = (
    ("russian", 4), ("math", 4), ("world_around", 4), ("russian", 5), ("russian", 6), ("math", 5),
    ("math", 6), ("russian", 9), ("math", 9),
)  # fmt: skip


def everything(folder: Path, first: list[int]) -> Evidence:
    """All works but ЕГЭ of eight schools of a place, the first of them listed."""
    rows = [
        {**row, "procedure": "oge", "attempt": "main"} if grade == 9 else row
        for year in (2020, 2021, 2022)
        for code in CODES
        for subject, grade in WORKS
        for row in work(code, year, first if code == CODES[0] else marks(2, 28), subject, grade)
    ]
    register = units(CODES[:1], 2020, low_performing=True) + units(CODES[1:], 2020)
    return evidence(folder, {"units": register, "results": rows}, rules=True, asked_year=2023)


def test_leaving_the_list_has_words_of_its_own(tmp_path: Path) -> None:
    told = of_first(low_performing.answer(everything(tmp_path, [*marks(0, 29), 5])))
    assert told.sure == "sure"
    assert told.evidence["status"] == "признаков нет"
    assert told.sentence.endswith("ни один порог на деле не превышен, — более 99 %.")


def test_a_place_where_nobody_fails_can_show_that_a_school_leaves(tmp_path: Path) -> None:
    rows = [
        {**row, "procedure": "oge", "attempt": "main"} if grade == 9 else row
        for year in (2020, 2021, 2022)
        for code in CODES
        for subject, grade in WORKS
        for row in work(code, year, marks(0, 30), subject, grade)
    ]
    register = units(CODES[:1], 2020, low_performing=True) + units(CODES[1:], 2020)
    tables = {"units": register, "results": rows}
    told = of_first(low_performing.answer(evidence(tmp_path, tables, rules=True, asked_year=2023)))
    assert told.evidence["status"] == "признаков нет"
    assert told.value is not None
    assert 0.95 < told.value < 1


def test_leaving_is_not_shown_while_data_are_missing(tmp_path: Path) -> None:
    fine = {year: [*marks(0, 50), *[5] * 10] for year in (2020, 2021, 2022)}
    told = of_first(low_performing.answer(given(tmp_path, fine, on_list=True)))
    assert (told.sure, told.evidence["status"]) == ("described", "не доказано")
    assert told.sentence.endswith("часть данных отсутствует и может изменить ответ.")


def test_shares_of_fewer_than_five_are_neither_told_nor_drawn(tmp_path: Path) -> None:
    few = {2020: [2, 4, 4], 2021: [2, 2, 4], 2022: [2, 4, 4, 4]}
    told = of_first(low_performing.answer(given(tmp_path, few)))
    assert "участников менее 5" in told.sentence
    assert told.chart is None


def test_one_pupil_a_year_makes_nobody_sure(tmp_path: Path) -> None:
    rows = [
        row
        for year in (2020, 2021, 2022)
        for number, code in enumerate(CODES)
        for row in work(code, year, [2 if number % 2 else 5])
    ]
    facts = evidence(
        tmp_path, {"units": units(CODES, 2020), "results": rows}, rules=True, asked_year=2023
    )
    told = low_performing.answer(facts).findings
    assert [one.unit for one in told] == CODES[1::2]
    assert {(one.sure, one.value) for one in told} == {("described", None)}
    reason = "не вычислена: для неё нужно пять школ с результатами и 10 участников"
    assert all(f"(вероятность превышения порога — {reason})" in one.sentence for one in told)


def test_schools_that_missing_data_could_still_list_are_a_silence(tmp_path: Path) -> None:
    fine = {year: [*marks(0, 59), 5] for year in (2020, 2021, 2022)}
    answer = low_performing.answer(given(tmp_path, fine))
    assert [(one.unit_kind, one.sample.schools) for one in answer.silences] == [("municipality", 8)]
    assert "школ — 8; не хватает: «ВПР, математика, 4 класс» (школ — 8)" in answer.silences[0].why

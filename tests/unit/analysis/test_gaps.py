"""Gaps: a planted one is told with exact words, chance is not, and too little is a silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msoko.analysis import differences, factors, gaps, practices, similar, words
from msoko.analysis.aspects import shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.compared import Comparison, of_schools, references
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer
from tests.unit.analysis.made_up import INDICATORS, evidence, marks, school, units, work

YEAR = 2022
SUBJECTS = ("russian", "math", "world_around")


def over(of: Evidence) -> Comparison:
    """A school's share of «2» over its threshold."""
    found = next(iter(shares(of).values()))
    known = references(of, breaks_of(of), {})
    return next(iter(of_schools(found, YEAR, known)))


def answered(folder: Path, rows: list[dict[str, object]], codes: list[str]) -> Answer:
    return gaps.answer(evidence(folder, {"units": units(codes, YEAR), "results": rows}))


def test_a_planted_gap_of_a_big_school_is_told_exactly(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 6)]
    rows = work(codes[0], YEAR, marks(40, 60))
    for code in codes[1:]:
        rows += work(code, YEAR, marks(5, 95))
    found = [one for one in answered(tmp_path, rows, codes).findings if one.indicator]
    low = next(one for one in found if one.unit == codes[0])
    assert (low.kind, low.sure, low.indicator) == ("gap", "sure", "vpr_russian_4")
    assert low.sentence == (
        "«Школа 01», 2022/23: «Процент обучающихся, получивших „2“ за ВПР по русскому языку, "
        "4 класс» — 40,0 % (40 из 100; 95 %: от 30,3 до 50,3 %); остальные школы муниципалитета — "
        "5,0 % (20 из 400): выше, разность +35,0 п. п. (95 %: от +25,6 до +45,0 п. п.); "
        "для сравнения: порог — 20 %."
    )
    assert low.evidence["numerator"] == 40
    assert low.chart is not None
    assert "причин" in low.says_not


def test_a_school_of_twenty_is_described_without_judging(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 6)]
    rows = work(codes[0], YEAR, marks(12, 10))
    for code in codes[1:]:
        rows += work(code, YEAR, marks(2, 28))
    low = next(one for one in answered(tmp_path, rows, codes).findings if one.unit == codes[0])
    assert low.sure == "described"
    assert "оценка не даётся" in low.sentence
    assert "выше" not in low.sentence
    assert (low.value, low.evidence["denominator"]) == (12 / 22, 22)
    drawn = low.evidence["shrunken"]
    assert 2 / 30 < drawn["low"] < drawn["value"] < low.value
    assert (
        f"; оценка, стянутая к среднему по школам, — {words.percent(drawn['value'])} (95 %: "
        f"{words.between(drawn['low'], drawn['high'])}); остальные школы муниципалитета — "
    ) in low.sentence


def test_several_works_of_a_small_school_allow_what_one_does_not(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 7)]
    rows = []
    for subject in SUBJECTS:
        rows += work(codes[0], YEAR, marks(12, 10), subject)
        for code in codes[1:]:
            rows += work(code, YEAR, marks(2, 28), subject)
    found = answered(tmp_path, rows, codes).findings
    pooled = next(one for one in found if one.sample.works == 3 and one.unit == codes[0])
    assert (pooled.kind, pooled.sure, pooled.sample.pupils) == ("gap", "sure", 22)
    assert pooled.sentence.startswith(
        "«Школа 01», 2022/23, все предметы, 3 работы: отметок «2» — 54,5 % (36 из 66), выше, чем "
        "в остальных школах муниципалитета по тем же работам (6,7 %)"
    )


def test_what_is_likely_is_told_as_likely(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 12)]
    rows = work(codes[0], YEAR, marks(22, 78))
    for code in codes[1:]:
        rows += work(code, YEAR, marks(12, 88))
    told = [one for one in answered(tmp_path, rows, codes).findings if one.unit == codes[0]]
    assert [one.sure for one in told] == ["likely"]
    assert ": вероятно, выше, разность " in told[0].sentence


def test_several_works_of_a_small_school_are_told_only_when_sure(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 7)]
    rows = []
    for subject in SUBJECTS:
        rows += work(codes[0], YEAR, marks(9, 13), subject)
        for code in codes[1:]:
            rows += work(code, YEAR, marks(2, 28), subject)
    excess = [one for one in answered(tmp_path, rows, codes).findings if one.sample.works > 1]
    assert [one for one in excess if one.unit == codes[0] and one.sure != "sure"] == []


def test_a_threshold_is_told_as_it_may_be(tmp_path: Path) -> None:
    of = evidence(
        tmp_path,
        {"units": units([school(1)], YEAR), "results": work(school(1), YEAR, marks(30, 70))},
    )
    told = gaps.answer(of).findings[0]
    assert told.sentence.endswith("; это выше порога 20 %.")
    likely, described = (gaps.against(over(of), sure) for sure in ("likely", "described"))
    assert (likely, described) == ("это, вероятно, выше порога 20 %", "порог — 20 %")


def test_no_school_is_named_by_its_place_and_findings_go_by_sureness(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 6)]
    rows = work(codes[0], YEAR, marks(40, 60)) + work(codes[1], YEAR, marks(12, 18))
    for code in codes[2:]:
        rows += work(code, YEAR, marks(5, 95))
    order = ["sure", "likely", "signal", "described"]
    told = [order.index(one.sure) for one in answered(tmp_path, rows, codes).findings]
    assert told == sorted(told)
    assert 0 in told


def test_chance_alone_brings_almost_no_findings(tmp_path: Path) -> None:
    rng = np.random.default_rng(11)
    claims = 0
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        codes = [school(one) for one in range(1, 13)]
        rows = []
        for code in codes:
            size = int(rng.integers(12, 90))
            for subject in SUBJECTS:
                twos = int(rng.binomial(size, 0.12))
                rows += work(code, YEAR, marks(twos, size - twos), subject)
        told = answered(folder, rows, codes).findings
        claims += sum(one.sure == "sure" for one in told)
    assert claims <= 2


@pytest.mark.parametrize("pupils", [1, 4, 9])
def test_too_few_pupils_are_a_silence_that_says_what_is_needed(tmp_path: Path, pupils: int) -> None:
    codes = [school(number) for number in range(1, 6)]
    rows = work(codes[0], YEAR, marks(pupils, 0))
    for code in codes[1:]:
        rows += work(code, YEAR, marks(2, 28))
    answer = answered(tmp_path, rows, codes)
    assert not [one for one in answer.findings if one.unit == codes[0]]
    why = next(one.why for one in answer.silences if one.unit == codes[0] and one.indicator)
    assert "нужно не менее 10" in why
    assert (f"{pupils} из {pupils}" in why) == (pupils >= 5)
    assert f"есть {pupils if pupils >= 5 else 'менее 5'}" in why


def test_one_school_alone_and_equal_marks_bring_neither_findings_nor_errors(tmp_path: Path) -> None:
    assert answered(tmp_path, work(school(1), YEAR, [4] * 40), [school(1)]).findings == ()


def test_a_good_value_under_a_threshold_is_no_strength(tmp_path: Path) -> None:
    rows = [row for n in range(1, 4) for row in work(school(n), YEAR, marks(2, 98))]
    assert answered(tmp_path, rows, [school(n) for n in range(1, 4)]).findings == ()


def test_years_of_another_scale_are_not_the_past(tmp_path: Path) -> None:
    rows = work(school(1), 2023, marks(5, 95)) + work(school(1), 2024, marks(50, 50))
    known = evidence(tmp_path, {"units": units([school(1)], 2023), "results": rows})
    found = gaps.answer(known).findings
    compared = [row["reference"] for one in found for row in one.evidence["comparisons"]]
    assert compared == ["threshold"]


def test_schools_the_register_does_not_know_are_compared_all_the_same(tmp_path: Path) -> None:
    rows = work(school(1), YEAR, marks(40, 60)) + work(school(2), YEAR, marks(5, 95))
    known = evidence(tmp_path, {"results": rows}, indicators=INDICATORS)
    assert {one.unit for one in gaps.answer(known).findings} == {school(1), school(2)}


def test_where_nothing_stands_out_it_is_said_among_how_many_comparisons(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 7)]
    rows = [row for code in codes for row in work(code, YEAR, marks(3, 27))]
    answer = answered(tmp_path, rows, codes)
    assert answer.findings == ()
    why = [one.why for one in answer.silences if one.unit_kind == "region"]
    # each of six schools: «2» against the threshold and the others, «5» against the others
    assert why == ["Ни одно отличие не подтвердилось: проверено 18 сравнений."]


def test_where_nothing_can_be_compared_it_is_said_what_is_needed(tmp_path: Path) -> None:
    rows = [{**row, "mark": None} for row in work(school(1), YEAR, [4] * 30)]
    why = [one.why for one in answered(tmp_path, rows, [school(1)]).silences]
    assert why[-1].startswith("Сравнить не с чем: нет ни порога, ни прошлого года")


def test_a_store_of_forms_without_works_is_answered_all_the_same(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 4)]
    pupils = [
        {"organisation": code, "year": year, "pupil": f"{number}", "grade": 5,
         "at_risk": number % (2 if year == YEAR else 8) == 0}
        for code in codes for year in (YEAR - 1, YEAR) for number in range(40)
    ]  # fmt: skip
    of = evidence(
        tmp_path,
        {"units": units(codes, YEAR - 1), "enrolment": pupils},
        indicators=("risk_group_share",),
    )
    for question in (gaps, differences, factors, practices, similar):
        assert isinstance(question.answer(of), Answer)
    assert differences.answer(of).findings or differences.answer(of).silences

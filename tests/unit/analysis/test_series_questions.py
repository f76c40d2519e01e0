"""Trends, forecasts and differences: linked years only, breaks shown, chance not told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from msoko.analysis import differences, forecast, trends
from msoko.analysis.aspects import shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.evidence import Evidence
from tests.unit.analysis.made_up import evidence, marks, school, units, work

CODES = [school(number) for number in range(1, 13)]


def over_years(
    folder: Path, years: range, twos: dict[str, list[float]], size: int = 80, **more: float
) -> Evidence:
    rng = np.random.default_rng(3)
    rows = []
    for place, year in enumerate(years):
        for code in CODES:
            share = twos.get(code, [0.15] * len(years))[place]
            failed = int(rng.binomial(size, share))
            rows += work(code, year, marks(failed, size - failed), **more)
    known = {"units": units(CODES, years[0]), "results": rows}
    return evidence(folder, known, indicators=("vpr_russian_4",))


def test_a_school_that_moves_otherwise_than_the_rest_is_told(tmp_path: Path) -> None:
    rising = {CODES[0]: [0.05, 0.3, 0.55, 0.8]}
    found = trends.answer(over_years(tmp_path, range(2020, 2024), rising)).findings
    told = [one for one in found if one.unit_kind == "organisation" and one.sure == "sure"]
    assert {one.unit for one in told} == {CODES[0]}
    assert "стянута к среднему" in told[0].sentence
    assert told[0].value is not None
    assert told[0].value > 0.1


def test_schools_that_do_not_move_are_not_told(tmp_path: Path) -> None:
    found = trends.answer(over_years(tmp_path, range(2020, 2024), {})).findings
    assert [one for one in found if one.sure == "sure"] == []


def test_two_years_are_a_silence_with_what_is_needed(tmp_path: Path) -> None:
    known = over_years(tmp_path, range(2021, 2023), {})
    for question in (trends, forecast):
        answer = question.answer(known)
        assert answer.findings == ()
        assert any("нужно не менее 3 лет" in one.why for one in answer.silences)


def test_the_redesign_of_2025_and_the_autumn_of_2020_break_the_series(tmp_path: Path) -> None:
    known = over_years(tmp_path, range(2018, 2026), {})
    breaks = breaks_of(known)
    fixed = {"procedure": "vpr", "subject": "russian", "grade": "4"}
    assert [one.year for one in breaks.of(fixed, range(2018, 2026))] == [2019, 2020, 2024]
    assert breaks.linked(fixed, range(2018, 2026)) == [2024, 2025]
    why = " ".join(one.why for one in trends.answer(known).silences)
    assert "построены заново" in why


def test_a_question_about_one_indicator_is_not_answered_from_what_was_found_for_all(
    tmp_path: Path,
) -> None:
    known = over_years(tmp_path, range(2021, 2024), {})
    assert {key[0] for key in shares(known)} == {"vpr_russian_4"}
    assert shares(replace(known, asked_indicators=("другой",))) == {}
    assert all(max(years) == 2022 for years in shares(replace(known, asked_year=2022)).values())
    assert {key[0] for key in shares(known)} == {"vpr_russian_4"}


def test_another_largest_score_is_a_break_too(tmp_path: Path) -> None:
    rows = work(CODES[0], 2021, marks(2, 8)) + work(CODES[0], 2022, marks(2, 8), max_score=24.0)
    known = evidence(tmp_path, {"units": units(CODES[:1], 2021), "results": rows})
    fixed = {"procedure": "vpr", "subject": "russian", "grade": "4"}
    told = breaks_of(known).of(fixed, [2021, 2022])
    assert [one.why for one in told] == ["наибольший балл работы изменился: было 38, стало 24"]


def test_a_forecast_of_four_years_is_a_place_with_a_band_and_the_risk_of_the_scale(
    tmp_path: Path,
) -> None:
    apart = {code: [0.05 + 0.05 * n] * 4 for n, code in enumerate(CODES)}
    found = forecast.answer(over_years(tmp_path, range(2020, 2024), apart)).findings
    assert {one.unit for one in found} == set(CODES)
    first = found[0]
    assert first.period == "2024-25"
    assert first.low is not None
    assert first.high is not None
    assert first.low < (first.value or 0) < first.high
    assert "ожидаемое отклонение от среднего по школам" in first.sentence
    assert "среднее по школам от года к году сдвигалось примерно на" in first.sentence
    assert "само значение не прогнозируется" in first.sentence
    assert first.chart is not None
    assert [row["series"] for row in first.chart.rows] == ["было"] * 4 + ["прогноз"]


def test_a_year_without_facts_is_not_stepped_over_by_a_forecast(tmp_path: Path) -> None:
    def known(folder: str, years: tuple[int, ...]) -> Evidence:
        rows = [
            row
            for year in years
            for at, code in enumerate(CODES)
            for row in work(code, year, marks(at + year % 3, 30))
        ]
        tables = {"units": units(CODES, 2014), "results": rows}
        return evidence(tmp_path / folder, tables, indicators=("vpr_russian_4",))

    short = forecast.answer(known("a", (2015, 2017, 2018)))
    assert short.findings == ()
    assert short.silences[0].why.endswith("нужно не менее 3 лет подряд, а сведений за 2016/17 нет.")
    later = forecast.answer(known("b", (2013, 2015, 2016, 2017))).findings
    assert {tuple(one.evidence["years"]) for one in later} == {("2015/16", "2016/17", "2017/18")}


def test_differences_tell_also_where_none_is_shown(tmp_path: Path) -> None:
    known = over_years(tmp_path, range(2021, 2023), {CODES[0]: [0.1, 0.9]})
    known.asked_indicators = ("vpr_russian_4",)
    told = differences.answer(known).findings
    past = [one for one in told if one.evidence["reference"] == "past"]
    by_school = {one.unit: one for one in past if not one.evidence["line"]}
    assert by_school[CODES[0]].sure == "sure"
    assert "различие не доказано" in by_school[CODES[5]].sentence


def test_boys_and_girls_are_compared_inside_a_unit(tmp_path: Path) -> None:
    rows = []
    for code in CODES:
        girls = work(code, 2022, marks(2, 28), sex="f")
        boys = work(code, 2022, marks(15, 15), sex="m")
        rows += girls + [{**row, "pupil": f"9{row['pupil']}"} for row in boys]
    known = evidence(tmp_path, {"units": units(CODES, 2022), "results": rows})
    told = [
        one for one in differences.answer(known).findings if one.evidence["reference"] == "group"
    ]
    assert {one.unit for one in told} == {"Район"}
    assert all(one.sure == "sure" for one in told)


def test_a_school_whose_movement_is_only_likely_is_told_with_that_word(tmp_path: Path) -> None:
    one = {CODES[0]: [0.05, 0.15, 0.22, 0.3]}
    found = trends.answer(over_years(tmp_path, range(2020, 2024), one)).findings
    told = [finding for finding in found if finding.unit_kind == "organisation"]
    assert told
    for finding in told:
        assert ("вероятно, движение" in finding.sentence) == (finding.sure == "likely")


def test_a_small_school_is_named_only_when_it_is_sure(tmp_path: Path) -> None:
    one = {CODES[0]: [0.05, 0.15, 0.22, 0.3]}
    found = trends.answer(over_years(tmp_path, range(2020, 2024), one, size=40)).findings
    assert {f.sure for f in found if f.unit_kind == "organisation"} <= {"sure"}


def test_a_municipality_has_its_change_with_an_interval_over_schools(tmp_path: Path) -> None:
    falling = {code: [0.4, 0.3, 0.2, 0.1] for code in CODES}
    known = over_years(tmp_path, range(2020, 2024), falling)
    place = next(one for one in trends.answer(known).findings if one.unit == "Район")
    assert place.sure == "sure"
    assert place.value is not None
    assert place.low is not None
    assert place.high is not None
    assert place.low < place.value < place.high < 0
    assert "изменение с 2020/21 на 2023/24 −" in place.sentence
    assert "изменение подтверждено" in place.sentence
    hits, tried = place.evidence["numerators"], place.evidence["denominators"]
    assert place.value == pytest.approx(hits[-1] / tried[-1] - hits[0] / tried[0])


def test_a_change_of_a_municipality_that_chance_may_make_is_not_proven(tmp_path: Path) -> None:
    both_ways = {code: [0.1, 0.2, 0.2, 0.3][:: 1 - 2 * (n % 2)] for n, code in enumerate(CODES)}
    found = trends.answer(over_years(tmp_path, range(2020, 2024), both_ways)).findings
    place = next(one for one in found if one.unit == "Район")
    assert place.sure == "described"
    assert "изменение не доказано" in place.sentence


def test_breaks_stand_in_the_sentence_and_in_the_chart_with_the_years_before(
    tmp_path: Path,
) -> None:
    known = over_years(tmp_path, range(2018, 2024), {})
    for question in (trends, forecast):
        one = next(f for f in question.answer(known).findings if not f.evidence["line"])
        assert "прежние годы не присоединены (2019/20 — осенью 2020 года" in one.sentence
        assert one.chart is not None
        assert [cut[:7] for cut in one.chart.breaks] == ["2019/20", "2020/21"]
    place = next(one for one in trends.answer(known).findings if one.unit == "Район")
    assert place.evidence["years"] == ["2020/21", "2021/22", "2022/23", "2023/24"]
    assert place.chart is not None
    assert [row["x"] for row in place.chart.rows][:2] == ["2018/19", "2019/20"]


def test_the_redesign_of_2025_stands_in_the_chart(tmp_path: Path) -> None:
    known = over_years(tmp_path, range(2022, 2027), {})
    place = next(one for one in trends.answer(known).findings if one.unit == "Район")
    assert place.evidence["years"] == ["2024/25", "2025/26", "2026/27"]
    assert place.chart is not None
    assert place.chart.breaks == ("2024/25: с 2025 года работы ВПР построены заново и короче",)


def test_other_works_part_the_years_too(tmp_path: Path) -> None:
    rows = []
    for year, subjects in ((2020, ("russian",)), (2021, ("math",)), (2022, ("math",))):
        for code in CODES[:6]:
            for subject in subjects:
                rows += work(code, year, marks(5, 35), subject)
    known = evidence(
        tmp_path, {"units": units(CODES, 2020), "results": rows}, indicators=("vpr_success",)
    )
    why = [one.why for one in trends.answer(known).silences]
    assert any("2021/22: писали работы по другим предметам или в других классах" in one
               for one in why)  # fmt: skip


def exams(folder: Path, years: range, change: dict[str, list[float]] | None = None) -> Evidence:
    """Test scores of ЕГЭ at six schools, each at a level of its own; 30 people a year."""
    rng = np.random.default_rng(5)
    about = {"procedure": "ege", "attempt": "main", "max_score": 50.0}
    rows = []
    for place, year in enumerate(years):
        for level, code in enumerate(CODES[:6]):
            moved = (change or {}).get(code, [0.0] * len(years))[place]
            scores = np.clip(rng.normal(50 + 5 * level + moved, 12, 30), 0, 100).round()
            own = work(code, year, [4] * 30, "russian", 11, **about)
            rows += [
                {**row, "scaled_score": float(score), "raw_score": float(score) / 2}
                for row, score in zip(own, scores, strict=True)
            ]
    known = {"units": units(CODES[:6], years[0]), "results": rows}
    return evidence(folder, known, indicators=("ege_mean_russian",))


def changed(known: Evidence, **more: Any) -> Evidence:
    own = known.profile.indicators["ege_mean_russian"]
    other = {own.id: replace(own, **more)}
    return replace(known, profile=replace(known.profile, indicators=other), _found={})


def test_a_mean_is_forecast_as_a_place_among_schools(tmp_path: Path) -> None:
    found = forecast.answer(exams(tmp_path, range(2020, 2024))).findings
    assert [one.unit for one in found] == CODES[:6]
    last = found[-1]
    assert last.period == "2024-25"
    assert last.measured == "ожидаемое отклонение от среднего школ"
    assert last.value is not None
    assert last.low is not None
    assert last.high is not None
    assert 5 < last.value < 15
    assert last.low < last.value < last.high
    assert last.sample.pupils == 4 * 30
    assert re.fullmatch(
        r"«Школа 06», 2024/25: «Средний тестовый балл ЕГЭ по русскому языку»: ожидаемое отклонение "
        r"от среднего по школам \+\d+,\d \(90 %: от \+\d+,\d до \+\d+,\d\), 2023/24 — \+\d+,\d; "
        r"ряд короток \(4 года\), поэтому само значение не прогнозируется; среднее по школам от "
        r"года к году сдвигалось примерно на \d+,\d, в полосу это не входит\.",
        last.sentence,
    )


def test_five_years_of_a_mean_forecast_the_mean_itself_inside_its_scale(tmp_path: Path) -> None:
    found = forecast.answer(exams(tmp_path, range(2019, 2024))).findings
    last = found[-1]
    assert last.measured == "Средний тестовый балл ЕГЭ по русскому языку"
    assert last.value is not None
    assert 68 < last.value < 82
    assert last.high is not None
    assert last.high <= 100
    assert "ожидается" in last.sentence
    assert "полоса это учитывает" in last.sentence
    assert last.chart is not None
    assert last.chart.rows[-1]["series"] == "прогноз"


def test_a_mean_of_two_years_or_across_a_break_is_not_forecast(tmp_path: Path) -> None:
    short = forecast.answer(exams(tmp_path / "a", range(2021, 2023)))
    assert short.findings == ()
    assert "нужно не менее 3 лет на одной шкале, есть 2 года" in short.silences[0].why
    known = exams(tmp_path / "b", range(2020, 2024))
    cut = forecast.answer(changed(known, revised={date(2022, 9, 1): "экзамен сдают иначе"}))
    assert cut.findings == ()
    assert "ряд прерван (2022/23: изменилось определение" in cut.silences[0].why


def test_raw_points_have_no_scale_over_the_years(tmp_path: Path) -> None:
    known = exams(tmp_path, range(2020, 2024))
    own = known.profile.indicators["ege_mean_russian"]
    raw = changed(known, formula=replace(own.formula, column="raw_score"))
    for question in (forecast, trends):
        answer = question.answer(raw)
        assert answer.findings == ()
        assert answer.silences[0].why.endswith(
            "первичные баллы работ разных лет не приравнены друг к другу, общей шкалы у них нет."
        )


def test_a_school_whose_mean_moves_otherwise_is_told_and_the_municipality_too(
    tmp_path: Path,
) -> None:
    rising = {CODES[0]: [0.0, 12.0, 24.0, 36.0]}
    found = trends.answer(exams(tmp_path, range(2020, 2024), rising)).findings
    told = [one for one in found if one.unit_kind == "organisation"]
    assert [(one.unit, one.sure) for one in told] == [(CODES[0], "sure")]
    assert "(30 участников); движение не такое, как в среднем по школам: за год +" in (
        told[0].sentence
    )
    assert "п. п." not in told[0].sentence
    assert told[0].value is not None
    assert told[0].value > 5
    place = next(one for one in found if one.unit == "Район")
    assert place.low is not None
    assert "изменение с 2020/21 на 2023/24 в школах, где есть оба года: +" in place.sentence

"""Trends, forecasts and differences: linked years only, breaks shown, chance not told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

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
    assert "ожидаемое отклонение от среднего школ" in first.sentence
    assert "общий скачок" in first.sentence
    assert "не прогнозируется" in first.sentence


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

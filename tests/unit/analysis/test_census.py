"""Numbers without a sampling model: told exactly, only when notable, never as a claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msoko.analysis import differences, gaps, trends
from msoko.analysis.aspects import aspects, measured, shares
from msoko.analysis.evidence import Evidence
from msoko.analysis.natures import agreed, nature_of, scale_of
from msoko.analysis.words import counted, out_of
from msoko.profile.formula import MeanFormula
from msoko.profile.load import default_profiles_dir, load_profile
from tests.unit.analysis.made_up import Row, evidence, marks, profile, school, units, work

CODES = [school(number) for number in range(1, 7)]
NOW = 2022


def exam(code: str, year: int, failed: int, passed: int, **more: Any) -> list[Row]:
    about = {"procedure": "oge", "attempt": "main", "max_score": 31.0, **more}
    return work(code, year, marks(failed, passed), "math", 9, **about)


def honours(code: str, year: int, number: int, others: int = 20) -> list[Row]:
    return [
        {"organisation": code, "year": year, "pupil": f"{code}{year}{at}", "grade": 9,
         "certificate": True, "honours": at < number}
        for at in range(number + others)
    ]  # fmt: skip


def told(code: str, year: int, yes: bool, name: str = "preschool_programmes_comply") -> Row:
    return {"organisation": code, "year": year, "attribute": name, "yes": yes}


def gardens(year: int) -> list[Row]:
    return [{**row, "kind": "preschool"} for row in units(CODES, year)]


def nurseries(folder: Path, answers: dict[int, list[bool]]) -> Evidence:
    rows = [
        told(code, year, yes)
        for year, said in answers.items()
        for code, yes in zip(CODES, said, strict=False)
    ]
    some_work = work(school(90), NOW, marks(1, 9))
    known = {"units": gardens(2018), "attributes": rows, "results": some_work}
    return evidence(folder, known, indicators=("programmes_comply",))


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("vpr_russian_4", "people"),
        ("oge_math", "people"),
        ("ege_mean_russian", "mean"),
        ("external_base_share", "works"),
        ("honours_certificate_ooo", "count"),
        ("olympiad_regional_stage", "count"),
        ("programmes_comply", "units"),
        ("grade10_external_admission", "ratio"),
        ("vsoko", "fact"),
        ("external_base_change", "change"),
        ("staffing_level", "typed"),
    ],
)
def test_every_kind_of_formula_has_its_nature(name: str, nature: str) -> None:
    found = profile().common[name]
    assert nature_of(found.formula, agreed(found.formula)) == nature


@pytest.mark.parametrize(
    ("column", "linked", "bounds"),
    [("mark", True, (2, 5)), ("scaled_score", True, (0, 100)), ("raw_score", False, None)],
)
def test_years_share_the_scale_of_marks_and_test_scores_but_not_of_raw_points(
    column: str, linked: bool, bounds: tuple[float, float] | None
) -> None:
    formula = profile().common["ege_mean_russian"].formula
    assert isinstance(formula, MeanFormula)
    scale = scale_of(replace(formula, column=column))
    assert (scale.linked, scale.bounds) == (linked, bounds)


def test_an_exam_without_a_grade_is_compared_like_any_work(tmp_path: Path) -> None:
    rows = exam(CODES[0], NOW, 40, 60)
    for code in CODES[1:]:
        rows += exam(code, NOW, 5, 95)
    known = evidence(
        tmp_path, {"units": units(CODES, NOW), "results": rows}, indicators=("oge_math",)
    )
    found = next(one for one in gaps.answer(known).findings if one.unit == CODES[0])
    assert (found.kind, found.sure, found.indicator) == ("gap", "sure", "oge_math")


def test_pupils_kept_twice_do_not_pass_for_more_pupils(tmp_path: Path) -> None:
    rows = []
    for code in CODES:
        rows += exam(code, NOW, 5, 35) + exam(code, NOW, 0, 20, attempt="reserve")
    known = evidence(
        tmp_path, {"units": units(CODES, NOW), "results": rows}, indicators=("oge_math",)
    )
    assert {one.nature for one in aspects(known)} == {"works"}
    assert shares(known) == {}
    assert shares(known, repeated=True)


def test_a_share_of_works_is_compared_for_municipalities_alone(tmp_path: Path) -> None:
    rows = []
    for year, failed in ((2021, 20), (2022, 4)):
        for more, code in enumerate(CODES):
            for subject in ("russian", "math"):
                low = failed + (more * (year - 2020)) % 5
                rows += work(code, year, marks(low, 40 - low), subject)
    known = evidence(
        tmp_path, {"units": units(CODES, 2021), "results": rows}, indicators=("vpr_success",)
    )
    whole = [one for one in gaps.answer(known).findings if one.indicator and not
             one.evidence["breakdown"]]  # fmt: skip
    assert {(one.unit_kind, one.kind) for one in whole} == {("municipality", "strength")}


def test_a_share_of_organisations_is_told_exactly_with_names(tmp_path: Path) -> None:
    known = nurseries(tmp_path, {2021: [True] * 6, 2022: [True] * 4 + [False] * 2})
    found = {one.unit: one for one in gaps.answer(known).findings}
    place = found["Район"]
    assert (place.kind, place.sure) == ("gap", "described")
    assert place.sentence.endswith(
        "— 66,7 % (4 из 6); 2021/22 — 100,0 % (6 из 6): изменение −33,3 п. п.; "
        "не выполнено у: «Школа 05», «Школа 06»."
    )
    assert place.low is None
    assert "условие не выполнено; 2021/22 — условие выполнено" in found[CODES[5]].sentence
    assert set(found) == {"Район", CODES[4], CODES[5]}


def test_what_did_not_change_is_no_gap_but_is_told_among_differences(tmp_path: Path) -> None:
    known = nurseries(tmp_path, {2021: [False] * 6, 2022: [False] * 6})
    assert gaps.answer(known).findings == ()
    same = differences.answer(known).findings
    assert [one.sentence.split(" — ", 1)[1] for one in same] == [
        "0,0 % (0 из 6); 2021/22 — то же; не выполнено у 6 организаций."
    ]


def test_two_years_that_not_all_reported_are_compared_over_those_who_did(tmp_path: Path) -> None:
    known = nurseries(tmp_path, {2021: [True] * 3 + [False] * 3, 2022: [True] * 5})
    place = next(one for one in gaps.answer(known).findings if one.unit == "Район")
    assert "100,0 % (5 из 5); 2021/22 — 60,0 % (3 из 5)" in place.sentence
    assert "по данным 5 организаций, приславших сведения за оба года" in place.sentence


def test_a_single_year_without_a_border_is_a_silence(tmp_path: Path) -> None:
    answer = gaps.answer(nurseries(tmp_path, {2022: [True] * 3 + [False] * 3}))
    assert answer.findings == ()
    assert any("сравнить не с чем" in one.why for one in answer.silences)


@pytest.mark.parametrize(("then", "now", "told_of"), [(20, 5, True), (6, 5, False)])
def test_a_count_is_told_when_its_exact_ratio_excludes_one(
    tmp_path: Path, then: int, now: int, told_of: bool
) -> None:
    rows = honours(CODES[0], 2021, then) + honours(CODES[0], 2022, now)
    known = evidence(
        tmp_path,
        {"units": units(CODES[:1], 2021), "graduates": rows, "results": exam(CODES[0], NOW, 1, 9)},
        indicators=("honours_certificate_ooo",),
    )
    found = [one for one in gaps.answer(known).findings if one.indicator]
    assert bool(found) == told_of
    if told_of:
        assert found[0].kind == "gap"
        assert "5; 2021/22 — 20: отношение 0,25 (95 %: от" in found[0].sentence
        assert all(one.sure == "described" for one in found)


def admitted(code: str, year: int, outside: int, inside: int) -> list[Row]:
    return [
        {"organisation": code, "year": year, "pupil": f"{code}{year}{at}", "grade": 10,
         "from_other_school": at < outside}
        for at in range(outside + inside)
    ]  # fmt: skip


def test_a_small_school_whose_ratio_swings_is_not_told(tmp_path: Path) -> None:
    rows = admitted(CODES[0], 2021, 4, 8) + admitted(CODES[0], 2022, 2, 10)
    rows += admitted(CODES[1], 2021, 60, 60) + admitted(CODES[1], 2022, 20, 100)
    known = evidence(
        tmp_path,
        {"units": units(CODES[:2], 2021), "enrolment": rows, "results": exam(CODES[0], NOW, 1, 9)},
        indicators=("grade10_external_admission",),
    )
    found = {one.unit for one in gaps.answer(known).findings if one.unit_kind == "organisation"}
    assert found == {CODES[1]}


def test_a_border_crossed_over_its_window_is_a_fact(tmp_path: Path) -> None:
    rows = [row for year in (2021, 2022) for row in admitted(CODES[0], year, 1, 49)]
    known = evidence(
        tmp_path,
        {"units": units(CODES[:1], 2021), "enrolment": rows, "results": exam(CODES[0], NOW, 1, 9)},
        indicators=("grade10_external_admission",),
    )
    found = [one for one in gaps.answer(known).findings if one.unit == CODES[0]]
    assert len(found) == 1
    assert (found[0].kind, found[0].sure) == ("gap", "described")
    assert "пересечён порог 5 % (лет: 2 из 3)" in found[0].sentence


def ege(code: str, year: int, scores: list[float]) -> list[Row]:
    about = {"procedure": "ege", "attempt": "main", "max_score": 50.0}
    rows = work(code, year, [4] * len(scores), "russian", 11, **about)
    return [{**row, "scaled_score": score} for row, score in zip(rows, scores, strict=True)]


def test_a_mean_of_people_has_an_interval_and_may_be_sure(tmp_path: Path) -> None:
    rows = []
    for place, code in enumerate(CODES):
        spread = [float(at % 11) for at in range(60)]
        rows += ege(code, 2021, [60 + place + one for one in spread])
        rows += ege(code, 2022, [45 + place + one for one in spread])
    known = evidence(
        tmp_path, {"units": units(CODES, 2021), "results": rows}, indicators=("ege_mean_russian",)
    )
    place = next(
        one for one in gaps.answer(known).findings if one.unit == "Район" and one.indicator
    )
    assert (place.kind, place.sure) == ("gap", "sure")
    assert place.value == pytest.approx(-15)
    assert place.low is not None
    assert place.high is not None
    assert place.low < -15 < place.high < 0


def test_a_mean_of_a_dozen_is_never_sure_however_far_it_has_moved(tmp_path: Path) -> None:
    spread = [float(at) for at in range(12)]
    rows = ege(CODES[0], 2021, [85 + one for one in spread])
    rows += ege(CODES[0], 2022, [30 + one for one in spread])
    known = evidence(
        tmp_path, {"units": units(CODES, 2021), "results": rows}, indicators=("ege_mean_russian",)
    )
    found = [one for one in gaps.answer(known).findings if one.indicator]
    assert found
    assert {one.sure for one in found} == {"described"}


def test_a_series_of_three_years_is_told_as_it_is(tmp_path: Path) -> None:
    years = {year: [True] * (year - 2018) + [False] * (2024 - year) for year in (2020, 2021, 2022)}
    found = [one for one in trends.answer(nurseries(tmp_path, years)).findings if one.evidence]
    place = next(one for one in found if one.unit == "Район")
    assert place.sure == "described"
    assert place.sentence.endswith(
        "2020/21 — 33,3 % (2 из 6); 2021/22 — 50,0 % (3 из 6); 2022/23 — 66,7 % (4 из 6)."
    )


def test_a_year_that_few_told_of_is_no_year_of_a_series(tmp_path: Path) -> None:
    years = {2019: [False], 2020: [True] * 3 + [False] * 3, 2021: [True] * 5, 2022: [True] * 6}
    found = trends.answer(nurseries(tmp_path, years)).findings
    place = next(one for one in found if one.unit == "Район")
    assert place.sentence.endswith(
        "2020/21 — 50,0 % (3 из 6); 2021/22 — 100,0 % (5 из 5)*; 2022/23 — 100,0 % (6 из 6); "
        "* сведения прислали не все организации; "
        "2019/20: сведения прислали менее половины организаций, в ряд не входит."
    )
    assert place.value == pytest.approx(0.5)


def test_between_years_not_all_have_told_no_change_is_counted(tmp_path: Path) -> None:
    years = {2020: [True] * 4, 2021: [True] * 6, 2022: [False] * 5}
    found = trends.answer(nurseries(tmp_path, years)).findings
    place = next(one for one in found if one.unit == "Район")
    assert place.value is None


def test_years_before_anything_was_recorded_are_not_nought(tmp_path: Path) -> None:
    rows = honours(CODES[0], 2020, 0) + honours(CODES[0], 2021, 5) + honours(CODES[0], 2022, 6)
    known = evidence(
        tmp_path,
        {"units": units(CODES[:1], 2020), "graduates": rows, "results": exam(CODES[0], NOW, 1, 9)},
        indicators=("honours_certificate_ooo",),
    )
    assert [list(years) for years in measured(known).values()] == [[2021, 2022]]


def test_a_changed_definition_parts_the_years(tmp_path: Path) -> None:
    known = nurseries(tmp_path, {2020: [True] * 6, 2021: [True] * 6, 2022: [False] * 6})
    changed = {date(2022, 9, 1): "чек-лист стал другим"}
    own = known.profile.indicators["programmes_comply"]
    known.profile = replace(known.profile, indicators={own.id: replace(own, revised=changed)})
    assert gaps.answer(known).findings == ()
    assert differences.answer(known).findings == ()
    why = " ".join(one.why for one in trends.answer(known).silences)
    assert "2022/23 — изменилось определение: чек-лист стал другим" in why


def test_organisations_are_counted_in_russian() -> None:
    assert [counted(n, "organisation") for n in (1, 2, 5)] == [
        "1 организация", "2 организации", "5 организаций",
    ]  # fmt: skip
    assert out_of(21, "organisation") == "21 организации"


@pytest.mark.parametrize("name", ["aniva", "aleksandrovskoe", "kalininsky", "severomorsk"])
def test_no_indicator_of_a_profile_is_left_without_a_nature(name: str) -> None:
    loaded = load_profile(default_profiles_dir() / name).profile
    assert loaded is not None
    unlike = [
        one.id
        for one in loaded.indicators.values()
        if nature_of(one.formula, {}) == "typed"
        and one.formula.kind not in ("reported", "rating", "mean")
    ]
    assert unlike == []

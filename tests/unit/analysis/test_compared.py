"""What is compared with what: the same works, the same schools, groups inside their schools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from msoko.analysis import differences, gaps
from msoko.analysis.aspects import shares
from msoko.analysis.breaks import breaks_of
from msoko.analysis.compared import of_municipalities, references
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Finding
from msoko.analysis.same_works import alike
from tests.unit.analysis.made_up import Row, evidence, marks, school, units, work

CODES = [school(number) for number in range(1, 13)]
NOW = 2022


def two_years(folder: Path, then: list[Row], now: list[Row], *indicators: str) -> Evidence:
    known = {"units": units(CODES, NOW - 1), "results": then + now}
    return evidence(folder, known, indicators=indicators or ("vpr_russian_4",))


def written(year: int, codes: list[str], share: float, seed: int, grade: int = 4) -> list[Row]:
    """Sixty pupils of every school, about the given share of «2»."""
    rng = np.random.default_rng(seed)
    twos = rng.binomial(60, share, len(codes)).tolist()
    return [
        row
        for code, failed in zip(codes, twos, strict=True)
        for row in work(code, year, marks(failed, 60 - failed), grade=grade)
    ]


def past(of: Evidence) -> list[Finding]:
    told = differences.answer(of).findings
    return [one for one in told if one.evidence["reference"] == "past"]


def test_years_of_different_works_are_not_compared(tmp_path: Path) -> None:
    then = written(NOW - 1, CODES, 0.1, 1, grade=5)
    now = written(NOW, CODES, 0.3, 2, grade=6)
    answer = differences.answer(two_years(tmp_path, then, now, "vpr_russian_5_6"))
    assert answer.findings == ()
    assert {one.why for one in answer.silences} == {
        "«Процент обучающихся, получивших „2“ за ВПР по русскому языку, 5 и 6 классы»: 2021/22 и "
        "2022/23 учебные годы не сравниваются: в эти годы писали в основном разные работы."
    }


def test_years_with_nearly_the_same_works_are_compared(tmp_path: Path) -> None:
    then = written(NOW - 1, CODES, 0.1, 1, grade=5)
    now = written(NOW, CODES, 0.3, 2, grade=5) + written(NOW, CODES[:2], 0.3, 3, grade=6)
    of = two_years(tmp_path, then, now, "vpr_russian_5_6")
    assert past(of)
    assert differences.answer(of).silences == ()


def test_schools_of_both_years_alone_are_compared_and_it_is_said(tmp_path: Path) -> None:
    then = written(NOW - 1, CODES[:8], 0.1, 1)
    now = written(NOW, CODES, 0.3, 2)
    one = next(one for one in past(two_years(tmp_path, then, now)) if not one.evidence["line"])
    assert (one.sure, one.sample.pupils, one.sample.schools) == ("sure", 480, 8)
    now_in, then_in = (share(rows, CODES[:8]) for rows in (now, then))
    assert one.value == now_in - then_in
    assert "; в школах, где есть оба года (их 8): 2021/22 учебный год — " in one.sentence


def share(rows: list[Row], codes: list[str]) -> float:
    here = [row["mark"] for row in rows if row["organisation"] in codes]
    return here.count(2) / len(here)


def test_the_interval_of_a_municipality_never_starts_at_nought_where_there_are_cases(
    tmp_path: Path,
) -> None:
    then = written(NOW - 1, CODES, 0.1, 1)
    now = [row for n, code in enumerate(CODES) for row in work(code, NOW, marks(7 * (n < 2), 15))]
    of = two_years(tmp_path, then, now)
    known = references(of, breaks_of(of), {})
    found = [
        one for years in shares(of).values() for one in of_municipalities(years, NOW, known)
        if not one.aspect.line
    ]  # fmt: skip
    assert [one.own.hits for one in found] == [14]
    low, high = found[0].own_interval or (0.0, 0.0)
    assert 0 < low < found[0].own.share < high


def test_groups_of_a_municipality_are_compared_over_its_schools(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = []
    for code in CODES:
        twos = rng.binomial(30, [0.1, 0.3])
        for sex, failed in zip(("f", "m"), twos.tolist(), strict=True):
            group = work(code, NOW, marks(failed, 30 - failed), sex=sex)
            rows += [{**row, "pupil": f"{sex}{row['pupil']}"} for row in group]
    of = evidence(tmp_path, {"units": units(CODES, NOW), "results": rows})
    told = [one for one in differences.answer(of).findings if one.evidence["reference"] == "group"]
    whole = next(one for one in told if not one.evidence["line"])
    assert (whole.kind, whole.sure, whole.sample.schools) == ("difference", "sure", 12)


def test_what_is_not_shown_is_neither_a_gap_nor_a_strength(tmp_path: Path) -> None:
    rows = written(NOW, CODES, 0.2, 6)
    place = units(CODES[:6], NOW, "Район А") + units(CODES[6:], NOW, "Район Б")
    told = differences.answer(evidence(tmp_path, {"units": place, "results": rows})).findings
    assert {(one.kind, one.sure) for one in told} == {("difference", "described")}
    assert all(one.sentence.endswith("различие не доказано.") for one in told)


def test_an_interval_past_nought_that_many_comparisons_undo_is_explained(tmp_path: Path) -> None:
    of = two_years(tmp_path, written(NOW - 1, CODES, 0.1, 1), written(NOW, CODES, 0.11, 2))
    years = next(iter(shares(of).values()))
    known = references(of, breaks_of(of), {})
    one = next(iter(of_municipalities(years, NOW, known)))
    ends = [(-0.05, 0.02), (0.01, 0.04), (-0.04, -0.01)]
    said = [differences.unproven(replace(one, low=low, high=high)) for low, high in ends]
    shown = "с поправкой на число сравнений различие не доказано"
    assert said == ["различие не доказано", shown, shown]


def test_units_that_wrote_other_works_are_not_compared(tmp_path: Path) -> None:
    rows = written(NOW, CODES[:6], 0.4, 1, grade=5) + written(NOW, CODES[6:], 0.1, 2, grade=6)
    place = units(CODES[:6], NOW, "Район А") + units(CODES[6:], NOW, "Район Б")
    known = {"units": place, "results": rows}
    of = evidence(tmp_path, known, indicators=("vpr_russian_5_6",))
    assert differences.answer(of).findings == ()


def test_parts_of_works_are_alike_up_to_a_fifth_of_the_rows() -> None:
    assert alike(np.array([50.0, 50.0]), np.array([30.0, 70.0]))
    assert not alike(np.array([50.0, 50.0]), np.array([25.0, 75.0]))
    assert alike(np.zeros(1), np.array([1.0, 0.0]))


def test_a_group_that_few_of_many_schools_hold_is_not_compared(tmp_path: Path) -> None:
    rows = []
    for code in CODES:
        sexes = ("f", "m") if code in CODES[:2] else ("m",)
        for sex in sexes:
            group = work(code, NOW, marks(20 if sex == "f" else 3, 20), sex=sex)
            rows += [{**row, "pupil": f"{sex}{row['pupil']}"} for row in group]
    of = evidence(tmp_path, {"units": units(CODES, NOW), "results": rows})
    assert differences.answer(of).findings == ()


def test_without_anything_to_compare_it_is_said_what_is_needed(tmp_path: Path) -> None:
    of = evidence(tmp_path, {"results": work(CODES[0], NOW, marks(3, 20))})
    why = [one.why for one in differences.answer(of).silences]
    assert why[0].startswith(
        "Сравнить не с чем: нужны прошлый год на той же шкале, не менее 5 школ"
    )


def reported(level: str, parts: tuple[float, ...], **more: object) -> list[Row]:
    """A summary report's parts of marks «2» to «5» in the fourth grade's Russian, in percent."""
    about = {"organisation": level, "year": NOW, "unit_kind": level, "procedure": "vpr",
             "subject": "russian", "grade": 4, "participants": 40_000}  # fmt: skip
    return [
        {**about, "category": f"mark_{mark}", "percent": part, **more}
        for mark, part in zip((2, 3, 4, 5), parts, strict=True)
    ]


def against_reports(folder: Path, reports: list[Row], place: list[Row] | None = None) -> list[str]:
    rows = written(NOW, CODES, 0.3, 2)
    known = {"units": place or units(CODES, NOW), "results": rows, "aggregates": reports}
    told = gaps.answer(evidence(folder, known, indicators=("vpr_russian_4",))).findings
    whole = [one for one in told if one.unit_kind == "municipality" and not one.evidence["line"]]
    return [one.sentence for one in whole]


def test_a_lone_municipality_is_held_against_the_region_of_a_summary_report(tmp_path: Path) -> None:
    reports = reported("country", (5.0, 35.0, 40.0, 20.0)) + reported(
        "region", (8.0, 32.0, 40.0, 20.0)
    )
    told = against_reports(tmp_path, reports)
    assert len(told) == 1
    assert "; регион в целом (сводный отчёт) — 8,0 % (40\u00a0000 участников): выше" in told[0]


def test_all_who_wrote_stand_in_for_a_region_nobody_told_of(tmp_path: Path) -> None:
    told = against_reports(tmp_path, reported("country", (5.0, 35.0, 40.0, 20.0)))
    assert "; вся выборка (сводный отчёт) — 5,0 % (40\u00a0000 участников): выше" in told[0]


def test_schools_of_the_region_itself_are_better_than_its_report(tmp_path: Path) -> None:
    place = units(CODES[:6], NOW, "Район А") + units(CODES[6:], NOW, "Район Б")
    assert against_reports(tmp_path, reported("region", (5.0, 35.0, 40.0, 20.0)), place) == []


def test_a_report_without_all_marks_is_not_used(tmp_path: Path) -> None:
    assert against_reports(tmp_path, reported("region", (5.0, 35.0, 40.0, 20.0))[:2]) == []

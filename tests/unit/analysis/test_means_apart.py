"""Means of people against others: a planted one is told, chance is not, few people are silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from msoko.analysis import differences, gaps
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Finding
from msoko.analysis.means_apart import means_apart
from tests.unit.analysis.made_up import Row, evidence, school, units

YEAR = 2022
CODES = [school(number) for number in range(1, 13)]


def exam(code: str, scores: list[float]) -> list[Row]:
    about = {"organisation": code, "year": YEAR, "procedure": "ege", "subject": "russian"}
    return [
        {**about, "grade": 11, "pupil": f"{number:04d}", "participated": True, "attempt": "main",
         "scaled_score": round(score)}
        for number, score in enumerate(scores)
    ]  # fmt: skip


def known(folder: Path, means: list[float], people: int = 70, *, apart: bool = False) -> Evidence:
    rng = np.random.default_rng(9)
    rows = [
        row
        for code, mean in zip(CODES, means, strict=True)
        for row in exam(code, rng.normal(mean, 12, people).tolist())
    ]
    place = units(CODES, YEAR)
    if apart:
        place = units(CODES[:6], YEAR, "Район А") + units(CODES[6:], YEAR, "Район Б")
    return evidence(folder, {"units": place, "results": rows}, indicators=("ege_mean_russian",))


def of_means(told: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in told if one.measured == "разность средних"]


def test_a_school_whose_mean_is_under_the_others_is_told_with_the_difference(
    tmp_path: Path,
) -> None:
    of = known(tmp_path, [48.0, *[60.0] * 11])
    (one,) = [one for one in of_means(gaps.answer(of).findings) if one.unit == CODES[0]]
    assert (one.kind, one.sure) == ("gap", "sure")
    part = next(one for one in means_apart(of) if one.unit == CODES[0])
    rows = of.results.to_pylist()
    own = [row["scaled_score"] for row in rows if row["organisation"] == CODES[0]]
    rest = [row["scaled_score"] for row in rows if row["organisation"] != CODES[0]]
    welch = stats.ttest_ind(own, rest, equal_var=False)
    assert part.found.p == pytest.approx(welch.pvalue, rel=1e-6)
    ends = welch.confidence_interval()
    assert (one.low, one.high) == pytest.approx((ends.low, ends.high))
    assert ": ниже, разность −" in one.sentence
    assert "; остальные школы муниципалитета — " in one.sentence


def test_equal_schools_are_not_told(tmp_path: Path) -> None:
    assert of_means(gaps.answer(known(tmp_path, [60.0] * 12)).findings) == []


def test_a_small_school_is_described_and_a_handful_is_left_out(tmp_path: Path) -> None:
    small = of_means(gaps.answer(known(tmp_path, [40.0, *[60.0] * 11], people=20)).findings)
    assert {one.sure for one in small if one.unit == CODES[0]} == {"described"}
    assert all("оценка не даётся" in one.sentence and "ниже" not in one.sentence for one in small)
    folder = tmp_path / "few"
    folder.mkdir()
    assert means_apart(known(folder, [40.0, *[60.0] * 11], people=9)) == []


def test_municipalities_are_compared_over_their_schools(tmp_path: Path) -> None:
    of = known(tmp_path, [50.0] * 6 + [60.0] * 6, apart=True)
    told = {one.unit: one for one in of_means(differences.answer(of).findings)}
    whole = {name: one for name, one in told.items() if one.unit_kind == "municipality"}
    assert {name: (one.kind, one.sample.schools) for name, one in whole.items()} == {
        "Район А": ("gap", 6),
        "Район Б": ("strength", 6),
    }


def test_equal_scores_bring_nothing_and_no_error(tmp_path: Path) -> None:
    rows = [row for code in CODES for row in exam(code, [50.0] * 40)]
    of = evidence(
        tmp_path, {"units": units(CODES, YEAR), "results": rows}, indicators=("ege_mean_russian",)
    )
    assert means_apart(of) == []

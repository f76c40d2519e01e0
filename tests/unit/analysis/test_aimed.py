"""Targets of means and of exact numbers: reached, missed or open by the rule of the cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from msoko.analysis import gaps
from msoko.analysis.aimed import held
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer
from msoko.analysis.methods.means import Summary, clustered_mean, mean_of_groups, together
from msoko.analysis.methods.refusal import TooLittle
from msoko.cycle.target import Target
from tests.unit.analysis.made_up import Row, evidence, marks, school, units, work

YEAR, KEY = 2022, ("ege_mean_russian", "", "")


def exam(scores: Sequence[Sequence[float]], folder: Path, target: Target) -> Evidence:
    """Schools whose pupils got these points in an exam, and a target of the municipality."""
    codes = [school(number + 1) for number in range(len(scores))]
    rows: list[Row] = [
        {
            "organisation": code, "year": YEAR, "procedure": "ege", "subject": "russian",
            "grade": 11, "pupil": f"{number:04d}", "participated": True, "attempt": "main",
            "scaled_score": round(score),
        }
        for code, own in zip(codes, scores, strict=True)
        for number, score in enumerate(own)
    ]  # fmt: skip
    tables = {"units": units(codes, YEAR), "results": rows}
    known = evidence(folder, tables, indicators=(KEY[0],))
    return replace(known, targets={KEY: target})


def drawn(means: Sequence[float], people: int) -> list[list[float]]:
    rng = np.random.default_rng(4)
    return [rng.normal(mean, 12, people).tolist() for mean in means]


def at_least(number: int) -> Target:
    return Target("at_least", Fraction(number), "mean")


def of_target(answer: Answer) -> list[tuple[str, str, str]]:
    """Kind, sureness and sentence of what speaks of a target; silences are kind «silence»."""
    found = [
        (one.kind, one.sure, one.sentence)
        for one in answer.findings
        if one.evidence.get("reference") == "target"
    ]
    return found + [("silence", "", one.why) for one in answer.silences if "цель" in one.why]


def test_a_mean_past_its_target_is_told_with_people_and_interval(tmp_path: Path) -> None:
    of = exam(drawn([60.0] * 8, 40), tmp_path, at_least(50))
    ((kind, sure, said),) = of_target(gaps.answer(of))
    assert (kind, sure) == ("strength", "sure")
    (one,) = held(of)
    assert one.ends is not None
    rows = of.results.to_pylist()
    scores, where = [row["scaled_score"] for row in rows], [row["organisation"] for row in rows]
    whole = clustered_mean(scores, where)
    assert not isinstance(whole, TooLittle)
    assert one.ends == pytest.approx((whole.low, whole.high))
    assert "(320 участников; 95 %: от " in said
    assert said.endswith("цель — в среднем не менее 50: достигнута.")


def test_a_mean_short_of_its_target_is_a_gap(tmp_path: Path) -> None:
    of = exam(drawn([60.0] * 8, 40), tmp_path, at_least(70))
    ((kind, _, said),) = of_target(gaps.answer(of))
    assert (kind, said.endswith(": не достигнута.")) == ("gap", True)


def test_schools_far_apart_leave_open_what_their_pupils_alone_would_decide(tmp_path: Path) -> None:
    ((kind, _, why),) = of_target(
        gaps.answer(exam(drawn([40, 80, 45, 75, 50, 78], 40), tmp_path, at_least(56)))
    )
    assert kind == "silence"
    assert why.endswith(": по имеющимся данным не решено, достигнута ли она.")


def test_under_five_schools_pupils_decide(tmp_path: Path) -> None:
    scores = drawn([50.0, 62.0], 60)
    of = exam(scores, tmp_path, at_least(50))
    (one,) = held(of)
    plain = stats.ttest_1samp([round(x) for own in scores for x in own], 0.0)
    ends = plain.confidence_interval()
    assert one.ends is not None
    assert one.ends == pytest.approx((ends.low, ends.high))
    assert of_target(gaps.answer(of))[0][0] == "strength"


def test_of_a_few_dozen_pupils_the_numbers_are_told_and_nothing_is_judged(tmp_path: Path) -> None:
    ((_, sure, said),) = of_target(gaps.answer(exam(drawn([60.0], 25), tmp_path, at_least(40))))
    assert sure == "described"
    assert said.endswith("при таком числе участников оценка не даётся.")


def test_a_handful_of_pupils_and_a_target_in_another_unit_are_answered(tmp_path: Path) -> None:
    few = exam(drawn([60.0], 9), tmp_path / "few", at_least(40))
    other = exam(
        drawn([60.0] * 8, 40), tmp_path / "other", Target("at_least", Fraction(50), "score")
    )
    ((kind, _, why),) = of_target(gaps.answer(few))
    assert (kind, "сравнить с ней нечего" in why) == ("silence", True)
    ((kind, _, why),) = of_target(gaps.answer(other))
    assert kind == "silence"
    assert why.endswith("достигнута ли она: цель и показатель измеряются по-разному.")


def test_points_all_alike_bring_no_error_and_no_interval(tmp_path: Path) -> None:
    of = exam([[50.0] * 30] * 6, tmp_path, at_least(40))
    assert of_target(gaps.answer(of))[0][0] == "silence"


@pytest.mark.parametrize(("number", "kind"), [(3, "strength"), (4, "gap")])
def test_a_count_is_judged_as_it_stands(tmp_path: Path, number: int, kind: str) -> None:
    name, code = "honours_certificate_ooo", school(1)
    graduates = [
        {"organisation": code, "year": YEAR, "pupil": f"{one:04d}", "grade": 9,
         "certificate": True, "honours": one < 3}
        for one in range(20)
    ]  # fmt: skip
    some_work = work(code, YEAR, marks(1, 9))
    tables = {"units": units([code], YEAR), "graduates": graduates, "results": some_work}
    known = evidence(tmp_path, tables, indicators=(name,))
    target = Target("at_least", Fraction(number), "count")
    of = replace(known, targets={(name, "", ""): target})
    (told,) = of_target(gaps.answer(of))
    assert (told[0], told[1]) == (kind, "described")
    assert f"— 3; цель — не менее {number}: " in told[2]


def test_groups_as_one_have_the_mean_and_spread_of_all_their_people() -> None:
    rng = np.random.default_rng(1)
    parts = [rng.normal(50, 9, size) for size in (12, 30, 7)]
    told = [Summary(len(p), float(p.mean()), float(((p - p.mean()) ** 2).sum())) for p in parts]
    (one,) = together(told)
    everybody = np.concatenate(parts)
    assert one.mean == pytest.approx(everybody.mean())
    assert one.squares == pytest.approx(((everybody - everybody.mean()) ** 2).sum())
    assert together([]) == []
    assert isinstance(mean_of_groups([]), TooLittle)


def test_what_not_all_have_reported_is_left_open_with_the_reason(tmp_path: Path) -> None:
    name, codes = "honours_certificate_ooo", [school(1), school(2)]
    graduates = [
        {"organisation": codes[0], "year": YEAR, "pupil": f"{one:04d}", "grade": 9,
         "certificate": True, "honours": one < 3}
        for one in range(20)
    ]  # fmt: skip
    some_work = [row for code in codes for row in work(code, YEAR, marks(1, 9))]
    tables = {"units": units(codes, YEAR), "graduates": graduates, "results": some_work}
    known = evidence(tmp_path, tables, indicators=(name,))
    target = {(name, "", ""): Target("at_least", Fraction(3), "count")}
    ((kind, _, why),) = of_target(gaps.answer(replace(known, targets=target)))
    assert kind == "silence"
    assert why.endswith("о значении известно: сведения прислали не все организации.")

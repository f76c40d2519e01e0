"""Factors: planted ones are found with their size, noise is not, too little keeps silent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from msoko.analysis import factors, words
from msoko.analysis.factors.model import Explained, explain
from msoko.analysis.factors.pupils import PupilFactor
from msoko.analysis.factors.schools import SchoolFactor
from msoko.analysis.factors.scores import Scores
from msoko.analysis.finding import Answer, Finding
from tests.unit.analysis.made_up import Row, evidence, school, units

YEAR = 2022
GIRLS = 0.5


def results(
    schools: int, pupils: int, *, seed: int = 5, girls: float = GIRLS, spread: float = 0.4,
    slope: float = 0.0, journal: bool = False,
) -> list[Row]:  # fmt: skip
    """One work of maths: girls do better by `girls`, schools differ, bigger ones by `slope`."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for number in range(1, schools + 1):
        size = pupils + 4 * number * bool(slope)
        level = rng.normal(0, spread) + slope * np.log(size)
        girl = rng.random(size) < 0.5
        able = level + girls * girl + rng.normal(0, 1, size)
        raw = np.clip(np.rint(20 + 4 * able), 0, 40)
        for child in range(size):
            row: Row = {
                "organisation": school(number), "year": YEAR, "procedure": "vpr", "grade": 5,
                "subject": "math", "pupil": f"5{child:04d}", "participated": True,
                "raw_score": float(raw[child]), "max_score": 40.0, "mark": 4,
                "sex": "f" if girl[child] else "m",
            }  # fmt: skip
            if journal:
                row["journal_mark"] = int(np.clip(np.rint(3.5 + able[child] / 2), 2, 5))
            rows.append(row)
    return rows


def answered(folder: Path, rows: Sequence[Row], **tables: Sequence[Row]) -> Answer:
    codes = sorted({row["organisation"] for row in rows})
    facts = {"units": units(codes, YEAR), "results": rows, **tables}
    return factors.answer(evidence(folder, facts))


def told(answer: Answer) -> dict[str, Finding]:
    """Findings about factors by the factor's name."""
    return {one.evidence["factor"]: one for one in answer.findings if "factor" in one.evidence}


def test_a_planted_difference_of_girls_is_found_and_told_with_its_interval(tmp_path: Path) -> None:
    answer = answered(tmp_path, results(8, 40))
    one = told(answer)["sex"]
    assert one.value is not None
    assert one.low is not None
    assert one.high is not None
    # a standard deviation of all pupils is bigger than one inside schools: hence below 0.5
    assert one.low < GIRLS / np.sqrt(1 + 0.4**2 + GIRLS**2 / 4) < one.high
    assert one.sure == "sure"
    size, low, high = (words.decimal(part, 2) for part in (one.value, one.low, one.high))
    assert one.sentence == (
        "«Район», Всероссийские проверочные работы (ВПР), математика, 2022/23: девочки против "
        f"мальчиков — результат выше на {size} стандартного отклонения (95 %: от +{low} до "
        f"+{high}) (320 обучающихся, 8 школ)."
    )
    assert "не причина" in one.says_not


def test_eight_schools_allow_no_word_on_school_factors_and_say_so(tmp_path: Path) -> None:
    answer = answered(tmp_path, results(8, 40, slope=0.5))
    assert set(told(answer)) == {"sex"}
    assert [one.why for one in answer.silences] == [
        "О факторах школы (размер, местность, кадры) вывод по своим данным невозможен: нужно не "
        "менее 10 школ, есть 8; оценку дают данные региона."
    ]


def test_the_share_between_schools_carries_an_interval_and_the_columns_tried(
    tmp_path: Path,
) -> None:
    answer = answered(tmp_path, results(8, 40, spread=0.6))
    one = next(one for one in answer.findings if "factor" not in one.evidence)
    assert one.sure == "described"
    assert one.low is not None
    assert one.high is not None
    assert 0 < one.low < 0.6**2 / (1 + 0.6**2) < one.high < 1
    assert ": между школами лежит " in one.sentence
    assert one.sentence.endswith("Проверены признаки: девочки против мальчиков.")
    assert one.chart is not None
    assert [row["x"] for row in one.chart.rows] == ["девочки против мальчиков"]


def test_a_planted_school_size_is_found_among_thirty_schools(tmp_path: Path) -> None:
    answer = answered(tmp_path, results(30, 10, girls=0.0, spread=0.1, slope=0.7))
    assert {name for name, one in told(answer).items() if one.sure == "sure"} == {
        "обучающихся в школе"
    }
    assert ": на каждое стандартное отклонение признака результат выше на " in (
        told(answer)["обучающихся в школе"].sentence
    )


def test_at_most_one_school_column_for_every_ten_schools(tmp_path: Path) -> None:
    answer = answered(tmp_path, results(12, 20, slope=0.1))
    whole = next(one for one in answer.findings if "effects" in one.evidence)
    levels = [row["level"] for row in whole.evidence["effects"]]
    assert levels.count("school") == 1


def test_pupils_are_compared_inside_their_school_and_schools_apart(tmp_path: Path) -> None:
    """Girls do better inside every school, but schools with many girls do worse: both are told."""
    rng = np.random.default_rng(11)
    rows: list[Row] = []
    for number in range(1, 31):
        share = 0.2 + 0.02 * number
        for child in range(30):
            girl = bool(rng.random() < share)
            raw = 20 + 4 * (0.6 * girl - 3 * share + rng.normal(0, 1))
            rows.append({
                "organisation": school(number), "year": YEAR, "procedure": "vpr", "grade": 5,
                "subject": "math", "pupil": f"5{child:04d}", "participated": True, "mark": 4,
                "raw_score": float(np.clip(np.rint(raw), 0, 40)), "max_score": 40.0,
                "sex": "f" if girl else "m",
            })  # fmt: skip
    found = told(answered(tmp_path, rows))
    assert found["sex"].value is not None
    assert found["mean_sex"].value is not None
    assert found["sex"].value > 0 > found["mean_sex"].value
    assert "доля девочек в школе: на каждое стандартное отклонение признака результат ниже" in (
        found["mean_sex"].sentence
    )


def test_the_journal_mark_has_a_model_of_its_own(tmp_path: Path) -> None:
    found = told(answered(tmp_path, results(8, 60, journal=True)))
    assert found["sex"].value is not None
    assert found["journal_mark"].value is not None
    assert found["journal_mark"].value > 0.5
    at_equal = found["sex"].evidence["at_equal_journal"]
    assert abs(at_equal) < found["sex"].value / 2
    assert "; при равной отметке по журналу — " in found["sex"].sentence


def passed(schools: int, pupils: int, *, effect: float = -1.5) -> tuple[list[Row], list[Row]]:
    """A work with yes or no only; special needs are known from the lists of pupils."""
    rng = np.random.default_rng(8)
    rows: list[Row] = []
    listed: list[Row] = []
    for number in range(1, schools + 1):
        level = 1 + rng.normal(0, 0.4)
        for child in range(pupils):
            special = bool(rng.random() < 0.25)
            chance = 1 / (1 + np.exp(-(level + effect * special)))
            about = {"organisation": school(number), "year": YEAR, "pupil": f"р{number}-{child}"}
            rows.append({
                **about, "procedure": "rdr", "subject": "math", "grade": 4, "participated": True,
                "passed": bool(rng.random() < chance),
            })  # fmt: skip
            listed.append({**about, "grade": 4, "special_needs": special})
    return rows, listed


def test_yes_or_no_goes_through_the_logit_and_tells_a_ratio_of_chances(tmp_path: Path) -> None:
    rows, listed = passed(8, 50)
    one = told(answered(tmp_path, rows, enrolment=listed))["special_needs"]
    assert one.low is not None
    assert one.high is not None
    assert one.low < -1.5 < one.high
    assert one.sure == "sure"
    ratio, low, high = (words.decimal(float(np.exp(x or 0)), 2) for x in
                        (one.value, one.low, one.high))  # fmt: skip
    assert one.sentence == (
        "«Район», Региональная диагностическая работа, математика, 2022/23: обучающиеся с ОВЗ "
        f"против остальных — отношение шансов справиться с работой {ratio} (95 %: от {low} до "
        f"{high}) (400 обучающихся, 8 школ)."
    )
    assert "квадратура" in one.method


def test_complete_separation_is_a_silence(tmp_path: Path) -> None:
    rows, listed = passed(8, 50)
    for row, child in zip(rows, listed, strict=True):
        row["passed"] = not child["special_needs"]
    answer = answered(tmp_path, rows, enrolment=listed)
    assert answer.findings == ()
    assert any("полностью отделяет" in one.why for one in answer.silences)


@pytest.mark.parametrize(
    ("schools", "pupils"), [(8, 20), (4, 100), (1, 300)],
    ids=["160 pupils", "four schools", "one school"],
)  # fmt: skip
def test_few_pupils_or_schools_are_a_silence(schools: int, pupils: int, tmp_path: Path) -> None:
    answer = answered(tmp_path, results(schools, pupils))
    assert answer.findings == ()
    assert [one.why for one in answer.silences] == [
        "Всероссийские проверочные работы (ВПР): для факторов нужно не менее 200 обучающихся и 5 "
        f"школ; есть обучающихся и школ: математика — {schools * pupils} и {schools}."
    ]


def test_a_constant_characteristic_is_no_factor(tmp_path: Path) -> None:
    rows = [{**row, "sex": "f"} for row in results(8, 40)]
    answer = answered(tmp_path, rows)
    assert told(answer) == {}
    assert any("нет ни одного признака" in one.why for one in answer.silences)


def test_equal_results_are_a_silence(tmp_path: Path) -> None:
    rows, listed = passed(8, 50)
    answer = answered(tmp_path, [{**row, "passed": True} for row in rows], enrolment=listed)
    assert answer.findings == ()
    assert any("исход у всех одинаков" in one.why for one in answer.silences)


def test_noise_passes_for_a_factor_as_seldom_as_the_level_says() -> None:
    rng = np.random.default_rng(7)
    schools, pupils, runs, found = 12, 20, 150, {"sex": 0, "size": 0}
    school_of = np.repeat(np.arange(schools), pupils)
    none, child = np.zeros(len(school_of), dtype=np.int64), np.arange(len(school_of))
    names = tuple(school(number) for number in range(schools))
    for _ in range(runs):
        score = rng.normal(0, 0.4, schools)[school_of] + rng.normal(0, 1, len(school_of))
        table = pa.table({"pupil": child})
        rows = Scores(
            table, score, school_of, none, none, child, none, none, names, ("math",)
        )  # fmt: skip
        girl = (rng.random(len(school_of)) < 0.5).astype(float)
        size = SchoolFactor("size", "размер", rng.normal(0, 1, schools))
        fitted = explain(rows, "score", [PupilFactor("sex", "пол", "доля", girl)], [size])
        assert isinstance(fitted, Explained)
        for effect in fitted.effects:
            found[effect.name] += effect.p < 0.05
    assert max(found.values()) / runs < 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / runs)


def test_results_an_official_list_calls_unreliable_are_left_out(tmp_path: Path) -> None:
    rows = results(9, 40)
    doubt = {"organisation": school(9), "year": YEAR, "status": "unreliable", "source": "Перечень"}
    answer = answered(tmp_path, rows, reviews=[doubt])
    assert {one.sample.schools for one in answer.findings} == {8}

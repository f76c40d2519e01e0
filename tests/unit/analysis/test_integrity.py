"""The integrity question: signals in words, official markers apart from them, honest silences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from msoko.analysis import integrity
from msoko.analysis.finding import Answer, Finding
from msoko.analysis.integrity.items import answered as items_answered
from msoko.analysis.integrity.severity import severities
from msoko.analysis.methods.refusal import TooLittle
from msoko.demo.world import world_of
from tests.unit.analysis.demonstration import evidence_of
from tests.unit.analysis.made_up import Row, evidence, school, units

YEARS = (2021, 2022, 2023)
CODES = [school(number) for number in range(1, 10)]
BOUNDS = (7, 11, 15)
Change = Callable[[str, np.ndarray], np.ndarray]


def rows_of(change: Change | None = None, pupils: int = 30, codes: list[str] = CODES) -> list[Row]:
    """Two subjects of grades 4 and 5 in three years; `change` alters the scores of a school."""
    rng = np.random.default_rng(11)
    rows: list[Row] = []
    for year in YEARS:
        for grade in (4, 5):
            for subject in ("russian", "math"):
                for code in codes:
                    able = rng.normal(0, 1, pupils)
                    raw = rng.binomial(20, 1 / (1 + np.exp(-0.8 * able)))
                    raw[(raw == 6) & (rng.random(pupils) < 0.5)] = 7
                    journal = np.clip(np.round(3.4 + 0.7 * able + rng.normal(0, 0.5, pupils)), 2, 5)
                    raw = change(code, raw) if change else raw
                    rows += _rows(code, year, grade, subject, raw, journal)
    return rows


def _rows(
    code: str, year: int, grade: int, subject: str, raw: np.ndarray, journal: np.ndarray
) -> list[Row]:
    marks = 2 + np.searchsorted(BOUNDS, raw, side="right")
    about = {"organisation": code, "year": year, "procedure": "vpr", "subject": subject}
    return [
        {**about, "grade": grade, "pupil": f"{grade}{number:04d}", "participated": True,
         "raw_score": float(score), "max_score": 20.0, "mark": int(mark),
         "journal_mark": int(told)}
        for number, (score, mark, told) in enumerate(zip(raw, marks, journal, strict=True))
    ]  # fmt: skip


def lifted(code: str, raw: np.ndarray) -> np.ndarray:
    """The first school helps everybody by two points and heaps at every boundary."""
    if code != CODES[0]:
        return raw
    raw = np.minimum(raw + 2, 20)
    for bound in BOUNDS:
        raw = np.where((raw < bound) & (raw >= bound - 3), bound, raw)
    return raw


def answered(folder: Path, rows: list[Row], **more: list[Row]) -> Answer:
    tables = {"units": units(CODES, YEARS[0]), "results": rows, **more}
    return integrity.answer(evidence(folder, tables, asked_year=YEARS[-1]))


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Eight honest schools and one that raised its results."""
    return answered(tmp_path_factory.mktemp("raised"), rows_of(lifted))


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Nine honest schools."""
    return answered(tmp_path_factory.mktemp("honest"), rows_of())


def ours(answer: Answer) -> list[Finding]:
    return [one for one in answer.findings if not one.evidence["official"]]


def official(answer: Answer, kind: str) -> list[Finding]:
    return [one for one in answer.findings if one.evidence["kind"] == f"official_{kind}"]


def test_a_school_that_raised_its_results_is_told_and_nobody_else(raised: Answer) -> None:
    found = ours(raised)
    assert {one.unit for one in found} == {CODES[0]}
    first = next(one for one in found if one.evidence["kind"] == "pooled")
    assert first.sure == "signal"
    assert first.sentence == (
        "«Школа 01», 2021/22–2023/24, 12 работ ВПР: сигнал для проверки объективности, тяжесть "
        "5,5 (95 %: от 3,3 до 7,9) при обычном разбросе между школами около 1: отметки за работы "
        "против ожидаемых по журналу: +0,85 отметки (95 %: от +0,61 до +1,09); у границ отметок "
        "«3» и «4» ровно на границе — 159 из 159 результатов, при соотношении остальных школ было "
        "бы 96; у школы без отличий от остальных такой отрыв бывает реже, чем один раз на 1000 "
        "школ."
    )


def test_signals_are_never_more_than_signals_and_tell_how_often_they_are_false(
    raised: Answer,
) -> None:
    for one in ours(raised):
        assert one.sure == "signal"
        assert one.kind == "integrity_signal"
        assert one.evidence["false_alarm"] == 0.01
        assert "не доказательство" in one.says_not
        assert "не публикуется" in one.says_not
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.value < one.high
        assert one.chart is not None


def test_the_school_is_drawn_beside_the_others_and_not_among_them(raised: Answer) -> None:
    own = next(one for one in ours(raised) if one.evidence["kind"] == "journal")
    assert own.chart is not None
    values = {row["series"]: row["y"] for row in own.chart.rows}
    assert values["остальные школы"] < values["школа"] / 2
    assert own.chart.y == "отметок"


def test_inside_a_school_the_severest_comes_first(raised: Answer) -> None:
    found = [one.severity for one in ours(raised)]
    assert len(found) > 1
    assert found == sorted(found, key=lambda one: -(one or 0.0))


def test_honest_schools_give_no_signal(honest: Answer) -> None:
    answer = honest
    assert not ours(answer)


def test_the_severest_school_comes_first_whatever_its_code(tmp_path: Path) -> None:
    last, codes = CODES[-1], [school(number) for number in range(1, 25)]

    def two(code: str, raw: np.ndarray) -> np.ndarray:
        if code == last:
            return lifted(CODES[0], raw)
        return lifted(CODES[0], raw - 1) if code == CODES[2] else raw

    found = ours(answered(tmp_path, rows_of(two, codes=codes)))
    severest: dict[str, float] = {}
    for one in found:
        severest[one.unit] = max(severest.get(one.unit, 0.0), one.severity or 0.0)
    assert list(severest) == [last, CODES[2]]
    assert severest[last] > severest[CODES[2]]


def test_the_pooled_severity_is_there_for_other_questions(tmp_path: Path) -> None:
    facts = evidence(
        tmp_path, {"units": units(CODES, YEARS[0]), "results": rows_of(lifted)}, asked_year=2023
    )
    found = severities(facts)
    assert not isinstance(found, TooLittle)
    assert [code for code, one in found.items() if one.alarm] == [CODES[0]]
    assert set(found[CODES[0]].parts) == {"heaping", "journal"}


def test_an_official_marker_is_named_as_official(raised: Answer) -> None:
    marked = official(raised, "mean")
    own = next(one for one in marked if one.unit == CODES[0])
    assert own.sentence.startswith(
        "«Школа 01»: официальный признак ФИОКО «завышенные значения среднего балла» — ВПР, "
        "математика, 4 класс, 2023/24: нижняя граница среднего балла школы "
    )
    assert own.sentence.endswith("; ещё 7 работ — в таблице.")
    assert len(own.evidence["works"]) == 10
    assert own.source.startswith("ФИОКО")
    assert "38–42 %" in own.says_not


def test_the_number_of_a_few_pupils_behind_a_marker_is_not_told(tmp_path: Path) -> None:
    rows = rows_of()
    backwards = np.array([5, 10, 15, 20])
    rows += _rows(school(20), 2023, 4, "math", backwards, np.array([5, 4, 3, 2]))
    own = next(
        one for one in official(answered(tmp_path, rows), "journal") if one.unit == school(20)
    )
    assert own.sentence == (
        f"«{school(20)}»: официальный признак ФИОКО «несоответствие результатов и школьных "
        "отметок» — ВПР, математика, 4 класс, 2023/24 (участников менее 5)."
    )
    assert own.chart is None
    assert own.evidence["works"] == [{"work": "vpr-math-4-2023", "participants": "менее 5"}]


def test_an_official_list_is_told_as_data(tmp_path: Path) -> None:
    about = {"organisation": CODES[3], "year": 2022, "procedure": "vpr", "status": "unreliable"}
    reviews = [
        {**about, "subject": subject, "grade": 4, "source": "Перечень"}
        for subject in ("math", "russian")
    ]
    listed = official(answered(tmp_path, rows_of(), reviews=reviews), "list")
    assert [one.sentence for one in listed] == [
        "«Школа 04»: «Перечень» (есть признаки): 2022/23, математика, 4 класс, "
        "2022/23, русский язык, 4 класс."
    ]
    assert listed[0].value == 2
    assert listed[0].sure == "described"
    assert listed[0].source == "Перечень"


def test_a_list_without_a_name_is_still_a_source(tmp_path: Path) -> None:
    about = {"organisation": CODES[3], "year": 2022, "procedure": "vpr", "status": "unreliable"}
    reviews = [{**about, "subject": "math", "grade": 4, "source": " "}]
    listed = official(answered(tmp_path, rows_of(), reviews=reviews), "list")
    assert [one.source for one in listed] == ["перечень или акт без названия"]


def test_the_official_index_counts_schools_with_a_marker(raised: Answer) -> None:
    answer = raised
    for one in official(answer, "index"):
        fired = {
            each.unit
            for name in ("mean", "journal", "fall", "rise")
            for each in official(answer, name)
            for work in each.evidence["works"]
            if work["work"].endswith(one.period[:4])
        }
        assert one.value == pytest.approx(100 - 100 * len(fired) / len(CODES))


def test_observed_and_unobserved_works_are_compared_inside_schools(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 13)]
    held = [
        {"organisation": code, "year": year, "procedure": "vpr", "subject": subject,
         "grade": grade,
         "observer": "independent" if (place + grade + (subject == "math")) % 2 else "none"}
        for place, code in enumerate(codes) for year in YEARS
        for subject in ("russian", "math") for grade in (4, 5)
    ]  # fmt: skip
    answer = answered(tmp_path, rows_of(codes=codes), procedures=held)
    one = next(one for one in answer.findings if one.evidence["kind"] == "observed")
    assert one.low is not None
    assert one.high is not None
    assert one.low < 0 < one.high
    assert "12 школ" in one.sentence


def test_works_observed_everywhere_are_a_silence(honest: Answer) -> None:
    why = [one.why for one in honest.silences]
    assert any(said.startswith("Работы под наблюдением и без него сравнить нельзя") for said in why)


def test_one_school_is_never_judged_by_itself(tmp_path: Path) -> None:
    answer = answered(tmp_path, rows_of(lifted, codes=CODES[:1]))
    assert not ours(answer)
    assert any(
        "не менее пяти школ с достаточными данными, есть 1" in w.why for w in answer.silences
    )
    assert not official(answer, "index")
    assert [one.why for one in answer.silences if "Официальный показатель" in one.why] == [
        "Официальный показатель объективности сравнивает школы с регионом и по данным 1 школы не "
        "вычисляется: нужно не менее пяти."
    ] * 3


def test_marks_all_alike_unknown_journal_and_few_pupils_are_silences(tmp_path: Path) -> None:
    about = {"year": 2023, "procedure": "vpr", "subject": "math", "grade": 4}
    rows = [
        {**about, "organisation": code, "pupil": f"{number}", "participated": True, "mark": 4,
         "raw_score": 12.0, "max_score": 20.0}
        for code in CODES for number in range(4)
    ]  # fmt: skip
    answer = answered(tmp_path, rows)
    assert not ours(answer)
    assert answer.silences


def test_answers_come_from_the_store_work_by_work(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    about = {"year": 2023, "procedure": "vpr", "subject": "math", "grade": 4, "max_points": 1.0}
    items = []
    for code in CODES:
        points = (rng.random((25, 8)) < 0.6).astype(float)
        if code == CODES[1]:
            points[:] = points[0]
        items += [
            {**about, "organisation": code, "pupil": f"4{number:04d}", "item": f"{item + 1}",
             "points": None if item == 7 else float(points[number, item]),
             "state": "not_taught" if item == 7 else "done"}
            for number in range(25) for item in range(8)
        ]  # fmt: skip
    facts = evidence(
        tmp_path, {"units": units(CODES, 2021), "results": rows_of(), "items": items},
        asked_year=2023,
    )  # fmt: skip
    found = items_answered(facts, CODES, [2023])
    assert found.works == 1
    assert found.criteria is None
    assert not found.named
    assert int(np.nanargmax(found.alike.estimate)) == 1
    assert found.alike.pupils.tolist() == [25.0] * 9
    assert not items_answered(facts, CODES, [2022]).works


def test_too_few_pupils_for_criteria_are_not_told_as_items_without_criteria(
    tmp_path: Path,
) -> None:
    about = {"year": 2023, "procedure": "vpr", "subject": "math", "grade": 4, "max_points": 1.0}
    items: list[Row] = [
        {**about, "organisation": CODES[0], "pupil": f"4{number:04d}", "item": item,
         "points": float(number % 2), "state": "done"}
        for number in range(20) for item in ("1", "2", "3", "4К1", "4К2")
    ]  # fmt: skip
    why = [one.why for one in answered(tmp_path, rows_of(), items=items).silences]
    assert any("нет работы, где таких заданий не менее двух" in one for one in why)
    assert not any("не названы по критериям" in one for one in why)


def test_no_results_at_all_is_a_silence(tmp_path: Path) -> None:
    facts = evidence(tmp_path, {"units": units(CODES, 2023)}, asked_year=2023)
    answer = integrity.answer(facts)
    assert [one.why for one in answer.silences] == [
        "Нет результатов работ: загрузите результаты ВПР."
    ]


@pytest.mark.parametrize("seed", [1, 2026])
def test_of_the_demonstration_municipality_only_the_planted_school_is_told(seed: int) -> None:
    world = world_of(seed)
    facts = evidence_of(world, ("units", "reviews", "procedures"))
    truth = world.truth.manipulated
    assert truth is not None
    assert {one.unit for one in ours(integrity.answer(facts)) if one.unit_kind != "region"} == {
        truth.organisation
    }

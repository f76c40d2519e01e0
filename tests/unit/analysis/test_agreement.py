"""Agreement of procedures: the same pupils or a cohort, in words, with its drift and silences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msoko.analysis import agreement
from msoko.analysis.agreement.measures import agreed, correlation, kappa
from msoko.analysis.finding import Answer, Finding
from tests.unit.analysis.made_up import Row, evidence, school, units, work

YEAR = 2022
CODES = [school(number) for number in range(1, 7)]


def answered(folder: Path, rows: list[Row], year: int = YEAR) -> Answer:
    tables = {"units": units(CODES, 2018), "results": rows}
    return agreement.answer(evidence(folder, tables, asked_year=year))


def both(code: str, year: int, marks: list[int], journal: list[int], grade: int = 4) -> list[Row]:
    rows = work(code, year, marks, grade=grade)
    return [{**row, "journal_mark": told} for row, told in zip(rows, journal, strict=True)]


def oge(code: str, year: int, marks: list[int]) -> list[Row]:
    rows = work(code, year, marks, grade=9)
    return [{**row, "procedure": "oge", "pupil": f"о{row['pupil']}"} for row in rows]


def of(answer: Answer, unit: str, pair: str = "vpr_journal") -> list[Finding]:
    return [one for one in answer.findings if one.unit == unit and one.evidence["pair"] == pair]


def test_kappa_is_that_of_the_worked_example() -> None:
    # Agreement table by hand: 20 of 40 equal, 10 each one mark apart; marks 3 and 4 half and half.
    first = np.array([3] * 20 + [4] * 20)
    second = np.array([3] * 15 + [4] * 5 + [4] * 15 + [3] * 5)
    found = kappa(first, second)
    assert found is not None
    # Two marks used: linear weights leave kappa (po − pe) / (1 − pe) = (0,75 − 0,5) / 0,5.
    assert found.value == pytest.approx(0.5)
    # The variance without weights: Fleiss, Cohen & Everitt (1969), formula (13) for this table.
    assert found.high - found.value == pytest.approx(1.96 * np.sqrt(0.75 / 40), rel=0.01)


def test_marks_all_alike_have_neither_kappa_nor_correlation() -> None:
    assert kappa([4] * 40, [3, 4] * 20) is None
    assert correlation([4.0] * 40, [3.0, 4.0] * 20) is None
    same = agreed(np.full(40, 4.0), np.full(40, 4.0), np.zeros(40, dtype=int))
    assert same.shift is None
    assert same.equal == 40


def test_the_same_pupils_are_told_exactly(tmp_path: Path) -> None:
    marks, journal = [3, 3, 4, 4, 5] * 8, [3, 4, 4, 5, 5] * 8
    found = of(answered(tmp_path, both(CODES[0], YEAR, marks, journal)), CODES[0])
    assert [one.sentence for one in found] == [
        "«Школа 01», русский язык, ВПР и журнал, 2022/23: отметка за ВПР отличается от отметки "
        "журнала в среднем на −0,40 (95 %: от −0,56 до −0,24); равны — 60,0 % (24 из 40; 95 %: от "
        "44,6 до 74,1 %); каппа 0,55 (95 %: от 0,37 до 0,72); корреляция 0,79 (95 %: от 0,63 до "
        "0,88)."
    ]
    assert found[0].sure == "described"
    assert found[0].evidence["linked"]


def test_ten_pupils_get_no_kappa_and_four_get_nothing(tmp_path: Path) -> None:
    rows = both(CODES[0], YEAR, [3, 4] * 5, [4, 4] * 5) + both(CODES[1], YEAR, [3] * 4, [4] * 4)
    answer = answered(tmp_path, rows)
    assert "каппа" not in of(answer, CODES[0])[0].sentence
    assert not of(answer, CODES[1])
    assert any(one.unit == CODES[1] for one in answer.silences)


def test_a_cohort_says_that_pupils_are_not_linked(tmp_path: Path) -> None:
    rows: list[Row] = []
    for code in CODES:
        rows += work(code, YEAR - 1, [3, 4, 5] * 6, grade=8) + oge(code, YEAR, [3, 3, 4] * 6)
    answer = answered(tmp_path, rows)
    own = of(answer, CODES[0], "vpr_oge")
    assert [one.sentence for one in own] == [
        "«Школа 01», русский язык, ВПР и ОГЭ, 2022/23: обучающиеся поимённо не связаны, "
        "сравнивается параллель; отметка за ВПР отличается от отметки за ОГЭ в среднем на +0,67 "
        "(95 %: от +0,20 до +1,14); участников 18 и 18."
    ]
    assert not own[0].evidence["linked"]
    assert "без поимённой связи" in own[0].method


def test_linked_pupils_are_compared_one_by_one(tmp_path: Path) -> None:
    rows = []
    marks = [3, 4, 5, 4] * 10
    for procedure, told in (("journal", marks), ("oge", [3, 4, 4, 4] * 10)):
        rows += [{**row, "procedure": procedure} for row in work(CODES[0], YEAR, told, grade=9)]
    own = of(answered(tmp_path, rows), CODES[0], "journal_oge")
    assert own[0].evidence["linked"]
    assert "итоговая отметка отличается от отметки за ОГЭ в среднем на +0,25" in own[0].sentence
    assert "не связаны" not in own[0].sentence


def test_a_drift_in_the_same_grades_is_told(tmp_path: Path) -> None:
    rows: list[Row] = []
    for code in CODES:
        rows += both(code, YEAR - 2, [3, 4, 5, 4] * 10, [3, 4, 5, 3] * 10)
        rows += both(code, YEAR, [3, 4, 5, 4] * 10, [4, 4, 5, 5] * 10)
    drifts = [one for one in of(answered(tmp_path, rows), CODES[0]) if one.evidence.get("drift")]
    assert len(drifts) == 1
    assert drifts[0].value == pytest.approx(-0.75)
    assert drifts[0].sure == "sure"
    assert drifts[0].sentence.startswith(
        "«Школа 01», русский язык, ВПР и журнал: средняя разность отметок в тех же классах с "
        "2020/21 по 2022/23 изменилась на −0,75"
    )


def test_other_grades_are_no_drift(tmp_path: Path) -> None:
    rows: list[Row] = []
    for code in CODES:
        rows += both(code, YEAR - 2, [3, 4, 5, 4] * 10, [3, 4, 5, 3] * 10, grade=4)
        rows += both(code, YEAR, [3, 4, 5, 4] * 10, [4, 4, 5, 5] * 10, grade=8)
    assert not [one for one in answered(tmp_path, rows).findings if one.evidence.get("drift")]


def test_an_exam_without_marks_is_compared_by_school_means_only(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    codes = [school(number) for number in range(1, 13)]
    rows: list[Row] = []
    for number, code in enumerate(codes):
        ninth = np.clip(np.round(3 + number / 6 + rng.normal(0, 0.7, 12)), 2, 5).astype(int)
        rows += oge(code, YEAR - 2, ninth.tolist())
        rows += [
            {"organisation": code, "year": YEAR, "procedure": "ege", "subject": "russian",
             "grade": 11, "pupil": f"е{pupil}", "participated": True,
             "raw_score": float(30 + 2 * number + rng.integers(0, 9))}
            for pupil in range(12)
        ]  # fmt: skip
    tables = {"units": units(codes, 2018), "results": rows}
    answer = agreement.answer(evidence(tmp_path, tables, asked_year=YEAR))
    whole = of(answer, "Район", "oge_ege")
    assert [one.measured for one in whole] == ["корреляция средних результатов школ"]
    assert "отличается" not in whole[0].sentence
    assert "(12 школ)" in whole[0].sentence
    assert whole[0].value is not None
    assert whole[0].value > 0.8
    assert not of(answer, codes[0], "oge_ege")


def test_nothing_to_compare_is_a_silence(tmp_path: Path) -> None:
    answer = answered(tmp_path, work(CODES[0], YEAR, [3, 4] * 10))
    assert not answer.findings
    assert [one.why for one in answer.silences] == [
        "Нет двух процедур с отметками одних и тех же обучающихся или одной параллели: загрузите "
        "работы с отметкой журнала либо ВПР и экзамены соседних лет."
    ]


def test_marks_equal_everywhere_bring_their_share_and_no_interval_of_nought(
    tmp_path: Path,
) -> None:
    same = [3, 4, 5, 4] * 10
    own = of(answered(tmp_path, both(CODES[0], YEAR, same, same)), CODES[0])
    assert [(one.measured, one.value) for one in own] == [("доля равных отметок", 1.0)]
    assert own[0].sentence.endswith("равны — 100,0 % (40 из 40; 95 %: от 94,0 до 100,0 %).")


def test_no_change_is_told_across_works_built_anew(tmp_path: Path) -> None:
    rows: list[Row] = []
    for code in CODES:
        rows += both(code, 2023, [3, 4, 5, 4] * 10, [3, 4, 5, 3] * 10)
        rows += both(code, 2024, [3, 4, 5, 4] * 10, [4, 4, 5, 5] * 10)
    answer = answered(tmp_path, rows, 2024)
    assert not [one for one in answer.findings if one.evidence.get("drift")]
    why = [one.why for one in answer.silences if "не названо" in one.why]
    assert why == [
        "Изменение согласованности по годам не названо там, где работы разные: с 2025 года работы "
        "ВПР построены заново и короче — ВПР и журнал (русский язык)."
    ]
    chart = of(answer, CODES[0])[0].chart
    assert chart is not None
    assert chart.breaks == ("2024/25: с 2025 года работы ВПР построены заново и короче",)


def test_a_school_drifts_beside_its_municipality_and_over_the_same_schools(tmp_path: Path) -> None:
    rows: list[Row] = []
    for number, code in enumerate(CODES):
        told = [3, 4, 5, 3 + number % 2] * 10
        rows += both(code, YEAR - 2, [3, 4, 5, 4] * 10, told)
        if code != CODES[-1]:
            rows += both(code, YEAR, [3, 4, 5, 4] * 10, [4, 4, 5, 5 - number % 2] * 10)
    rows += both(school(99), YEAR, [5] * 200, [2, 3] * 100)
    answer = answered(tmp_path, rows)
    drift = [one for one in of(answer, CODES[0]) if one.evidence.get("drift")]
    assert drift[0].sentence.endswith("; в целом («Район») — на −0,55.")
    assert not [one for one in of(answer, CODES[-1]) if one.evidence.get("drift")]


def test_linked_pupils_with_scores_are_correlated_and_too_few_are_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    ninth = np.clip(np.round(3.5 + rng.normal(0, 0.8, 60)), 2, 5).astype(int)
    final = work(CODES[0], YEAR, ninth.tolist(), grade=11)
    first = [{**row, "procedure": "journal"} for row in final]
    later = [
        {**row, "procedure": "ege", "mark": None,
         "raw_score": float(20 * row["mark"] + rng.integers(0, 30))}
        for row in final
    ]  # fmt: skip
    told = of(answered(tmp_path, first + later), CODES[0], "journal_ege")
    assert [one.measured for one in told] == ["корреляция результатов обучающихся"]
    assert told[0].sentence.endswith("; 60 обучающихся.")
    assert "равны" not in told[0].sentence
    few = answered(tmp_path / "few", first[:20] + later[:20])
    assert not of(few, CODES[0], "journal_ege")
    why = [one.why for one in few.silences if one.why.startswith("Не сравниваются")]
    assert why == ["Не сравниваются: журнал и ЕГЭ, русский язык — связанных обучающихся — 20."]


def test_a_cohort_without_marks_says_how_many_schools_it_lacks(tmp_path: Path) -> None:
    rows: list[Row] = []
    for code in CODES:
        rows += oge(code, YEAR - 2, [3, 4, 5] * 6)
        rows += [
            {**row, "procedure": "ege", "pupil": f"е{number}", "mark": None,
             "raw_score": 30.0 + 3 * (number % 20)}
            for number, row in enumerate(work(code, YEAR, [4] * 12, grade=11))
        ]  # fmt: skip
    why = [one.why for one in answered(tmp_path, rows).silences if "Не сравн" in one.why]
    assert why == [
        "Не сравниваются: ОГЭ и ЕГЭ, русский язык — участников 108 и 72, отметок в одной из "
        "процедур нет, а для корреляции средних нужно не менее 10 школ с обеими, есть 6."
    ]

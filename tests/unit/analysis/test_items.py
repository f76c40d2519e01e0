"""Items of a work: figures, states, models by size, groups, variants, units, classes, silences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from msoko.analysis import items
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding
from msoko.analysis.items.matrix import item_order, matrices
from msoko.analysis.items.work import worth
from msoko.analysis.methods.refusal import TooLittle
from tests.unit.analysis.made_items import HARD, YEAR, codifier, with_items
from tests.unit.analysis.made_up import Row, evidence, school, units


def works(answer: Answer) -> list[Finding]:
    return [one for one in answer.findings if one.measured == "альфа Кронбаха"]


def test_a_work_tells_its_reliability_its_error_and_the_three_ways_to_have_no_points(
    tmp_path: Path,
) -> None:
    def change(row: Row) -> None:
        number = int(row["pupil"][1:])
        if row["item"] == "8" and number < 10:
            row.update(state="not_attempted", points=None)
        if row["item"] == "7" and number < 5:
            row.update(state="not_taught", points=None)

    known = with_items(tmp_path, 5, 40, change=change)
    results = known.table("results")
    assert results is not None
    told = works(items.answer(known))
    assert len(told) == 1
    start = "«Район 1», 2022/23, ВПР, математика, 5 класс: альфа Кронбаха 0,"
    assert told[0].sentence.startswith(start)
    assert "ошибка суммы баллов одного участника — 1,2 из 8" in told[0].sentence
    assert "могут расходиться случайно" in told[0].sentence
    end = "не приступали — 3,1 % выполнений, тема не пройдена — 1,6 %, отмечены отсутствующими — "
    assert end + "никто." in told[0].sentence
    rows = {row["item"]: row for row in told[0].evidence["items"]}
    assert (rows["8"]["pupils"], rows["8"]["not_attempted"]) == (200, 0.25)
    assert (rows["7"]["pupils"], rows["7"]["not_taught"]) == (175, 0.125)
    assert told[0].low is not None
    assert told[0].value is not None
    assert told[0].low < told[0].value
    assert told[0].chart is not None
    assert [row["y"] for row in told[0].chart.rows] == list("12345678")


def test_absent_pupils_are_counted_and_a_retake_is_another_work(tmp_path: Path) -> None:
    codes = [school(1), school(2)]
    about = {"year": YEAR, "procedure": "oge", "subject": "math", "grade": 9}
    rng = np.random.default_rng(1)
    results: list[Row] = []
    rows: list[Row] = []
    for code in codes:
        for number in range(12):
            pupil = {**about, "organisation": code, "pupil": f"{code}{number}"}
            results.append({**pupil, "participated": number < 10, "attempt": "main"})
            for attempt in ("main", "retake") if number < 10 else ():
                rows += [
                    {**pupil, "attempt": attempt, "item": str(j), "max_points": 1.0,
                     "points": float(rng.random() < 0.5) if attempt == "main" else 1.0,
                     "state": "done"}
                    for j in range(1, 7)
                ]  # fmt: skip
    known = evidence(tmp_path, {"units": units(codes, YEAR), "results": results, "items": rows})
    (matrix,) = matrices(known)
    assert (matrix.pupils, matrix.absent) == (20, 4)
    assert np.nanmean(matrix.answers.scores) < 0.7


@pytest.mark.parametrize(("pupils", "model"), [(10, ""), (20, "pcm"), (170, "gpcm")])
def test_the_model_grows_with_the_number_of_pupils(tmp_path: Path, pupils: int, model: str) -> None:
    (told,) = works(items.answer(with_items(tmp_path, 3, pupils)))
    assert told.evidence["model"] == model
    rows = told.evidence["items"]
    assert all(bool(row["difficulty"]) == bool(model) for row in rows)
    assert ("для модели трудности заданий нужно не менее 60 участников" in told.sentence) == (
        not model
    )
    if model:
        far = [
            abs(row["difficulty"][0] - b) / row["difficulty_se"][0]
            for row, b in zip(rows, HARD, strict=True)
        ]
        assert max(far) < 3.5
    assert all(("slope" in row) == (model == "gpcm") for row in rows)


def test_fewer_than_ten_pupils_and_no_items_at_all_are_silences(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 1, 7))
    assert answer.findings == ()
    assert answer.silences[0].why == (
        "Для анализа заданий нужно не менее 10 участников работы, есть: ВПР, математика, 5 класс "
        "— 7."
    )
    folder = tmp_path / "none"
    folder.mkdir()
    rows = [{"organisation": school(1), "year": YEAR, "procedure": "vpr", "subject": "math",
             "grade": 5, "pupil": "1", "participated": True}]  # fmt: skip
    empty = items.answer(evidence(folder, {"units": units([school(1)], YEAR), "results": rows}))
    assert [one.why for one in empty.silences] == [
        "Нет баллов за отдельные задания: загрузите файл с результатами по заданиям."
    ]


def test_an_item_that_does_not_go_with_the_rest_is_a_signal(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)

    def change(row: Row) -> None:
        if row["item"] == "3":
            row["points"] = float(rng.random() < 0.5)

    answer = items.answer(with_items(tmp_path, 5, 80, change=change))
    told = [one for one in answer.findings if one.sure == "signal"]
    assert {one.evidence["item"] for one in told} == {"3"}
    assert "задание 3" in told[0].sentence


def test_items_of_equal_pupils_say_nothing_of_sex_units_or_variants(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 6, 80, known={"codifier": codifier(("",) * 8)}))
    told = [one for one in answer.findings if "сравнений классов" not in one.measured]
    assert told == works(answer)


def test_an_item_easier_for_girls_is_named_with_its_category(tmp_path: Path) -> None:
    def shift(_code: str, about: dict[str, Any], j: int) -> float:
        return 1.3 if j == 4 and about["sex"] == "f" else 0.0

    answer = items.answer(with_items(tmp_path, 6, 120, shift=shift))
    (told,) = [one for one in answer.findings if "Мантеля" in one.measured]
    assert "при одинаковой сумме баллов задание 5 легче для девочек: различие большое" in (
        told.sentence
    )
    assert (told.evidence["item"], told.evidence["category"], told.sure) == ("5", "C", "signal")


def test_under_a_hundred_of_a_sex_items_are_not_compared(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 5, 39))
    assert any(
        one.why == "Равноценность заданий для девочек и мальчиков не проверена: в меньшей из групп "
        "менее 100 участников: ВПР, математика, 5 класс — 95."
        for one in answer.silences
    )


def test_without_sex_in_the_files_items_are_not_compared(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 5, 60, sex=False))
    assert any("пол участников не указан — 1 работа." in one.why for one in answer.silences)


def test_a_harder_variant_is_likely_and_its_sums_are_converted(tmp_path: Path) -> None:
    def shift(_code: str, about: dict[str, Any], _j: int) -> float:
        return -0.8 if about["variant"] == "2" else 0.0

    answer = items.answer(with_items(tmp_path, 5, 100, shift=shift))
    (told,) = [one for one in answer.findings if one.measured == "разность средних сумм баллов"]
    assert told.sure == "likely"
    assert told.value is not None
    assert told.value == pytest.approx(-1.2, abs=0.4)
    wanted = "внутри школ суммы баллов варианта 2 отличаются от сумм варианта 1 в среднем на −"
    assert wanted in told.sentence
    assert told.evidence["equivalent"][4] > 4
    assert len(told.evidence["equivalent_se"]) == 9


def test_under_a_hundred_of_a_variant_scores_stay_as_they_are(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 2, 60))
    assert any(
        one.why == "Баллы вариантов оставлены без пересчёта: нужно не менее 100 участников каждого "
        "варианта: ВПР, математика, 5 класс: вариант 2."
        for one in answer.silences
    )


def test_years_are_not_put_on_one_scale_without_common_items(tmp_path: Path) -> None:
    answer = items.answer(with_items(tmp_path, 3, 40, years=(YEAR - 1, YEAR)))
    assert len(works(answer)) == 1
    assert any(one.why.startswith("Баллы разных лет не пересчитаны") for one in answer.silences)


def test_a_school_that_did_an_item_otherwise_is_told_against_pupils_of_the_same_result(
    tmp_path: Path,
) -> None:
    def shift(code: str, _about: dict[str, Any], j: int) -> float:
        return (-2.5 if j == 2 else 0.0) - 1.0 if code == school(1) else 0.0

    answer = items.answer(with_items(tmp_path, 8, 80, shift=shift))
    (told,) = [one for one in answer.findings if one.unit_kind == "organisation"]
    assert (told.unit, told.sure) == (school(1), "sure")
    assert [row["item"] for row in told.evidence["works"][0]["items"]] == ["3"]
    assert told.sentence.startswith(
        "«Школа 01», 2022/23: обучающиеся выполнили иначе, чем остальные участники с тем же общим "
        "результатом за работу, задания: ВПР, математика, 5 класс (80 участников): 3 — −"
    )


def test_a_small_school_is_described_and_not_judged(tmp_path: Path) -> None:
    def shift(code: str, _about: dict[str, Any], j: int) -> float:
        return -4.0 if code == school(1) and j == 0 else 0.0

    answer = items.answer(with_items(tmp_path, 20, 30, shift=shift))
    told = [one for one in answer.findings if one.unit_kind == "organisation"]
    assert [(one.unit, one.sure) for one in told] == [(school(1), "described")]


def test_a_municipality_is_compared_with_the_rest_of_the_region(tmp_path: Path) -> None:
    def shift(code: str, _about: dict[str, Any], j: int) -> float:
        return -1.5 if int(code[-2:]) <= 6 and j == 0 else 0.0

    answer = items.answer(with_items(tmp_path, 12, 40, shift=shift, places=2))
    told = {one.unit for one in answer.findings if one.measured.startswith("отклонение доли")
            and one.unit_kind == "municipality"}  # fmt: skip
    assert told == {"Район 1", "Район 2"}
    (whole,) = works(answer)
    assert (whole.unit_kind, whole.unit) == ("region", "Край")


def test_a_maximum_nobody_states_is_the_most_points_but_for_slips_of_the_pen(
    tmp_path: Path,
) -> None:
    def change(row: Row) -> None:
        row["max_points"] = None
        if row["item"] == "1" and row["pupil"] == "50000" and row["organisation"] == school(1):
            row["points"] = 7.0

    (matrix,) = matrices(with_items(tmp_path, 4, 80, change=change))
    assert (matrix.guessed_maximum, matrix.answers.maximum[0]) == (True, 1.0)
    assert int(np.isnan(matrix.answers.scores).sum()) == 1


def test_alike_answers_and_half_points_make_no_model_and_no_traceback(tmp_path: Path) -> None:
    def alike(row: Row) -> None:
        row["points"] = 1.0

    (same,) = works(items.answer(with_items(tmp_path, 2, 40, change=alike)))
    assert (same.value, same.evidence["model"]) == (None, "")
    assert "надёжность не оценена" in same.sentence
    folder = tmp_path / "halves"
    folder.mkdir()

    def half(row: Row) -> None:
        row["points"] /= 2

    (told,) = works(items.answer(with_items(folder, 2, 40, change=half)))
    assert told.evidence["model"] == ""
    assert "баллы за задания не целые" in told.sentence


def test_a_big_table_is_read_again_for_every_question_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = with_items(tmp_path, 4, 40)
    kept = items.answer(known)
    monkeypatch.setattr("msoko.analysis.evidence._KEPT_ROWS", 0)
    again = items.answer(Evidence(known.store, known.profile, known.computed))
    assert [one.as_dict() for one in again.findings] == [one.as_dict() for one in kept.findings]


def test_nobody_under_ten_pupils_is_calibrated(tmp_path: Path) -> None:
    (matrix,) = matrices(with_items(tmp_path, 1, 9))
    assert isinstance(worth(matrix), TooLittle)


def test_items_stand_in_the_order_of_the_paper() -> None:
    assert sorted(["10", "2", "4К2", "4К1", "1.2", "1.10"], key=item_order) == [
        "1.2", "1.10", "2", "4К1", "4К2", "10",
    ]  # fmt: skip

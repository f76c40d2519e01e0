"""Practices: a school that does better from grade 5 on is named; strong, doubtful, thin are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from msoko.analysis import practices, words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Sample
from msoko.analysis.integrity.severity import Severity
from msoko.analysis.methods.school_effects import SchoolEffects
from msoko.analysis.practices.actions import Deeds
from msoko.analysis.practices.pooled import Pooled
from msoko.analysis.practices.told import why_thin
from msoko.demo.world import world_of
from tests.unit.analysis.demonstration import evidence_of
from tests.unit.analysis.made_up import Row, evidence, school, units

YEARS = (2021, 2022, 2023)
CODES = [school(number) for number in range(1, 13)]
HELPED, STRONG, DOUBTFUL = CODES[0], CODES[1], CODES[2]
Lift = Callable[[str, int, int], float]


def better_from_grade_5(code: str, year: int, grade: int) -> float:
    """One school helps from grade 5 on since 2022; another is strong in every grade."""
    helped = 0.9 if code in (HELPED, DOUBTFUL) and grade > 4 and year > YEARS[0] else 0.0
    return helped + (0.8 if code == STRONG else 0.0)


def results(
    lift: Lift, *, codes: Sequence[str] = CODES, years: Sequence[int] = YEARS, pupils: int = 24
) -> list[Row]:
    """Russian and maths of grades 4–6; a child's two works agree, schools differ by `lift`."""
    rng = np.random.default_rng(5)
    rows: list[Row] = []
    for code in codes:
        for year in years:
            for grade in (4, 5, 6):
                able = rng.normal(lift(code, year, grade), 1.0, pupils)
                for subject in ("russian", "math"):
                    raw = np.clip(np.rint(20 + 5 * able + rng.normal(0, 3, pupils)), 0, 40)
                    rows += [
                        {"organisation": code, "year": year, "procedure": "vpr", "grade": grade,
                         "subject": subject, "pupil": f"{year}-{grade}-{number}",
                         "participated": True, "raw_score": float(score), "max_score": 40.0,
                         "mark": int(2 + (score >= 14) + (score >= 22) + (score >= 30))}
                        for number, score in enumerate(raw)
                    ]  # fmt: skip
    return rows


def known(folder: Path, rows: Sequence[Row], **tables: Sequence[Row]) -> Evidence:
    codes = sorted({row["organisation"] for row in rows})
    register = tables.pop("units", units(codes, YEARS[0]))
    return evidence(folder, {"units": register, "results": rows, **tables})


def named(answer: Answer) -> set[tuple[str, str, str]]:
    return {(one.kind, one.unit, one.sure) for one in answer.findings}


DOUBT: Row = {
    "organisation": DOUBTFUL, "year": 2022, "procedure": "vpr", "subject": "math", "grade": 4,
    "status": "unreliable", "source": "Перечень",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    event = {"organisation": HELPED, "year": 2022, "kind": "other", "name": "Малые группы"}
    folder = tmp_path_factory.mktemp("practices")
    rows = results(better_from_grade_5)
    return practices.answer(known(folder, rows, activities=[event], reviews=[DOUBT]))


def test_only_the_school_that_does_better_than_its_prior_results_is_named(found: Answer) -> None:
    assert named(found) == {("good_practice", HELPED, "sure")}


def test_the_sentence_tells_size_probability_years_and_what_the_school_does(found: Answer) -> None:
    one = found.findings[0]
    size, low, high = (words.decimal(part or 0, 2) for part in (one.value, one.low, one.high))
    assert one.sentence == (
        "«Школа 01»: Всероссийские проверочные работы (ВПР), 2022/23 и 2023/24, 8 работ, "
        f"72 обучающихся. Результат на {size} стандартного отклонения (95 %: от {low} до {high}) "
        "выше ожидаемого по прежним результатам тех же параллелей; вероятность превышения — "
        f"{words.percent(one.evidence['probability'])}, выше и в каждом из 2 лет. Признаков "
        "необъективности не найдено. Что делает школа: «Малые группы» (с 2022/23; в других школах "
        "— 0 из 11)."
    )
    assert one.sample == Sample(72, 1, 8, 2)
    assert one.evidence["basis"] == "prior"
    assert one.chart is not None
    assert [row["x"] for row in one.chart.rows] == ["2022/23", "2023/24", "все годы"]
    assert "причина" in one.says_not


def test_a_school_of_the_official_list_is_a_silence_with_the_reason(found: Answer) -> None:
    why = [one.why for one in found.silences if one.unit == DOUBTFUL]
    assert why == [
        "Всероссийские проверочные работы (ВПР): результаты выше ожидаемых, но практикой не "
        "называются: объективность под вопросом («Перечень» (2022/23 — математика, 4 класс))."
    ]


def test_without_a_word_of_the_register_on_circumstances_resilience_is_a_silence(
    found: Answer,
) -> None:
    assert any(one.why.startswith("О резильентных школах: реестр не говорит") for one in
               found.silences)  # fmt: skip


def test_a_school_in_hard_circumstances_with_results_over_the_mean_is_resilient(
    tmp_path: Path,
) -> None:
    register = units(CODES, YEARS[0], disadvantaged=False)
    for row in register:
        row["disadvantaged"] = row["organisation"] in (STRONG, CODES[4])
    rows = results(better_from_grade_5)
    answer = practices.answer(known(tmp_path, rows, units=register))
    assert ("resilient", STRONG, "sure") in named(answer)
    told = next(one for one in answer.findings if one.kind == "resilient")
    start = "«Школа 02» работает в неблагоприятных социальных условиях: Всероссийские проверочные"
    assert told.sentence.startswith(start)
    assert ") выше среднего по школам; вероятность превышения — " in told.sentence
    why = next(one.why for one in answer.silences if one.unit == CODES[4])
    assert why.endswith("более 95 % по всем работам вместе и превышение в каждом году.")


def test_a_signal_withholds_the_name_and_an_untested_school_gets_a_weaker_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(_: Evidence) -> Mapping[str, Severity]:
        one = Severity(HELPED, 4.0, 3.0, 5.0, 0.0, True, {"heaping": 4.0}, 72, 12, 8, 3)
        return {HELPED: one}

    monkeypatch.setattr("msoko.analysis.integrity.flag.severities", told)
    answer = practices.answer(known(tmp_path, results(better_from_grade_5)))
    assert named(answer) == {("good_practice", DOUBTFUL, "likely")}
    assert "участников слишком мало, поэтому вывод — «вероятно»" in answer.findings[0].sentence
    why = next(one.why for one in answer.silences if one.unit == HELPED)
    assert why.endswith("(сигнал для проверки: скопление результатов у границ отметок).")


def by_journal(folder: Path) -> Answer:
    """No year group comes twice; the journal knows nothing of the lift."""
    rows = results(lambda code, *_: 0.9 * (code == HELPED), years=(2021, 2023))
    for row in rows:
        row["grade"] = {4: 4, 5: 8, 6: 9}[row["grade"]]
        row["journal_mark"] = 3 + int(row["pupil"][-1]) % 3
    return practices.answer(known(folder, rows))


def test_far_above_its_own_journal_is_a_doubt_before_it_is_a_practice(tmp_path: Path) -> None:
    answer = by_journal(tmp_path)
    assert answer.findings == ()
    why = next(one.why for one in answer.silences if one.unit == HELPED)
    assert why.endswith("(сигнал для проверки: отметки за работу над отметками журнала).")


def test_journal_marks_stand_in_where_year_groups_cannot_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Severity("", 0.0, -1.0, 1.0, 0.5, False, {"heaping": 0.0}, 72, 12, 8, 3)
    told = dict.fromkeys(CODES, sound)
    monkeypatch.setattr("msoko.analysis.integrity.flag.severities", lambda _: told)
    answer = by_journal(tmp_path)
    assert named(answer) == {("good_practice", HELPED, "likely")}
    assert answer.findings[0].evidence["basis"] == "journal"
    sentence = answer.findings[0].sentence
    assert "выше ожидаемого по отметкам в журнале; вероятность" in sentence
    assert "но отметки в журнал ставит сама школа, поэтому вывод — «вероятно»" in sentence
    assert answer.findings[0].says_not.startswith("К журналу результат может оказаться высоким")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (results(better_from_grade_5, codes=CODES[:4]), "для сравнения нужно не менее 5 школ"),
        (results(better_from_grade_5, years=(2022, 2023)), "Ни у одной школы нет двух лет"),
        (results(better_from_grade_5, years=(2023,)), "Ни у одной школы нет двух лет"),
        (results(lambda *_: 0.0, codes=CODES[:1]), "для сравнения нужно не менее 5 школ"),
        (
            [{**row, "raw_score": 20.0} for row in results(better_from_grade_5)],
            "Ни у одной школы нет двух лет",
        ),
    ],
    ids=["four schools", "one year with prior", "one year", "one school", "no variance"],
)
def test_too_little_is_a_silence(rows: list[Row], why: str, tmp_path: Path) -> None:
    answer = practices.answer(known(tmp_path, rows))
    assert answer.findings == ()
    assert any(why in one.why for one in answer.silences)


def test_equal_schools_bring_no_name_but_the_spread(tmp_path: Path) -> None:
    answer = practices.answer(known(tmp_path, results(lambda *_: 0.0)))
    assert answer.findings == ()
    assert any("ни одна школа не превышает ожидаемое" in one.why for one in answer.silences)


def effects(values: Sequence[float], above: Sequence[float]) -> SchoolEffects:
    at = np.array(values, dtype=float)
    return SchoolEffects(at, at - 1, at + 1, np.array(above, dtype=float), 0.0, 0.3, np.ones(2))


def test_a_school_above_in_one_year_only_is_not_surely_above() -> None:
    nan = float("nan")
    one = Pooled(
        effects([0.5, 0.5, 0.5, 0.5], [0.99, 0.99, 0.99, 0.94]),
        (
            (2021, effects([0.6, 0.9, nan, 0.5], [0.9] * 4)),
            (2022, effects([0.4, -0.1, 0.5, 0.5], [0.9] * 4)),
        ),
        np.full(4, 50),
    )
    assert one.surely_above().tolist() == [True, False, False, False]


def test_what_most_schools_do_is_no_deed_of_one(tmp_path: Path) -> None:
    common = [
        {"organisation": code, "year": 2022, "kind": "family_event", "name": f"Праздник {code}"}
        for code in CODES
    ]
    own = {"organisation": HELPED, "year": 2021, "kind": "volunteer_movement", "name": "Отряд"}
    people = [
        {"organisation": code, "year": 2022, "person": f"т-{number}", "role": "teacher"}
        for code in CODES[:4]
        for number in range(10)
    ]
    trained = [{**row, "kind": "training"} for row in people[:6]]
    facts = known(
        tmp_path, results(lambda *_: 0.0, pupils=6), activities=[*common, own], staff=people,
        staff_events=trained,
    )  # fmt: skip
    told = [(one.what, one.since, one.others) for one in Deeds(facts, tuple(CODES)).of(HELPED)]
    assert told == [("Отряд", 2021, 0), ("повышение квалификации — 60 % работников", 2022, 0)]


def test_a_thin_school_is_told_what_it_lacks_without_counting_the_few() -> None:
    assert why_thin(Sample(3, 1, 2, 1), "prior", False) == (
        "нужно не менее 10 обучающихся, 3 работ и 2 лет с прежними результатами; есть "
        "обучающихся — менее 5, работ — 2, лет — 1."
    )


def test_of_the_demonstration_municipality_the_planted_practice_and_nothing_else_is_sure() -> None:
    world = world_of(1)
    facts = evidence_of(world, ("units", "reviews", "activities", "enrolment"))
    answer = practices.answer(facts)
    truth = world.truth.good_practice
    assert truth is not None
    assert {one.unit for one in answer.findings} == {truth.organisation}
    practice = next(one for one in answer.findings if one.kind == "good_practice")
    assert practice.sure == "sure"
    assert truth.action in practice.sentence

"""The result of actions: planted truth, one treated school, too few schools, plans, staggering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from msoko.analysis import effect
from msoko.analysis.effect import Action, effect_of, planned
from msoko.analysis.effect.changes import Measured, compare_changes
from msoko.analysis.effect.told import told
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Silence
from msoko.analysis.methods.did import detectable
from msoko.analysis.policy import EFFECT_SCHOOLS
from msoko.demo import forms_organisations
from msoko.demo.results_facts import items_of, results_of
from msoko.demo.world import world_of
from tests.unit.analysis.made_up import Row, evidence, school, units

SINCE = 2021
YEARS = (2019, 2020, 2021)


def written(code: str, year: int, level: float, rng: np.random.Generator, n: int) -> list[Row]:
    about = {"organisation": code, "year": year, "procedure": "vpr", "subject": "math", "grade": 5}
    scores = np.clip(np.round(rng.normal(10 + 3 * level, 3, n)), 0, 20)
    return [
        {**about, "pupil": f"5{number:04d}", "participated": True, "raw_score": float(score),
         "max_score": 20.0, "mark": 3}
        for number, score in enumerate(scores)
    ]  # fmt: skip


def with_changes(
    folder: Path,
    gain: Mapping[str, float],
    schools: int = 12,
    *,
    starts: Mapping[str, int] | None = None,
    base: Mapping[str, float] | None = None,
    years: Sequence[int] = YEARS,
    attributes: Sequence[Row] = (),
    pupils: int = 60,
) -> Evidence:
    """Schools that stay where they are but for a gain (standard deviations) from their start."""
    rng = np.random.default_rng(3)
    codes = [school(number) for number in range(1, schools + 1)]
    begin = starts or {}
    rows = [
        row
        for code in codes
        for year in years
        for row in written(
            code,
            year,
            (base or {}).get(code, 0.0)
            + gain.get(code, 0.0) * (year >= begin.get(code, SINCE))
            + rng.normal(0, 0.03),
            rng,
            pupils,
        )
    ]
    tables: dict[str, Sequence[Row]] = {"units": units(codes, years[0]), "results": rows}
    if attributes:
        tables["attributes"] = attributes
    return evidence(folder, tables)


def action(treated: int, **more: Any) -> Action:
    codes = tuple(school(number) for number in range(1, treated + 1))
    return Action("Наставники", SINCE, codes, **{"subject": "math", **more})


def only(answer: Answer) -> Finding:
    assert (len(answer.findings), answer.silences) == (1, ())
    return answer.findings[0]


def silence(answer: Answer) -> Silence:
    assert (answer.findings, len(answer.silences)) == ((), 1)
    return answer.silences[0]


def test_a_gain_of_four_schools_of_twelve_is_proven_and_inside_the_interval(
    tmp_path: Path,
) -> None:
    gain = {school(number): 1.0 for number in range(1, 5)}
    told = only(effect_of(action(4), with_changes(tmp_path, gain)))
    assert told.sure == "sure"
    assert told.low is not None
    assert told.high is not None
    assert told.low < 1.0 / np.sqrt(1 + 0.2) < told.high
    start = "Мера «Наставники» (с 2021/22; математика; школ с мерой — 4 из 12): эффект доказан: "
    assert told.sentence.startswith(start)
    assert "в год до начала меры разность изменений была" in told.sentence
    assert told.evidence["compared"]["p_permutation"] < 0.05
    assert {row["series"] for row in told.chart.rows} == {"школы с мерой", "остальные школы"}  # type: ignore[union-attr]


def test_without_a_gain_nothing_is_proven_and_the_detectable_difference_is_told(
    tmp_path: Path,
) -> None:
    told = only(effect_of(action(4), with_changes(tmp_path, {})))
    assert told.sure == "described"
    assert "эффект не доказан" in told.sentence
    assert "при таком числе школ надёжно обнаруживается разность не менее" in told.sentence


def test_without_two_years_before_a_gain_is_a_signal_and_not_proven(tmp_path: Path) -> None:
    gain = {school(number): 1.0 for number in range(1, 5)}
    told = only(effect_of(action(4), with_changes(tmp_path, gain, years=(2020, 2021))))
    assert told.sure == "signal"
    assert "как школы менялись до начала меры, неизвестно" in told.sentence


def test_an_earlier_trend_forbids_the_proof(tmp_path: Path) -> None:
    gain = {school(number): 1.0 for number in range(1, 5)}
    starts = dict.fromkeys(gain, 2020)
    told = only(effect_of(action(4), with_changes(tmp_path, gain, starts=starts)))
    assert told.evidence["before"]["p_permutation"] < 0.05
    assert told.sure != "sure"
    assert "эффект доказан" not in told.sentence


def test_a_fall_just_before_is_told_and_what_it_alone_makes_is_not_proven(tmp_path: Path) -> None:
    gain = {school(number): 1.0 for number in range(1, 5)}
    found = compare_changes(with_changes(tmp_path, gain), action(4))
    assert isinstance(found, Measured)
    assert found.compared is not None
    assert found.before is not None
    assert found.is_proven(0.01)
    assert not found.dipped
    fall = replace(found.before, difference=-0.8 * found.compared.difference, p_permutation=0.2)
    fallen = replace(found, before=fall)
    assert fallen.dipped
    assert fallen.is_proven(0.01)
    assert not replace(fallen, longer=-0.1).is_proven(0.01)
    assert not replace(fallen, longer=None).is_proven(0.01)
    said = told(with_changes(tmp_path / "again", gain), replace(fallen, longer=0.5), 0.01).sentence
    assert said.endswith(
        "и часть разности может быть возвратом к прежнему: если последний год до меры не считать, "
        "она +0,50."
    )


def test_an_indicator_is_drawn_in_percent_and_a_subject_in_standard_deviations(
    tmp_path: Path,
) -> None:
    found = compare_changes(with_changes(tmp_path, {}), action(4))
    assert isinstance(found, Measured)
    facts = with_changes(tmp_path / "again", {})
    units_of = []
    for one in (found, replace(found, panel=replace(found.panel, unit_ru="п. п."))):
        chart = told(facts, one, 1.0).chart
        assert chart is not None
        units_of.append(chart.y)
    assert units_of == ["стандартных отклонений", "%"]


def test_one_treated_school_is_placed_and_never_called_an_effect(tmp_path: Path) -> None:
    told = only(effect_of(action(1), with_changes(tmp_path, {school(1): 1.5})))
    assert (told.sure, told.low, told.high) == ("described", None, None)
    assert "эффект" not in told.sentence.lower()
    assert "изменение не превосходит её изменения в 11 из 11 школ без меры" in told.sentence
    assert told.sentence.endswith("По одной школе вывод о действии меры не делается.")


@pytest.mark.parametrize(("treated", "schools"), [(2, 12), (3, EFFECT_SCHOOLS - 1)])
def test_with_few_schools_the_word_effect_is_refused(
    tmp_path: Path, treated: int, schools: int
) -> None:
    gain = {school(number): 1.5 for number in range(1, treated + 1)}
    told = only(effect_of(action(treated), with_changes(tmp_path, gain, schools)))
    assert told.sure == "described"
    assert "эффект" not in told.sentence.lower()
    assert "школ мало (нужно не менее 10, из них 3 с мерой)" in told.sentence


def test_a_loss_is_called_the_opposite_of_what_was_expected(tmp_path: Path) -> None:
    gain = {school(number): -1.0 for number in range(1, 5)}
    told = only(effect_of(action(4), with_changes(tmp_path, gain)))
    assert told.sure == "sure"
    assert "доказан эффект, обратный ожидаемому" in told.sentence


def test_schools_chosen_for_their_results_are_expected_to_return_to_the_mean(
    tmp_path: Path,
) -> None:
    base = {school(number): -1.5 for number in range(1, 5)}
    gain = {school(number): 0.4 for number in range(1, 5)}
    known = with_changes(tmp_path, gain, base=base)
    told = only(effect_of(action(4, chosen_low=True), known))
    assert told.evidence["regression"] > 0.4
    assert told.sure != "sure"
    assert "(возврат к среднему)" in told.sentence


def test_schools_that_start_in_different_years_are_compared_by_their_own_start(
    tmp_path: Path,
) -> None:
    starts = {school(number): 2021 if number <= 2 else 2022 for number in range(1, 5)}
    gain = dict.fromkeys(starts, 1.2)
    years = (2019, 2020, 2021, 2022, 2023)
    known = with_changes(tmp_path, gain, starts=starts, years=years, schools=14)
    told = only(effect_of(action(4, starts=starts), known))
    assert told.sure == "sure"
    assert "(с 2021/22 и позднее;" in told.sentence
    assert {row["start"] for row in told.evidence["by_start"]} == {2021, 2022}
    assert told.low is not None
    assert told.high is not None
    assert told.low < 1.2 / np.sqrt(1.2) < told.high


def test_a_plan_tells_the_smallest_difference_it_could_show(tmp_path: Path) -> None:
    known = with_changes(tmp_path, {})
    plan = Action("Наставники", 2022, tuple(school(n) for n in (1, 2, 3)), subject="math")
    told = planned(plan, known)
    assert isinstance(told, Finding)
    assert told.value is not None
    assert told.value < detectable(0.5, 3, 9)  # type: ignore[operator]
    assert "планируется с 2022/23; математика; школ с мерой — 3 из 12" in told.sentence
    assert "надёжно обнаруживается разность изменений не менее" in told.sentence
    assert effect_of(plan, known).findings == (told,)
    alone = planned(Action("Наставники", 2022, (school(1),), subject="math"), known)
    assert isinstance(alone, Silence)
    assert "только поставить рядом с изменениями остальных" in alone.why


def test_a_plan_for_schools_chosen_low_tells_what_comes_without_it(tmp_path: Path) -> None:
    low = {school(number): -1.0 for number in (1, 2, 3)}
    known = with_changes(tmp_path, {}, base=low)
    plan = Action("Наставники", 2022, tuple(low), subject="math", chosen_low=True)
    told = planned(plan, known)
    assert isinstance(told, Finding)
    assert told.evidence["regression"] > 0
    assert "без всякой меры относительно остальных ожидается +" in told.sentence
    again = planned(replace(plan, chosen_low=False), known)
    assert isinstance(again, Finding)
    assert "возврат" not in again.sentence


@pytest.mark.parametrize(
    ("since", "treated", "why"),
    [
        (2019, 4, "нет данных ни за один год до начала меры."),
        (SINCE, 12, "для сравнения нужно не менее двух школ с мерой и двух без неё."),
    ],
)
def test_what_cannot_be_compared_is_a_silence(
    tmp_path: Path, since: int, treated: int, why: str
) -> None:
    codes = tuple(school(number) for number in range(1, treated + 1))
    asked = Action("Наставники", since, codes, subject="math")
    told = silence(effect_of(asked, with_changes(tmp_path, {})))
    assert told.why == f"Мера «Наставники»: {why}"


def test_a_subject_nobody_wrote_and_schools_without_results_are_silences(tmp_path: Path) -> None:
    known = with_changes(tmp_path, {})
    assert "нет результатов" in silence(effect_of(action(4, subject="physics"), known)).why
    strangers = Action("Наставники", SINCE, (school(50), school(51)), subject="math")
    assert "ни у одной школы с мерой" in silence(effect_of(strangers, known)).why


def test_schools_that_all_score_alike_are_a_silence(tmp_path: Path) -> None:
    codes = [school(number) for number in range(1, 13)]
    rows = [
        {**row, "raw_score": 10.0 + row["pupil"].endswith("1")}
        for code in codes
        for year in YEARS
        for row in written(code, year, 0.0, np.random.default_rng(0), 20)
    ]
    known = evidence(tmp_path, {"units": units(codes, 2019), "results": rows})
    assert "одинаковы" in silence(effect_of(action(4), known)).why


def test_actions_are_named_by_attributes_of_organisations(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"organisation": school(number), "year": SINCE, "attribute": "action_math",
         "text": "Наставники"}
        for number in range(1, 5)
    ]  # fmt: skip
    rows.append({"organisation": school(5), "year": SINCE, "attribute": "action_x", "text": "Y"})
    gain = {school(number): 1.0 for number in range(1, 5)}
    answer = effect.answer(with_changes(tmp_path, gain, attributes=rows))
    assert [(one.sure, one.evidence["title"]) for one in answer.findings] == [
        ("sure", "Наставники")
    ]
    assert [one.why for one in answer.silences] == [
        "Признак «action_x» не называет ни предмета, ни показателя профиля."
    ]


def test_without_actions_the_silence_says_how_to_name_one(tmp_path: Path) -> None:
    assert silence(effect.answer(with_changes(tmp_path, {}))).why.startswith("Меры не названы")


def test_an_action_changes_a_subject_or_an_indicator_and_never_both() -> None:
    with pytest.raises(ValueError, match="either a subject or an indicator"):
        Action("Наставники", SINCE, (), subject="math", indicator="vpr_math_4")


def test_the_planted_action_is_found_and_its_truth_lies_inside_the_interval(
    tmp_path: Path,
) -> None:
    world = world_of(2026)
    truth = world.truth.action
    assert truth is not None
    kept: dict[str, Sequence[Row]] = {
        "units": list(forms_organisations.units(world)),
        "reviews": list(forms_organisations.reviews(world)),
        "results": _of(results_of(world), ["math", "russian"]),
        "items": _of(items_of(world), ["math"]),
    }
    known = evidence(tmp_path, kept)
    told = only(effect_of(Action(truth.title, truth.since, truth.treated, truth.subject), known))
    assert told.sure == "sure"
    assert told.low is not None
    assert told.high is not None
    assert told.low <= truth.effect <= told.high
    assert "стандартного отклонения подготовки внутри школы" in told.sentence
    other = only(effect_of(Action(truth.title, truth.since, truth.treated, "russian"), known))
    assert other.sure == "described"
    assert "стандартного отклонения баллов внутри школы" in other.sentence


def _of(table: pa.Table, subjects: Sequence[str]) -> list[Row]:
    subject = table["subject"].cast(pa.string())
    wanted = pc.and_(
        pc.equal(table["procedure"].cast(pa.string()), "vpr"), pc.is_in(subject, pa.array(subjects))
    )
    rows: list[Row] = table.filter(wanted).to_pylist()
    return rows

"""Stated problems: each rule answered with its numbers, or silent with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msoko.analysis import problems
from msoko.analysis.finding import Answer, Finding
from msoko.profile.conditions import (
    Bound,
    Compare,
    MeetsAll,
    MeetsAny,
    MeetsIndicator,
    MeetsNot,
    MeetsUnit,
    UnitCondition,
)
from msoko.profile.formula import ChangeFormula
from msoko.profile.indicator import Indicator
from msoko.profile.model_cycle import ProblemStatement
from tests.unit.analysis.made_up import Row, evidence, marks, profile, school, units, work

CODES = [school(number) for number in range(1, 4)]
OVER_20 = MeetsIndicator("vpr_russian_4", None, (Bound("above", 20),))  # type: ignore[arg-type]
OVER_50 = MeetsIndicator("vpr_russian_4", None, (Bound("above", 50),))  # type: ignore[arg-type]
UNKNOWN = MeetsIndicator("vpr_math_4", None, (Bound("above", 0),))  # type: ignore[arg-type]


def asked(
    folder: Path,
    rule: UnitCondition | None,
    rows: Sequence[Row],
    more: dict[str, Any] | None = None,
) -> Answer:
    stated = {"id": "P1", "text": "много двоек", "indicators": ("vpr_russian_4",), **(more or {})}
    whole = profile()
    problem = ProblemStatement.model_validate(stated)
    of = replace(
        whole,
        kept=replace(whole.texts, problem_statements=(problem,)),
        problem_rules={"P1": rule} if rule is not None else {},
    )
    flags = units(CODES[:1], 2020, disadvantaged=True) + units(CODES[1:], 2020, disadvantaged=False)
    return problems.answer(evidence(folder, {"units": flags, "results": rows}, of=of))


def drawn(one: Finding) -> list[tuple[object, object]]:
    """What the chart of a finding and the table beside it show."""
    assert one.chart is not None
    return [(row["x"], row["y"]) for row in one.chart.rows]


def written(year: int = 2022, failed: int = 10) -> list[Row]:
    return [row for code in CODES for row in work(code, year, marks(failed, 40 - failed))]


def test_a_rule_that_holds_is_told_with_its_number(tmp_path: Path) -> None:
    found = asked(tmp_path, OVER_20, written()).findings
    assert [one.sentence for one in found] == [
        "«Район», 2022/23, проблема «много двоек»: по правилу проявилась; «Процент обучающихся, "
        "получивших „2“ за ВПР по русскому языку, 4 класс» — 25,0 % (правило: более 20)."
    ]
    assert (found[0].kind, found[0].sure, found[0].value) == ("problem", "described", 1.0)
    assert drawn(found[0]) == [
        ("Процент обучающихся, получивших «2» за ВПР по русскому языку, 4 класс", 25.0)
    ]


def test_a_rule_that_does_not_hold_is_told_too(tmp_path: Path) -> None:
    found = asked(tmp_path, OVER_50, written()).findings
    assert "по правилу не проявилась" in found[0].sentence
    assert found[0].value == 0.0


def test_what_is_missing_decides_only_where_it_must(tmp_path: Path) -> None:
    verdicts = {}
    rules = {
        "all_unknown": MeetsAll((OVER_20, UNKNOWN)),
        "all_no": MeetsAll((OVER_50, UNKNOWN)),
        "any_yes": MeetsAny((OVER_20, UNKNOWN)),
        "any_unknown": MeetsAny((OVER_50, UNKNOWN)),
        "not_unknown": MeetsNot(UNKNOWN),
        "not_no": MeetsNot(OVER_50),
    }
    for name, rule in rules.items():
        folder = tmp_path / name
        folder.mkdir()
        found = asked(folder, rule, written()).findings
        verdicts[name] = found[0].value if found else None
    assert verdicts == {
        "all_unknown": None, "all_no": 0.0, "any_yes": 1.0,
        "any_unknown": None, "not_unknown": None, "not_no": 1.0,
    }  # fmt: skip


def test_too_little_data_is_a_silence(tmp_path: Path) -> None:
    answer = asked(tmp_path, UNKNOWN, written())
    assert answer.findings == ()
    assert answer.silences[0].why == "«много двоек»: слишком мало данных для правила."


def test_a_rule_on_schools_is_answered_for_every_school(tmp_path: Path) -> None:
    rule = MeetsUnit(Compare("disadvantaged", "is", True))
    found = asked(tmp_path, rule, written(), {"kind": "признак школы"}).findings
    assert "по правилу проявилась в 1 из 3 школ («Школа 01»)" in found[0].sentence
    assert found[0].evidence["schools"] == [CODES[0]]


def test_an_indicator_asked_of_schools_is_not_asked_of_the_municipality(tmp_path: Path) -> None:
    rows = work(CODES[0], 2022, marks(30, 10)) + work(CODES[1], 2022, marks(1, 39))
    found = asked(tmp_path, OVER_50, rows, {"kind": "признак школы"}).findings
    assert "в 1 из 2 школ («Школа 01»); нет данных: школ — 1" in found[0].sentence
    assert drawn(found[0]) == [("проявилась", 1), ("не проявилась", 1), ("нет данных", 1)]


def test_without_a_rule_values_are_told_and_no_verdict(tmp_path: Path) -> None:
    rows = written(2021, 4) + written(2022, 10)
    found = asked(tmp_path, None, rows, {"because": "порога нет"}).findings
    assert found[0].value is None
    assert "правила в профиле нет, вывода нет" in found[0].sentence
    assert "— 25,0 % (30 из 120), 2021/22 — 10,0 % (12 из 120)" in found[0].sentence
    assert drawn(found[0]) == [("2021/22", 10.0), ("2022/23", 25.0)]


def test_without_a_rule_and_values_the_reason_is_told(tmp_path: Path) -> None:
    more = {"indicators": (), "because": "измеряется опросом."}
    answer = asked(tmp_path, None, written(), more)
    assert [one.why for one in answer.silences] == [
        "«много двоек»: правила нет: измеряется опросом."
    ]


def test_a_difference_across_a_break_is_no_answer(tmp_path: Path) -> None:
    whole = profile()
    base = whole.indicators["vpr_russian_4"]
    change = Indicator(
        "grown", base.area, "Рост двоек", "percent", "lower_is_better", base.level,
        ChangeFormula("vpr_russian_4", None, 1, "difference"),
    )  # fmt: skip
    rule = MeetsIndicator("grown", None, (Bound("above", 0),))  # type: ignore[arg-type]
    problem = ProblemStatement.model_validate({"id": "P1", "text": "двоек стало больше"})
    of = replace(
        whole,
        indicators={**whole.indicators, "grown": change},
        kept=replace(whole.texts, problem_statements=(problem,)),
        problem_rules={"P1": rule},
    )
    names = ("vpr_russian_4", "grown")
    told = {}
    for last in (2023, 2024):
        folder = tmp_path / str(last)
        folder.mkdir()
        rows = written(last - 1, 4) + written(last, 10)
        known = evidence(
            folder, {"units": units(CODES, 2020), "results": rows}, indicators=names, of=of
        )
        told[last] = problems.answer(known)
    assert "«Рост двоек» — 15,0 п. п. (правило: более 0)" in told[2023].findings[0].sentence
    assert told[2024].findings == ()
    assert "с 2025 года работы ВПР построены заново" in told[2024].silences[0].why


def test_a_profile_that_states_no_problems_is_a_silence(tmp_path: Path) -> None:
    known = evidence(tmp_path, {"units": units(CODES, 2022), "results": written()})
    answer = problems.answer(known)
    assert answer.findings == ()
    assert "не называет проблем" in answer.silences[0].why

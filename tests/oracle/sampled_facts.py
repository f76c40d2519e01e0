"""Facts at random for whole profiles: cells are drawn from what conditions of indicators name."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msoko.facts.column import Column
from msoko.facts.schema import TABLES
from msoko.profile.conditions import (
    Compare,
    Condition,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsNot,
    MeetsRows,
    UnitCondition,
)
from msoko.profile.formula import (
    ExistsFormula,
    Formula,
    LevelsFormula,
    RatingFormula,
    ReportedFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    selections_of,
)
from msoko.profile.indicator import Indicator
from tests.oracle.words import Row, Tables

Words = dict[tuple[str, str], set[Any]]
CODES = ["101", "102", "103", "201", "202", "301", "900", "777", "edu000101"]
FLAGS = ("rural", "municipal", "disadvantaged", "low_performing")
KINDS = {"1": "school", "2": "preschool", "3": "extra", "9": "authority"}


def formulas_of(indicator: Indicator) -> list[Formula]:
    """The formula itself, those of lines and of other readings."""
    parts = (*indicator.lines, *indicator.variants)
    return [indicator.formula, *(part.formula for part in parts)]


def named(indicators: Iterable[Indicator]) -> Words:
    """Values that conditions compare with, by table and column."""
    found: Words = defaultdict(set)
    for formula in (f for indicator in indicators for f in formulas_of(indicator)):
        for selection in selections_of(formula):
            _of_selection(selection, found)
        _of_kind(formula, found)
    return found


def _of_kind(formula: Formula, found: Words) -> None:
    if isinstance(formula, ShareFormula):
        _of_condition(formula.selection.table, formula.numerator, found)
    if isinstance(formula, LevelsFormula):
        place = (formula.selection.table, formula.column)
        for band in formula.bands:
            ends = (band.at_least, band.above, band.at_most, band.below)
            found[place] |= {float(end) for end in ends if end is not None}
    if isinstance(formula, RatingFormula):
        found["ratings", "criterion"] |= set(formula.criteria)
    if isinstance(formula, ReportedFormula):
        fields = (formula.field, formula.numerator_field, formula.denominator_field)
        found["reported", "field"] |= {name for name in fields if name}
    if isinstance(formula, UnitsFormula):
        _of_units(formula.meets, found)
    if isinstance(formula, ExistsFormula):
        _of_units(formula.condition, found)


def _of_units(condition: UnitCondition, found: Words) -> None:
    if isinstance(condition, MeetsRows):
        _of_selection(condition.rows, found)
    if isinstance(condition, MeetsAttribute):
        found["attributes", "attribute"].add(condition.attribute)
        found["attributes", "text"] |= set(condition.text)
        found["attributes", "number"] |= {float(bound.number) for bound in condition.number}
    if isinstance(condition, MeetsAll | MeetsAny):
        for part in condition.parts:
            _of_units(part, found)
    if isinstance(condition, MeetsNot):
        _of_units(condition.part, found)


def _of_selection(selection: Selection, found: Words) -> None:
    _of_condition(selection.table, selection.population, found)
    if selection.every is not None:
        _of_condition(selection.table, selection.every, found)


def _of_condition(table: str, condition: Condition, found: Words) -> None:
    if not isinstance(condition, Compare):
        for part in condition.parts:
            _of_condition(table, part, found)
    elif condition.op != "known":
        value = condition.value
        found[table, condition.column] |= set(value) if isinstance(value, tuple) else {value}


def facts(words: Words, chance: random.Random, rows: int) -> Tables:
    """`rows` rows of every table, and a register."""
    tables = {
        name: [_row(name, words, chance) for _ in range(rows)]
        for name in TABLES
        if name not in ("units", "codifier", "scales")
    }
    return {**tables, "units": _register(chance)}


def _row(table: str, words: Words, chance: random.Random) -> Row:
    row = {
        c.name: _cell(c, words.get((table, c.name), set()), chance) for c in TABLES[table].columns
    }
    return {**row, "organisation": chance.choice(CODES), "year": chance.choice([2022, 2023, 2024])}


def _cell(column: Column, words: set[Any], chance: random.Random) -> Any:
    if column.unknown and chance.random() < 0.12:
        return None
    if column.type == "bool":
        return chance.random() < 0.6
    if column.type == "person":
        return chance.choice("abcdefgh")
    if column.type == "date":
        return date(2022, 8, 1) + timedelta(days=chance.randrange(1150))
    if column.type in ("int", "number"):
        near = [word + step for word in words for step in (-1, 0, 0, 1)] or [1, 2, 3]
        return int(chance.choice(near)) if column.type == "int" else float(chance.choice(near))
    common = sorted(map(str, words)) or sorted(column.codes)[:3] or ["x", "y"]
    return chance.choice([*common, *common, *(sorted(column.codes)[:2] or ["z"])])


def _register(chance: random.Random) -> list[Row]:
    return [
        {
            "organisation": code,
            "year": since,
            "kind": KINDS[code[0]],
            "municipality": chance.choice(["М", "М", "Н"]),
            "region": "Р",
            "login": None,
            **{flag: chance.choice([True, False, None]) for flag in ("rural", "municipal")},
            **{
                flag: chance.choice([True, False, None])
                for flag in ("disadvantaged", "low_performing")
            },
            "closed_from": chance.choice([None, None, None, 2024]),
        }
        for code in ("101", "102", "103", "201", "202", "301", "900")
        for since in (1990, 2024)
        if since == 1990 or chance.random() < 0.3
    ]

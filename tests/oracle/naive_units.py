"""Whether one organisation meets a condition in one year: yes, no, or nothing is known (None)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msoko.profile.conditions import (
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsUnit,
    UnitCondition,
)
from tests.oracle.naive_reporting import label, sent
from tests.oracle.naive_rows import World, amount, population
from tests.oracle.naive_terms import attribute_met
from tests.oracle.naive_tests import looked_at, meets, within
from tests.oracle.words import WORKS

Answer = bool | None
Judge = Callable[[MeetsIndicator, str, str], Answer]


def met(world: World, condition: UnitCondition, code: str, year: int, judge: Judge) -> Answer:
    """Three-valued: a known no decides «all», a known yes decides «any»."""
    if isinstance(condition, MeetsAll | MeetsAny):
        answers = [met(world, part, code, year, judge) for part in condition.parts]
        decisive = isinstance(condition, MeetsAny)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive
    if isinstance(condition, MeetsNot):
        answer = met(world, condition.part, code, year, judge)
        return None if answer is None else not answer
    if isinstance(condition, MeetsIndicator):
        return judge(condition, code, label(year))
    if isinstance(condition, MeetsAttribute):
        return attribute(world, condition, code, year)
    if isinstance(condition, MeetsRows):
        return _rows(world, condition, code, year)
    if isinstance(condition, MeetsUnit):
        return _unit(world, condition, code, year)
    raise TypeError(type(condition).__name__)


def attribute(world: World, condition: MeetsAttribute, code: str, year: int) -> Answer:
    """Some group has it, or all known groups when every group is asked."""
    answers = [
        attribute_met(row, condition)
        for row in world.tables.get("attributes", [])
        if (row["organisation"], row["year"]) == (code, year)
        and row["attribute"] == condition.attribute
    ]
    known = [answer for answer in answers if answer is not None]
    if not known:
        return None
    return all(known) if condition.every_group else any(known)


def _rows(world: World, condition: MeetsRows, code: str, year: int) -> Answer:
    selection = condition.rows
    keys = sent(world, selection, (), WORKS.get(selection.table, set()))
    if selection.table == "reviews":
        if label(year) not in {period for _, period in keys}:
            return None
    elif (code, label(year)) not in keys:
        return None
    rows = population(world, selection, ())
    mine = [r for r in rows if (r["organisation"], world.period(r, None)) == (code, label(year))]
    return within(Fraction(amount(selection, mine)), condition.bounds)


def _unit(world: World, condition: MeetsUnit, code: str, year: int) -> Answer:
    row = world.register.row(code, year)
    if row is None or any(row.get(name) is None for name in looked_at(condition.condition)):
        return None
    return meets(row, condition.condition, {})

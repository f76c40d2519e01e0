"""Who should have reported and who did, as sets of (organisation, period)."""

from __future__ import annotations

from dataclasses import dataclass

from msoko.profile.conditions import Compare, Condition, MeetsAttribute
from msoko.profile.formula import ExistsFormula, Formula, Selection
from tests.oracle.naive_rows import World
from tests.oracle.naive_terms import attribute_met, told_by
from tests.oracle.naive_tests import all_columns, meets, needed
from tests.oracle.words import WORKS, Row

Keys = set[tuple[str, str]]


def label(year: int) -> str:
    """An academic year as it is written."""
    return f"{year}-{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class Asked:
    """The whole request: tables that some indicator looks at by academic year."""

    world: World
    tables: frozenset[str]

    @property
    def years(self) -> list[int]:
        """Academic years those tables speak of."""
        return sorted({row["year"] for row in self._rows()})

    def _rows(self) -> list[Row]:
        return [row for name in self.tables for row in self.world.tables.get(name, [])]

    def universe(self, kinds: tuple[str, ...], years: list[int]) -> Keys:
        """Organisations of these kinds that exist, and strangers that facts name."""
        register = self.world.register
        found = {
            (code, label(year))
            for year in years
            for code in register.codes
            if register.open(code, year) and register.get(code, year, "kind") in kinds
        }
        strangers = {
            (row["organisation"], label(row["year"]))
            for row in self._rows()
            if row["organisation"] not in register.codes and row["year"] in years
        }
        return found | strangers

    def authorities(self) -> Keys:
        """The municipalities' own authorities."""
        register = self.world.register
        return {
            (code, label(year))
            for year in self.years
            for code in register.codes
            if register.get(code, year, "kind") == "authority"
        }


def sent(world: World, selection: Selection, kinds: tuple[str, ...], cells: set[str]) -> Keys:
    """Organisations with a row in the cells (columns `cells`) the population names."""
    calendar = selection.calendar_year_of
    parts = [part for part in needed(selection.population) if all_columns(part) <= cells]
    return {
        (row["organisation"], str(world.period(row, calendar)))
        for row in world.tables.get(selection.table, [])
        if world.period(row, calendar) is not None
        and world.belongs(row, calendar, kinds)
        and all(meets(row, part, selection.unknown) for part in parts)
    }


def reporting(asked: Asked, formula: Formula, kinds: tuple[str, ...]) -> tuple[Keys, Keys]:
    """(expected, came) of a formula that adds up rows."""
    world = asked.world
    if isinstance(formula, ExistsFormula) and isinstance(formula.condition, MeetsAttribute):
        came = _attribute_told(world, formula.condition, kinds)
        return _expected(asked, told_by(formula), kinds, came), came
    came = set.intersection(*(_came(asked, one, kinds) for one in told_by(formula)))
    return _expected(asked, told_by(formula), kinds, came), came


def _attribute_told(world: World, condition: MeetsAttribute, kinds: tuple[str, ...]) -> Keys:
    return {
        (row["organisation"], label(row["year"]))
        for row in world.tables.get("attributes", [])
        if world.belongs(row, None, kinds)
        and row["attribute"] == condition.attribute
        and attribute_met(row, condition) is not None
    }


def _came(asked: Asked, selection: Selection, kinds: tuple[str, ...]) -> Keys:
    cells = WORKS.get(selection.table, set())
    keys = sent(asked.world, selection, kinds, cells)
    if selection.table == "reviews":
        years = {period for _, period in keys}
        keys |= asked.universe(kinds, [year for year in asked.years if label(year) in years])
    return _with_authority(asked, keys)


def _with_authority(asked: Asked, keys: Keys) -> Keys:
    register = asked.world.register
    speaks = {
        (register.place("municipality", code, int(period[:4])), period)
        for code, period in keys & asked.authorities()
    }
    covered = {
        (code, period)
        for place, period in speaks
        for code in register.codes
        if register.place("municipality", code, int(period[:4])) == place
    }
    return keys | covered


def _expected(
    asked: Asked, selections: list[Selection], kinds: tuple[str, ...], came: Keys
) -> Keys:
    if not kinds:
        return came
    works = next((one for one in selections if one.table in ("results", "items")), None)
    if works is None:
        return asked.universe(kinds, asked.years) | came
    same = Selection(works.table, _leaves(works, {"procedure", "grade"}), unknown=works.unknown)
    wrote = sent(asked.world, same, kinds, {"procedure", "grade"})
    grade = _leaves(works, {"grade"})
    if not needed(grade) or "enrolment" not in asked.tables:
        return wrote | came
    taught = sent(asked.world, Selection("enrolment", grade), kinds, {"grade"})
    years = {period for _, period in wrote}
    return wrote | came | {key for key in taught if key[1] in years}


def _leaves(selection: Selection, columns: set[str]) -> Condition:
    from msoko.profile.conditions import All

    parts = needed(selection.population)
    return All(tuple(p for p in parts if isinstance(p, Compare) and p.column in columns))

"""A condition of the profile judged for a municipality: yes, no or too little, with its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from msoko.analysis.breaks import Break, Breaks, inside_difference
from msoko.indicators.look_up import LookUp, Number
from msoko.profile.conditions import (
    Bound,
    MeetsAll,
    MeetsAny,
    MeetsIndicator,
    MeetsNot,
    UnitCondition,
)
from msoko.profile.formula import ChangeFormula
from msoko.profile.profile import Profile

_OTHER = ("line=", "reading=", "to=", "band=")


@dataclass(frozen=True)
class Looked:
    """One number a condition looked at, with the bounds it was held to; `cell` "" for the whole."""

    condition: MeetsIndicator
    cell: str
    number: Number

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """What it was held to."""
        return self.condition.bounds


@dataclass
class Judge:
    """Judges conditions on indicators over one level's exact numbers of one year.

    `looked` gathers every number looked at, `breaks` what parts the years of a difference: such a
    number is unknown, whatever its value.
    """

    profile: Profile
    look: LookUp
    known: Breaks
    unit: str
    year: int
    looked: list[Looked] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)

    def holds(self, condition: UnitCondition) -> bool | None:
        """Three-valued: a known no decides «all», a known yes decides «any», else unknown stays."""
        if isinstance(condition, MeetsAll | MeetsAny):
            parts = [self.holds(part) for part in condition.parts]
            decisive = isinstance(condition, MeetsAny)
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        if isinstance(condition, MeetsNot):
            answer = self.holds(condition.part)
            return None if answer is None else not answer
        if isinstance(condition, MeetsIndicator):
            return self._indicator(condition)
        return None

    def _indicator(self, condition: MeetsIndicator) -> bool | None:
        parted = parts_of_difference(self.profile, self.known, condition, self.year)
        self.breaks += parted
        if (condition.indicator, "") not in self.look.evaluated:
            return None
        cells = self.look.cells(condition.indicator) if condition.every_cell else [""]
        chosen = [cell for cell in cells if not condition.every_cell or _is_cell(cell)]
        found = [
            Looked(condition, cell, self.look.number(
                condition.indicator, condition.line, self.unit, self.year, cell
            ))
            for cell in chosen
        ]  # fmt: skip
        known = [one for one in found if one.number.value is not None]
        self.looked += known
        if not known or parted:
            return None
        return all(
            bound.holds(one.number.value)
            for one in known
            if one.number.value is not None
            for bound in condition.bounds
        )


def parts_of_difference(
    profile: Profile, breaks: Breaks, condition: MeetsIndicator, year: int
) -> tuple[Break, ...]:
    """Breaks between the years of the indicator looked at, where that is a difference of years."""
    indicator = profile.indicator(condition.indicator)
    if indicator is None:
        return ()
    formula = indicator.formula_of(condition.line)
    if not isinstance(formula, ChangeFormula):
        return ()
    return inside_difference(breaks, profile, formula, year)


def leaves(condition: UnitCondition) -> tuple[UnitCondition, ...]:
    """The conditions a rule is built from."""
    if isinstance(condition, MeetsAll | MeetsAny):
        return tuple(leaf for part in condition.parts for leaf in leaves(part))
    return leaves(condition.part) if isinstance(condition, MeetsNot) else (condition,)


def _is_cell(cell: str) -> bool:
    return bool(cell) and not cell.startswith(_OTHER) and "=unknown" not in cell

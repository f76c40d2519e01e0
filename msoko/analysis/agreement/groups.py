"""Pairs of one rule and subject by year and grade, measured for some schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from msoko.analysis import words
from msoko.analysis.agreement.cohorts import Cohort, cohort
from msoko.analysis.agreement.measures import Agreed, agreed, scored
from msoko.analysis.agreement.pairs import Pair, in_marks, joined, of_schools
from msoko.analysis.agreement.told import Place
from msoko.analysis.breaks import Break, Breaks
from msoko.analysis.policy import FACTOR_SCHOOLS, for_pupils
from msoko.indicators.frame import Ints


@dataclass
class Groups:
    """Pairs of one rule, subject and way of linking, by year and grade; grades joined once."""

    pairs: dict[tuple[int, int], Pair] = field(default_factory=dict)
    _joined: dict[tuple[int, frozenset[int]], Pair] = field(default_factory=dict)
    _schools: dict[tuple[int, frozenset[int]], Ints] = field(default_factory=dict)

    @property
    def one(self) -> Pair:
        """Any of the pairs: they share the rule, the subject and the way of linking."""
        return next(iter(self.pairs.values()))

    def common(self, first: int, last: int, known: Breaks) -> frozenset[int]:
        """Grades of both years whose works no break parts: another work is another measure."""
        both = self.grades[first] & self.grades[last]
        return frozenset(grade for grade in both if not self.breaks(first, last, grade, known))

    def breaks(self, first: int, last: int, grade: int, known: Breaks) -> tuple[Break, ...]:
        """Breaks between two years in either procedure of a grade, at years of the later one."""
        rule, subject = self.one.rule, self.one.subject
        return tuple(
            replace(each, year=each.year + back)
            for held, back in ((rule.first, rule.later), (rule.second, 0))
            for each in known.of(
                {"procedure": held, "subject": subject, "grade": str(grade - back)},
                [first - back, last - back],
            )
        )

    @property
    def grades(self) -> dict[int, frozenset[int]]:
        """Grades of every year, in the order of years."""
        years = sorted({year for year, _ in self.pairs})
        return {at: frozenset(g for year, g in self.pairs if year == at) for at in years}

    def both(self, first: int, last: int, grades: frozenset[int], place: Place) -> Place:
        """The place's schools that wrote in both years: others would make a change of their own."""
        kept = np.isin(place.members, self._wrote(first, grades))
        kept &= np.isin(place.members, self._wrote(last, grades))
        return replace(place, members=place.members[kept])

    def _wrote(self, year: int, grades: frozenset[int]) -> Ints:
        if (year, grades) not in self._schools:
            own = [self.pairs[year, grade].school for grade in grades]
            self._schools[year, grades] = np.unique(np.concatenate(own))
        return self._schools[year, grades]

    def measured(self, year: int, grades: frozenset[int], place: Place) -> Agreed | Cohort | None:
        """The measures of some grades of a year; None where the claim policy allows no number."""
        key = (year, grades)
        if key not in self._joined:
            self._joined[key] = joined([self.pairs[year, grade] for grade in sorted(grades)])
        own = of_schools(self._joined[key], place.members)
        if not own.linked:
            found = cohort(own)
            enough = for_pupils(min(found.first, found.second)).adjective != "never"
            return found if enough and (found.shift or found.correlation) else None
        if for_pupils(own.first.size).adjective == "never":
            return None
        if not (in_marks(own.first) and in_marks(own.second)):
            return scored(own.first, own.second, own.school)
        return agreed(own.first, own.second, own.school)

    def lacks(self, place: Place) -> str:
        """What the last year lacks to be compared in a place; a part of a sentence."""
        year = max(self.grades)
        own = joined([self.pairs[year, grade] for grade in sorted(self.grades[year])])
        own = of_schools(own, place.members)
        if own.linked:
            return f"связанных обучающихся — {words.people(own.first.size)}"
        both = cohort(own)
        people = f"участников {words.people(both.first)} и {words.people(both.second)}"
        if in_marks(own.first) and in_marks(own.second):
            return people
        return (
            f"{people}, отметок в одной из процедур нет, а для корреляции средних нужно не менее "
            f"{FACTOR_SCHOOLS} школ с обеими, есть {both.schools}"
        )


def grouped(found: Sequence[Pair]) -> list[Groups]:
    """Pairs of the same rule, subject and way of linking together, in the order they are met."""
    groups: dict[tuple[str, str, bool], Groups] = {}
    for pair in found:
        key = (pair.rule.name, pair.subject, pair.linked)
        groups.setdefault(key, Groups()).pairs[pair.year, pair.grade] = pair
    return list(groups.values())

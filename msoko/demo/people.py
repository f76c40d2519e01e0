"""The children of the municipality: who learns where in which year, with what ability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from msoko.demo.place import Place

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_LEAVES = -1
# Ability = person + subject; together their variance is 1, so effects are standard deviations.
_PERSON, _SUBJECT = 0.85, 0.53


@dataclass(frozen=True)
class People:
    """Columns over persons; `entry` is the grade in the first year (below 1: comes later).

    `school` and `upper` are indices of schools up to grade 9 and in 10–11 (−1: leaves after 9).
    `general`, `own` are ability and subject abilities (russian, math, other), standardised.
    """

    school: Ints
    upper: Ints
    entry: Ints
    class_no: Ints
    general: Floats
    own: dict[str, Floats]
    girl: Mask
    special: Mask
    adapted: Mask
    at_risk: Mask
    foreign: Mask
    resettled: Mask
    poor_housing: Mask
    profile: Ints

    def __len__(self) -> int:
        return len(self.school)

    def grade(self, index: int) -> Ints:
        """Grade in year `index` (0 is the first year); outside 1–11 not at school."""
        return self.entry + index

    def at(self, index: int) -> Ints:
        """School attended in year `index`; −1 for those who left."""
        return np.where(self.grade(index) >= 10, self.upper, self.school)

    def ability(self, subject: str) -> Floats:
        """Ability in a subject without anything a school does."""
        return _PERSON * self.general + _SUBJECT * self.own.get(subject, self.own["other"])

    @property
    def gifted(self) -> Mask:
        """The ablest: they stand in the register of the gifted."""
        return self.general > 1.5


@dataclass(frozen=True)
class Roster:
    """Who learns in one year: person, school index, grade and participant code, by school."""

    person: Ints
    school: Ints
    grade: Ints
    code: npt.NDArray[np.str_]


def people_of(place: Place, years: int, rng: np.random.Generator) -> People:
    """Cohorts of every school: those at school in the first year and those who enter later."""
    school, entry, number = _cohorts(place, years, rng)
    n = len(school)
    classes = 1 + np.array([one.size for one in place.schools])[school] // 26
    return People(
        school=school,
        upper=_upper(place, school, rng),
        entry=entry,
        class_no=1 + number % classes,
        general=_even(place, school, entry, rng.normal(size=n)),
        own={
            subject: _even(place, school, entry, rng.normal(size=n))
            for subject in ("russian", "math", "other")
        },
        girl=rng.random(n) < 0.49,
        special=(special := rng.random(n) < 0.07),
        adapted=special & (rng.random(n) < 0.6),
        at_risk=rng.random(n) < 0.09,
        foreign=rng.random(n) < 0.03,
        resettled=rng.random(n) < 0.01,
        poor_housing=rng.random(n) < 0.08,
        profile=rng.integers(0, 3, n),
    )


def roster(place: Place, people: People, index: int) -> Roster:
    """Everyone at school in year `index`, ordered by school and grade, with participant codes."""
    grade, at = people.grade(index), people.at(index)
    lowest = np.array([one.grades[0] for one in place.schools])
    highest = np.array([one.grades[1] for one in place.schools])
    here = (at != _LEAVES) & (grade >= 1) & (grade <= 11)
    here &= (grade >= lowest[at]) & (grade <= highest[at])
    person = np.flatnonzero(here)
    person = person[np.lexsort((person, grade[person], at[person]))]
    return Roster(person, at[person], grade[person], _codes(at[person], grade[person]))


def _cohorts(place: Place, years: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """School, entry grade and number within the cohort, for every person."""
    parts: list[tuple[Ints, Ints, Ints]] = []
    for index, school in enumerate(place.schools):
        for entry in range(11, 1 - years, -1):
            count = _count(school.size, school.role, rng)
            ones = np.ones(count, np.int64)
            parts.append((index * ones, entry * ones, np.arange(count)))
    school_, entry_, number = (np.concatenate(column) for column in zip(*parts, strict=True))
    return school_, entry_, number


def _even(place: Place, school: Ints, entry: Ints, ability: Floats) -> Floats:
    """Ability with cohorts of the school of good practice average: ordinary whatever the seed."""
    for index, one in enumerate(place.schools):
        if one.role == "practice":
            for first in np.unique(entry):
                cohort = (school == index) & (entry == first)
                ability[cohort] -= ability[cohort].mean()
    return ability


def _count(size: int, role: str, rng: np.random.Generator) -> int:
    if role in ("borderline", "tiny"):
        return size
    return int(np.clip(rng.poisson(size), max(2, 0.8 * size), 1.2 * size))


def _upper(place: Place, school: Ints, rng: np.random.Generator) -> Ints:
    """Where one learns in 10–11: at one's own school, at another, or nowhere."""
    has = np.array([one.grades[1] > 9 for one in place.schools])
    stays = rng.random(len(school)) < np.where(has, 0.45, 0.3)[school]
    goes = (~has[school]) | (rng.random(len(school)) < 0.12)
    other = rng.choice(np.flatnonzero(has), len(school))
    return np.where(stays, np.where(goes, other, school), _LEAVES)


def _codes(school: Ints, grade: Ints) -> npt.NDArray[np.str_]:
    """Participant codes: digit of the grade (10 → 2, 11 → 1) and a number within the school."""
    key = school * 100 + grade
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    number = np.arange(len(key)) - np.repeat(starts, np.diff(np.r_[starts, len(key)])) + 1
    digit = np.where(grade == 10, 2, np.where(grade == 11, 1, grade))
    return (digit * 10_000 + number).astype(str)

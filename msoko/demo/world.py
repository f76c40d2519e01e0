"""The whole made-up municipality: people, their works and exams, and what is planted in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from msoko.demo import plant
from msoko.demo.people import Floats, Ints, Mask, People, Roster, people_of, roster
from msoko.demo.place import Place, Variant, big_place, place_of
from msoko.demo.sitting import Sitting, held
from msoko.demo.truth import Cell, Truth
from msoko.demo.truth_of import EXAM_DROP, truth_of
from msoko.demo.works import EGE_WORKS, LAST_YEAR_WORKS, OGE_WORKS, VPR_WORKS, Work

START = 2021
YEARS = 4


@dataclass(frozen=True)
class World:
    """Everything drawn; files and facts are two ways of telling it. `start` is the first year."""

    place: Place
    people: People
    rosters: tuple[Roster, ...]
    sittings: tuple[Sitting, ...]
    truth: Truth
    start: int
    seed: int

    @property
    def years(self) -> tuple[int, ...]:
        """First calendar years of the academic years."""
        return tuple(self.start + index for index in range(len(self.rosters)))

    def sent(self, code: str, year: int) -> bool:
        """Whether an organisation sent its files of a year."""
        return (code, year) != (self.truth.missing.organisation, self.truth.missing.year)

    def rng(self, part: int) -> np.random.Generator:
        """A generator of its own for each part: a change in one part moves no other."""
        return np.random.default_rng([self.seed, part])


def world_of(
    seed: int = 1,
    variant: Variant = "district",
    *,
    start: int = START,
    years: int = YEARS,
    schools: int | None = None,
) -> World:
    """Draw a municipality; `schools` asks for a big one of that many schools, nothing planted."""
    place = place_of(variant) if schools is None else big_place(schools, _rng(seed, 0))
    truth = truth_of(place, start, years)
    people = people_of(place, years, _rng(seed, 1))
    rosters = tuple(roster(place, people, index) for index in range(years))
    sittings = [
        _sitting(place, people, everyone, truth, work, start + index, _rng(seed, 100 + index, at))
        for index, everyone in enumerate(rosters)
        for at, work in enumerate((*VPR_WORKS, *OGE_WORKS, *EGE_WORKS, *LAST_YEAR_WORKS))
        if work not in LAST_YEAR_WORKS or index == years - 1
    ]
    return World(place, people, rosters, tuple(sittings), truth, start, seed)


def _rng(*numbers: int) -> np.random.Generator:
    return np.random.default_rng(list(numbers))


def _sitting(
    place: Place,
    people: People,
    everyone: Roster,
    truth: Truth,
    work: Work,
    year: int,
    rng: np.random.Generator,
) -> Sitting:
    who = _writers(place, people, everyone, work)
    shift = _shift(place, people, who, truth, work, year)
    helped = _helped(place, who, truth, work, year)
    sitting = held(
        work, year, people, who, shift, rng, at_school=work.procedure == "vpr", helped=helped
    )
    if work.procedure == "vpr":
        plant.be_kind(sitting, rng)
    planted = _planted(place, truth, sitting, rng)
    plant.spare(sitting, planted, rng)
    return sitting


def _writers(place: Place, people: People, everyone: Roster, work: Work) -> Roster:
    """Those who write a work: its grade, the school's turn, the exams one chose."""
    keep = everyone.grade == work.grade
    profile = people.profile[everyone.person]
    if work.procedure == "vpr" and work.wave:
        keep &= everyone.school % 2 == work.wave % 2
    if work.procedure == "oge":
        keep &= ~people.adapted[everyone.person]
        skipped = {"social_studies": 0, "geography": 1, "informatics": 2}
        keep &= profile != skipped.get(work.subject, -1)
    if work.procedure == "ege":
        keep &= ~people.adapted[everyone.person] & _chosen(work, profile, everyone.person)
    return Roster(
        everyone.person[keep], everyone.school[keep], everyone.grade[keep], everyone.code[keep]
    )


def _chosen(work: Work, profile: Ints, person: Ints) -> Mask:
    """Exams by profile: 0 technical, 1 natural sciences, 2 humanities."""
    if work.subject == "russian":
        return np.ones(len(profile), bool)
    if work.subject == "math":
        technical: Mask = profile == 0
        return technical if work.exam_level == "profile" else ~technical
    wanted = {"physics": (0, 0), "chemistry": (1, 0), "biology": (1, 0),
              "social_studies": (2, 0), "history": (2, 1), "literature": (2, 2)}  # fmt: skip
    group, half = wanted[work.subject]
    chosen: Mask = (profile == group) & ((half == 0) | (person % 2 == half - 1))
    return chosen


def _shift(
    place: Place, people: People, who: Roster, truth: Truth, work: Work, year: int
) -> Floats:
    """What the school, its class and planted effects add to ability."""
    codes = np.array([one.code for one in place.schools])
    effect = np.array([one.effect for one in place.schools])
    group = np.sin(people.class_no[who.person] * 12.9898 + who.school * 78.233) * 0.15
    shift = effect[who.school] + group
    at = codes[who.school]
    acts = truth.action and work.procedure == "vpr" and work.subject == truth.action.subject
    if truth.action and acts and year >= truth.action.since:
        shift = shift + np.isin(at, truth.action.treated) * truth.action.effect
    if (practice := truth.good_practice) and _among(practice.cells, work, year):
        shift = shift + (at == practice.organisation) * practice.effect
    bent = truth.manipulated
    if bent and work.procedure == "oge" and year >= min(cell.year for cell in bent.cells):
        shift = shift - (at == bent.organisation) * EXAM_DROP
    return shift


def _helped(place: Place, who: Roster, truth: Truth, work: Work, year: int) -> Floats | float:
    """Help during the work in the school with manipulated results."""
    bent = truth.manipulated
    if bent is None or not _among(bent.cells, work, year):
        return 0.0
    school = [one.code for one in place.schools].index(bent.organisation)
    helped: Floats = (who.school == school) * bent.raised
    return helped


def _among(cells: Iterable[Cell], work: Work, year: int) -> bool:
    """Whether a work of a year is one of the cells."""
    return Cell(year, work.procedure, work.subject, work.grade) in set(cells)


def _planted(place: Place, truth: Truth, sitting: Sitting, rng: np.random.Generator) -> set[int]:
    """Plant what the truth says of this work; returns the schools whose marks were fixed."""
    index = {one.code: number for number, one in enumerate(place.schools)}
    work, year = sitting.work, sitting.year

    planted: set[int] = set()
    if truth.thin and _among([truth.thin.cell], work, year):
        _write_only(sitting, index[truth.thin.organisation], truth.thin.participants)
    if (bent := truth.manipulated) and _among(bent.cells, work, year):
        plant.manipulate(sitting, index[bent.organisation], bent.lifted, bent.reach, rng)
    if (low := truth.low_performing) and _among(low.cells, work, year):
        share = 0.27 if work.grade == 4 else 0.38
        plant.fix_marks(sitting, index[low.organisation], share, rng)
        planted.add(index[low.organisation])
    for counted in (truth.borderline, truth.tiny):
        if counted and _among(counted.cells, work, year):
            school = index[counted.organisation]
            _write_only(sitting, school, counted.participants)
            plant.count_marks(sitting, sitting.rows_of(school), counted.twos, rng)
            planted.add(school)
    return planted


def _write_only(sitting: Sitting, school: int, participants: int) -> None:
    rows = np.flatnonzero(sitting.school == school)
    sitting.present[rows] = np.arange(len(rows)) < participants

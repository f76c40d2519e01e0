"""Who wrote a work and with which points: partial-credit items, absences, skipped tasks, marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from msoko.demo.people import Floats, Ints, Mask, People, Roster
from msoko.demo.works import Work, scaled_scores

DONE, NOT_ATTEMPTED, NOT_TAUGHT = range(3)
# Absences of 6–15 % and skipped tasks: as in the real files of 2020–2021 (FIELD A1 g).
_ABSENT = (0.06, 0.15)
_SKIPPED, _NOT_TAUGHT_WORKS = 0.25, 0.03
_REFERENCE = 1500
# Makes a work of 20 points about as reliable as a real one: 0.7.
_DISCRIMINATION = 0.65


@dataclass(frozen=True)
class Sitting:
    """One work in one year over all schools: a row per person on the list.

    `points` is (persons × items) with NaN for topics not taught; `states` says what happened to
    an item; `journal` is 0 where there is no mark. Planting changes `points` in place before the
    sitting is told to anybody.
    """

    work: Work
    year: int
    person: Ints
    school: Ints
    code: npt.NDArray[np.str_]
    present: Mask
    points: Floats
    states: npt.NDArray[np.int8]
    journal: Ints
    variant: Ints

    @property
    def raw(self) -> Floats:
        """Raw scores; NaN for the absent."""
        return np.where(self.present, np.nansum(self.points, axis=1), np.nan)

    @property
    def mark(self) -> Ints:
        """Marks 2–5, 0 for the absent and where the work has no marks."""
        if self.work.bounds is None:
            return np.zeros(len(self.person), np.int64)
        return np.where(self.present, self.work.marks(np.nan_to_num(self.raw)), 0)

    @property
    def passed(self) -> Mask:
        """Whether the boundary is passed; meaningless for the absent."""
        if self.work.pass_scaled is None:
            return self.mark >= 3
        return scaled_scores(self.work, np.nan_to_num(self.raw)) >= self.work.pass_scaled

    def score(self, row: int) -> int:
        """The raw score of one who wrote the work."""
        return int(np.nansum(self.points[row]))

    def rows_of(self, school: int) -> Ints:
        """Rows of those of one school who wrote the work."""
        return np.flatnonzero((self.school == school) & self.present)


def held(
    work: Work,
    year: int,
    people: People,
    who: Roster,
    shift: Floats,
    rng: np.random.Generator,
    *,
    at_school: bool,
    helped: Floats | float = 0.0,
) -> Sitting:
    """Let the people of a roster write a work; `shift` is what schools and actions add to ability.

    `helped` raises the work alone, not what teachers know of their pupils. `at_school` works have
    absences, skipped tasks, topics not taught and journal marks.
    """
    ability = people.ability(work.subject)[who.person] + shift
    difficulty = work.difficulties() - offset(work)
    points = _points(ability + helped, difficulty, work.maxima, rng)
    states = np.full(points.shape, DONE, np.int8)
    n = len(ability)
    absent = rng.uniform(*_ABSENT, 1 + who.school.max(initial=0))[who.school] if at_school else 0.01
    if at_school:
        states[(points == 0) & (rng.random(points.shape) < _SKIPPED)] = NOT_ATTEMPTED
        _drop_topics(points, states, who.school, rng)
    return Sitting(
        work, year, who.person, who.school, who.code,
        present=rng.random(n) >= absent, points=points, states=states,
        journal=_journal(ability, rng), variant=1 + np.arange(n) % 2,
    )  # fmt: skip


def move(sitting: Sitting, row: int, target: int, rng: np.random.Generator) -> None:
    """Change points of items of one person until the raw score is `target`.

    Items not taught stay so: what they are worth is out of the person's reach.
    """
    points, maxima = sitting.points[row], np.array(sitting.work.maxima, float)
    target = min(target, int(maxima[~np.isnan(points)].sum()))
    step = 1 if np.nansum(points) < target else -1
    while np.nansum(points) != target:
        room = points < maxima if step > 0 else points > 0
        item = rng.choice(np.flatnonzero(room & ~np.isnan(points)))
        points[item] += step
        sitting.states[row, item] = DONE


@lru_cache(maxsize=128)
def offset(work: Work) -> float:
    """Easiness of a work in logits at which its share of «2» among average pupils is `fail`."""
    rng = np.random.default_rng(7)
    ability = rng.normal(size=_REFERENCE)
    low, high = -6.0, 6.0
    for _ in range(12):
        middle = (low + high) / 2
        points = _points(
            ability, work.difficulties() - middle, work.maxima, np.random.default_rng(8)
        )
        failed = float((points.sum(axis=1) < least_passing(work)).mean())
        low, high = (middle, high) if failed > work.fail else (low, middle)
    return (low + high) / 2


def least_passing(work: Work) -> int:
    """The lowest raw score that is not a «2» (or reaches the lowest test score that passes)."""
    if work.bounds is not None and work.pass_scaled is None:
        return work.bounds[0]
    scores = scaled_scores(work, np.arange(work.largest + 1.0))
    return int(np.argmax(scores >= (work.pass_scaled or 0)))


def _points(
    ability: Floats, difficulty: Floats, maxima: tuple[int, ...], rng: np.random.Generator
) -> Floats:
    """Partial credit model (Masters 1982): P(k) ∝ exp(Σ_{j≤k} (ability − step_j))."""
    points = np.empty((len(ability), len(maxima)))
    slope = _DISCRIMINATION * ability[:, None]
    for item, largest in enumerate(maxima):
        steps = difficulty[item] + np.linspace(-0.5, 0.5, largest) * (largest > 1)
        terms = np.cumsum(slope - steps, axis=1)
        weights = np.exp(np.c_[np.zeros(len(ability)), terms])
        below = np.cumsum(weights, axis=1)
        drawn = rng.random(len(ability)) * below[:, -1]
        points[:, item] = (below < drawn[:, None]).sum(axis=1)
    return points


def _drop_topics(
    points: Floats, states: npt.NDArray[np.int8], school: Ints, rng: np.random.Generator
) -> None:
    """In a few schools one topic was not taught: «не пройд.» for all pupils of the school."""
    for one in np.unique(school)[rng.random(len(np.unique(school))) < _NOT_TAUGHT_WORKS]:
        item = rng.integers(points.shape[1])
        points[school == one, item] = np.nan
        states[school == one, item] = NOT_TAUGHT


def _journal(ability: Floats, rng: np.random.Generator) -> Ints:
    """Marks teachers gave: kinder than the work, seldom a «2», now and then none at all."""
    n = len(ability)
    mark = np.clip(np.rint(3.65 + 0.75 * ability + rng.normal(0, 0.4, n)), 2, 5).astype(np.int64)
    mark = np.where((mark == 2) & (rng.random(n) < 0.8), 3, mark)
    return np.where(rng.random(n) < 0.01, 0, mark)

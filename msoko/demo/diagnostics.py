"""Results known only from tables of schools and the municipality: control, diagnostics, ГВЭ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from msoko.demo.people import Floats, Mask
from msoko.demo.results_facts import designation
from msoko.demo.world import World

_LEVELS = np.array(["below_base", "base", "above_base", "high"])
_CUTS = (-1.4, 0.0, 1.1)
_AOOP_MAX = 20.0


@dataclass(frozen=True)
class _Round:
    """One diagnostic work: what it is, for which grades, in which month."""

    procedure: str
    subject: str
    grades: tuple[int, ...]
    month: int
    stage: str | None = None
    domain: str | None = None
    # Years back from the last one in which it was held.
    back: tuple[int, ...] = (0,)
    adapted: bool | None = None


_ALL = tuple(range(2, 12))
ROUNDS = (
    *(
        _Round("school", subject, _ALL, month, stage, back=(0, 1) if stage == "final" else (0,))
        for subject in ("russian", "math")
        for month, stage in ((10, "entry"), (1, "interim"), (5, "final"))
    ),
    _Round("metasubject", "metasubject", tuple(range(1, 11)), 3),
    *(
        _Round("fl", "functional_literacy", (5, 8), 11, domain=domain)
        for domain in ("reading", "math", "science")
    ),
    *(
        _Round("rdr", subject, (4, 9, 10), 12, back=(0, 1), adapted=False)
        for subject in ("russian", "math")
    ),
    *(_Round("aoop", subject, _ALL, 4, adapted=True) for subject in ("russian", "math")),
    *(
        _Round("gve", subject, (9, 11), 6, back=(0, 1, 2, 3), adapted=True)
        for subject in ("russian", "math")
    ),
)


def diagnostics_of(world: World) -> pa.Table:
    """Rows of `results` of all rounds; an organisation that sent nothing has none."""
    last, rng = world.truth.identification_year, world.rng(2)
    parts = [
        _rows(world, one, last - back, rng)
        for one in ROUNDS
        for back in one.back
        if last - back >= world.start
    ]
    return pa.concat_tables(parts, promote_options="default")


def _rows(world: World, one: _Round, year: int, rng: np.random.Generator) -> pa.Table:
    who, people = world.rosters[year - world.start], world.people
    sent = np.array([world.sent(school.code, year) for school in world.place.schools])
    keep = np.isin(who.grade, one.grades) & sent[who.school]
    if one.adapted is not None:
        keep &= people.adapted[who.person] == one.adapted
    person, school = who.person[keep], who.school[keep]
    effect = np.array([organisation.effect for organisation in world.place.schools])
    ability = people.ability(one.subject)[person] + effect[school] + rng.normal(0, 0.5, len(person))
    present = rng.random(len(person)) < 0.95
    n = len(person)
    columns: dict[str, pa.Array] = {
        "organisation": pa.array([o.code for o in world.place.schools]).take(pa.array(school)),
        "year": pa.repeat(pa.scalar(year, pa.int32()), n),
        "pupil": pa.array([designation(number) for number in person], pa.string()),
        "procedure": pa.repeat(one.procedure, n),
        "subject": pa.repeat(one.subject, n),
        "grade": pa.array(who.grade[keep].astype(np.int32)),
        "control_stage": pa.repeat(pa.scalar(one.stage, pa.string()), n),
        "domain": pa.repeat(pa.scalar(one.domain, pa.string()), n),
        "date": pa.repeat(pa.scalar(_day(year, one.month), pa.date32()), n),
        "participated": pa.array(present),
        "special_needs": pa.array(people.special[person]),
    }
    return pa.table(columns | _outcome(one, ability, present))


def _outcome(one: _Round, ability: Floats, present: Mask) -> dict[str, pa.Array]:
    absent = ~present
    if one.procedure == "gve":
        mark = np.clip(np.rint(3.9 + 0.6 * ability), 2, 5).astype(np.int32)
        return {
            "mark": pa.array(mark, mask=absent),
            "passed": pa.array(mark >= 3, mask=absent),
            "mandatory": pa.repeat(True, len(ability)),
            "attempt": pa.repeat("main", len(ability)),
        }
    if one.procedure == "aoop":
        raw = np.clip(np.rint(12 + 3 * ability), 0, _AOOP_MAX)
        return {
            "raw_score": pa.array(raw, mask=absent),
            "max_score": pa.repeat(_AOOP_MAX, len(ability)),
            "passed": pa.array(raw >= 8, mask=absent),
            "programme": pa.repeat("aoop", len(ability)),
        }
    level = np.searchsorted(np.array(_CUTS), ability)
    return {
        "level": pa.array(_LEVELS[level], mask=absent),
        "passed": pa.array(level >= 1, mask=absent),
    }


def _day(year: int, month: int) -> date:
    return date(year if month >= 9 else year + 1, month, 14)

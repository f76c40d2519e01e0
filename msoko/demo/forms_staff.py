"""What organisations report of those who work: staff, their development, the reserve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from msoko.demo.place import Organisation
from msoko.demo.world import World

Row = dict[str, Any]
_SUBJECTS = (
    "primary", "primary", "russian", "math", "history", "english", "physics", "biology",
    "geography", "physical_education", "technology", "informatics",
)  # fmt: skip
_DEFICITS = ("subject", "methodical", "psychological", "communicative", "digital", "none")


def staff(world: World) -> Iterator[Row]:
    """Leaders, teachers, educators and psychologists of the last two years."""
    for year, organisation in _sent(world):
        rng = _rng(world, organisation)
        people = list(_people(organisation))
        drawn = [_traits(role, rng) for _, role, _ in people]
        for (person, role, subject), traits in zip(people, drawn, strict=True):
            about: Row = {"organisation": organisation.code, "year": year, "person": person}
            yield about | {"role": role, "subject": subject} | traits | _of_year(role, year, traits)


def _people(organisation: Organisation) -> Iterator[tuple[str, str, str | None]]:
    """(designation, role, subject), the same persons every year."""
    teachers = {"school": max(7, organisation.size), "preschool": 2 + organisation.size // 8}
    count = teachers.get(organisation.kind, 8)
    yield _person(organisation, 0), "leader", None
    yield _person(organisation, 1), "deputy", None
    yield _person(organisation, 2), "psychologist", None
    for number in range(count):
        if organisation.kind == "school":
            yield _person(organisation, 10 + number), "teacher", _SUBJECTS[number % len(_SUBJECTS)]
        else:
            role = "educator" if organisation.kind == "preschool" else "other_pedagogue"
            yield _person(organisation, 10 + number), role, None


def _traits(role: str, rng: np.random.Generator) -> Row:
    age = int(np.clip(rng.normal(46, 12), 22, 72))
    category = str(rng.choice(["highest", "first", "none"], p=[0.3, 0.4, 0.3]))
    higher = bool(rng.random() < 0.85)
    return {
        "pedagogical": role != "leader", "age": age, "experience": float(max(0, age - 24)),
        "education": "higher" if higher else "vocational", "category": category,
        "graduated_from": "university" if higher else "college",
        "education_matches": bool(rng.random() < 0.93) if role == "teacher" else None,
        "degree": bool(rng.random() < 0.02), "young_specialist": age < 25,
        "class_teacher": role == "teacher" and bool(rng.random() < 0.5),
        "low_results": role == "teacher" and bool(rng.random() < 0.1),
    }  # fmt: skip


def _of_year(role: str, year: int, traits: Row) -> Row:
    number = int(traits["age"]) + year
    if role == "leader":
        return {
            "effectiveness": ("optimal", "acceptable", "optimal", "critical")[number % 4],
            "competence": ("high", "medium", "high", "low")[number % 4],
            "competence_raised": number % 3 == 0, "qualified": number % 5 != 0,
            "newly_appointed": number % 6 == 0, "by_competition": number % 12 == 0,
        }  # fmt: skip
    if traits["class_teacher"]:
        evaluated, awarded = number % 4 != 0, number % 5 == 0
        return {"class_teacher_evaluated": evaluated, "class_teacher_awarded": awarded}
    return {}


_CARRIED = (
    "organisation", "year", "person", "role", "pedagogical", "age", "experience", "low_results",
)  # fmt: skip
# Share of pedagogues a year; topics of courses come with shares of their own.
_ONCE = (
    ({"kind": "association"}, 0.7), ({"kind": "network"}, 0.25), ({"kind": "support"}, 0.2),
    ({"kind": "retraining", "completed": True, "years_ago": 0}, 0.04),
    ({"kind": "contest", "level": "municipal"}, 0.07),
    ({"kind": "contest", "level": "regional"}, 0.03),
    ({"kind": "contest", "level": "federal"}, 0.02),
)  # fmt: skip
_COURSES = {"talents": 0.15, "upbringing": 0.2, "subject": 0.3}
_MANAGEMENT: tuple[Row, ...] = (
    {"kind": "training", "topic": "management", "completed": True, "years_ago": 0},
    {"kind": "diagnosis", "topic": "management", "improved": True},
)
_PSYCHOLOGIST: tuple[tuple[Row, float], ...] = (
    ({"kind": "tools", "topic": "talents"}, 1.0),
    ({"kind": "training", "topic": "talents", "completed": True, "years_ago": 0}, 0.6),
)


def staff_events(world: World) -> Iterator[Row]:
    """Courses, diagnoses, contests, mentoring … of the last two years."""
    rng = world.rng(8)
    for row in list(staff(world)):
        about = {name: row[name] for name in _CARRIED}
        happened = _MANAGEMENT if row["role"] == "leader" else _events(row, rng)
        for event in happened:
            yield about | {"date": date(row["year"] + 1, 2, 10)} | event


def _events(row: Row, rng: np.random.Generator) -> Iterator[Row]:
    offered: list[tuple[Row, float]] = [(_diagnosis(row, rng), 0.5), *_ONCE]
    courses = _COURSES | ({"preschool": 0.6} if row["role"] == "educator" else {})
    offered += [(_course(topic, row["year"], rng), share) for topic, share in courses.items()]
    young = row["age"] < 35
    offered += [({"kind": "mentoring", "part": "mentee" if young else "mentor"}, 0.2)]
    offered += [({"kind": "young_project"}, 0.5)] if young else []
    offered += _PSYCHOLOGIST if row["role"] == "psychologist" else ()
    for event, share in offered:
        if rng.random() < share:
            yield event


def _diagnosis(row: Row, rng: np.random.Generator) -> Row:
    return {
        "kind": "diagnosis", "topic": "subject" if rng.random() < 0.6 else "methodical",
        "subject": row["subject"], "deficit": str(rng.choice(_DEFICITS)),
        "independent": bool(rng.random() < 0.7), "improved": bool(rng.random() < 0.6),
    }  # fmt: skip


def _course(topic: str, year: int, rng: np.random.Generator) -> Row:
    return {
        "kind": "training", "topic": topic, "completed": bool(rng.random() < 0.95),
        "date": date(year, 11, 20), "after_diagnosis": bool(rng.random() < 0.5),
        "years_ago": int(rng.integers(0, 4)),
    }  # fmt: skip


def reserve(world: World) -> Iterator[Row]:
    """Candidates and members of the leadership reserve, kept by the authority."""
    authority = world.place.of_kind("authority")[0]
    done = (100.0, 75.0, 40.0, 95.0, None, 60.0)
    for year in world.years[-2:]:
        for number in range(12 if len(world.place.schools) > 1 else 4):
            candidate = number % 3 != 0
            yield {
                "organisation": authority.code, "year": year, "person": f"р-{number:02d}",
                "in_reserve": not candidate or number % 2 == 0, "candidate": candidate,
                "enrolled_in_year": candidate and number % 2 == 0, "trained": number % 4 != 3,
                "appointed": number == 4, "diagnosed": number % 4 != 0,
                "diagnosis_passed": number % 5 != 0, "has_plan": number % 6 != 4,
                "plan_done": done[number % 6],
            }  # fmt: skip


def _sent(world: World) -> Iterator[tuple[int, Organisation]]:
    for year in world.years[-2:]:
        for organisation in world.place.of_kind("school", "preschool", "extra"):
            if world.sent(organisation.code, year):
                yield year, organisation


def _person(organisation: Organisation, number: int) -> str:
    return f"т-{organisation.code}-{number:03d}"


def _rng(world: World, organisation: Organisation) -> np.random.Generator:
    return np.random.default_rng([world.seed, 7, int(organisation.code)])

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
        return {"class_teacher_evaluated": number % 4 != 0, "class_teacher_awarded": number % 5 == 0}
    return {}


def staff_events(world: World) -> Iterator[Row]:
    """Courses, diagnoses, contests, mentoring … of the last two years."""
    rng = world.rng(8)
    for row in list(staff(world)):
        about = {
            name: row[name]
            for name in ("organisation", "year", "person", "role", "pedagogical", "age", "experience")
        }
        about["low_results"] = row["low_results"]
        for event in _events(row, rng):
            yield about | {"date": date(row["year"] + 1, 2, 10)} | event


def _events(row: Row, rng: np.random.Generator) -> Iterator[Row]:
    if row["role"] == "leader":
        yield {"kind": "training", "topic": "management", "completed": True, "years_ago": 0}
        yield {"kind": "diagnosis", "topic": "management", "improved": bool(rng.random() < 0.5)}
        return
    if rng.random() < 0.5:
        yield {
            "kind": "diagnosis", "topic": "subject" if rng.random() < 0.6 else "methodical",
            "subject": row["subject"], "deficit": str(rng.choice(_DEFICITS)),
            "independent": bool(rng.random() < 0.7), "improved": bool(rng.random() < 0.6),
        }  # fmt: skip
    for topic, share in (("talents", 0.15), ("upbringing", 0.2), ("subject", 0.3), ("preschool", 0.0)):
        wanted = 0.6 if topic == "preschool" and row["role"] == "educator" else share
        if rng.random() < wanted:
            yield {
                "kind": "training", "topic": topic, "completed": bool(rng.random() < 0.95),
                "date": date(row["year"], 11, 20),
                "after_diagnosis": bool(rng.random() < 0.5), "years_ago": int(rng.integers(0, 4)),
            }  # fmt: skip
    for kind, share in (("association", 0.7), ("network", 0.25), ("support", 0.2), ("retraining", 0.04)):
        if rng.random() < share:
            yield {"kind": kind, "completed": True, "years_ago": 0}
    if rng.random() < 0.1:
        level = str(rng.choice(["municipal", "municipal", "regional", "federal"]))
        yield {"kind": "contest", "level": level}
    if rng.random() < 0.2:
        yield {"kind": "mentoring", "part": "mentee" if row["age"] < 35 else "mentor"}
    if row["age"] < 35 and rng.random() < 0.5:
        yield {"kind": "young_project"}
    if row["role"] == "psychologist":
        yield {"kind": "tools", "topic": "talents"}
        if rng.random() < 0.6:
            yield {"kind": "training", "topic": "talents", "completed": True, "years_ago": 0}


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

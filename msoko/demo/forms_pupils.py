"""What schools and kindergartens report of children: enrolment, graduates, events, coverage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from msoko.demo.place import Organisation
from msoko.demo.results_facts import designation
from msoko.demo.world import World

Row = dict[str, Any]
_AFTER_11 = ("higher", "vocational", "work", "army")
_AFTER_11_SHARES = (0.6, 0.25, 0.08, 0.07)
_PROFILES = ("технологический", "естественно-научный", "гуманитарный")


def enrolment(world: World) -> Iterator[Row]:
    """Every child in every year: pupils of schools, then children of kindergartens."""
    for year, who in zip(world.years, world.rosters, strict=True):
        for person, school, grade in zip(who.person, who.school, who.grade, strict=True):
            organisation = world.place.schools[school]
            if world.sent(organisation.code, year):
                yield _pupil(world, organisation, int(person), int(grade), year)
        for garden in world.place.of_kind("preschool"):
            if world.sent(garden.code, year):
                yield from _children(garden, year)


def _pupil(world: World, school: Organisation, person: int, grade: int, year: int) -> Row:
    people = world.people
    upper = grade >= 10
    return {
        "organisation": school.code, "year": year, "pupil": designation(person), "grade": grade,
        "class_group": "абвгд"[int(people.class_no[person]) - 1],
        "programme": "aoop" if people.adapted[person] else "oop",
        "special_needs": bool(people.special[person]),
        "sex": "f" if people.girl[person] else "m", "age": grade + 6 + person % 5 // 4,
        "profile": _PROFILES[int(people.profile[person])] if upper else None,
        "advanced_study": upper and people.profile[person] != 2,
        "individual_plan": upper and person % 7 == 0,
        "individual_route": bool(people.gifted[person]) and person % 3 != 0,
        "gifted": bool(people.gifted[person]), "at_risk": bool(people.at_risk[person]),
        "from_other_school": (
            bool(people.upper[person] != people.school[person]) if upper else None
        ),
        "native_russian": not people.foreign[person], "resettled": bool(people.resettled[person]),
        "poor_housing": None if person % 50 == 0 else bool(people.poor_housing[person]),
    }  # fmt: skip


def _children(garden: Organisation, year: int) -> Iterator[Row]:
    for child in range(garden.size):
        yield {
            "organisation": garden.code, "year": year, "pupil": f"в-{garden.code}-{child:03d}",
            "grade": 0, "class_group": f"группа {1 + child % 3}", "programme": "oop",
            "special_needs": child % 17 == 0, "sex": "fm"[child % 2], "age": 3 + child % 4,
            "native_russian": child % 40 != 0,
        }  # fmt: skip


def graduates(world: World) -> Iterator[Row]:
    """Leavers of grades 9 and 11, every year; certificates follow the results of exams."""
    failed = _failed(world)
    rng = world.rng(3)
    for year, who in zip(world.years, world.rosters, strict=True):
        for person, school, grade in zip(who.person, who.school, who.grade, strict=True):
            if grade in (9, 11) and world.sent(world.place.schools[school].code, year):
                certificate = (int(person), year) not in failed or rng.random() < 0.7
                yield _graduate(world, int(person), int(school), int(grade), year, certificate, rng)


def _graduate(
    world: World, person: int, school: int, grade: int, year: int, certificate: bool,
    rng: np.random.Generator,
) -> Row:  # fmt: skip
    people = world.people
    advanced = grade == 11 and people.profile[person] != 2
    if grade == 9:
        destination = "school" if people.upper[person] >= 0 else "vocational"
    else:
        destination = str(rng.choice(_AFTER_11, p=_AFTER_11_SHARES))
    goes_on = destination in ("higher", "vocational")
    return {
        "organisation": world.place.schools[school].code, "year": year,
        "pupil": designation(person), "grade": grade,
        "special_needs": bool(people.special[person]), "certificate": certificate,
        "honours": certificate and people.general[person] > 1.3, "advanced_study": advanced,
        "exam_matches_profile": bool(rng.random() < 0.8) if advanced else None,
        "destination": destination,
        "destination_by_profile": bool(rng.random() < 0.6) if grade == 11 and goes_on else None,
        "destination_in_region": bool(rng.random() < 0.55) if goes_on else None,
        "gifted": bool(people.gifted[person]),
    }  # fmt: skip


def _failed(world: World) -> set[tuple[int, int]]:
    """Persons who did not pass a mandatory exam, with the year."""
    found = set()
    for sitting in world.sittings:
        if sitting.work.procedure == "vpr" or sitting.work.subject not in ("russian", "math"):
            continue
        for person in sitting.person[sitting.present & ~sitting.passed]:
            found.add((int(person), sitting.year))
    return found


# Kind of safety, its Russian name, share of pupils.
_SAFETY = (
    ("physical", "физическая", 0.8), ("information", "информационная", 0.6),
    ("psychological", "психологическая", 0.3),
)  # fmt: skip
_CONTESTS = (("regional", "региональный", 0.06, 11), ("federal", "всероссийский", 0.02, 3))


def participation(world: World) -> Iterator[Row]:
    """Olympiads, contests, career and safety events of the last two years."""
    rng = world.rng(4)
    for year, person, school, grade in last_years(world):
        row = {
            "organisation": school.code, "year": year, "pupil": designation(person), "grade": grade,
            "special_needs": bool(world.people.special[person]),
            "native_russian": not world.people.foreign[person],
        }  # fmt: skip
        ability = float(world.people.general[person])
        offered = [*_contests(year, person, ability, rng), *_school_events(year, person)]
        offered += [_career(year, person, rng)] if grade >= 5 else []
        offered += [_adaptation(year, person)] if world.people.foreign[person] else []
        for event in _olympiad(year, grade, ability, rng):
            yield row | event
        for event, share in offered:
            if rng.random() < share:
                yield row | event


def _contests(
    year: int, person: int, ability: float, rng: np.random.Generator
) -> Iterator[tuple[Row, float]]:
    for level, words, share, month in _CONTESTS:
        event = {
            "event_kind": "contest", "event": f"Конкурс «Ступени», {words} этап", "level": level,
            "outcome": _outcome(ability, rng), "significant": True,
            "date": _date(year, month, person),
        }  # fmt: skip
        yield event, share * (1 + max(ability, 0))


def _school_events(year: int, person: int) -> Iterator[tuple[Row, float]]:
    for kind, words, share in _SAFETY:
        yield {
            "event_kind": "safety_event", "event": f"Неделя безопасности: {words}",
            "level": "school", "outcome": "participant", "safety_kind": kind,
            "date": date(year, 9, 10),
        }, share  # fmt: skip
    yield {
        "event_kind": "award", "event": "Благодарность главы округа", "level": "municipal",
        "outcome": "winner", "date": date(year + 1, 5, 1 + person % 27),
    }, 0.02  # fmt: skip


def _career(year: int, person: int, rng: np.random.Generator) -> tuple[Row, float]:
    kind = "career_contest" if rng.random() < 0.3 else "career_event"
    return {
        "event_kind": kind, "event": "Муниципальный день профессий", "level": "municipal",
        "outcome": "participant", "high_demand": bool(rng.random() < 0.5),
        "significant": kind == "career_contest", "date": _date(year, 10, person),
    }, 0.25  # fmt: skip


def _adaptation(year: int, person: int) -> tuple[Row, float]:
    return {
        "event_kind": "adaptation_event", "event": "Клуб русского языка", "level": "school",
        "outcome": "participant", "date": _date(year, 10, person),
    }, 0.7  # fmt: skip


def _olympiad(year: int, grade: int, ability: float, rng: np.random.Generator) -> Iterator[Row]:
    if grade < 4 or rng.random() > 0.35 + 0.1 * ability:
        return
    subject = str(rng.choice(["russian", "math", "history", "biology"]))
    stages = (("school", 10, -9.0), ("municipal", 11, 0.6), ("regional", 1, 1.5))
    for stage, month, least in stages:
        if stage != "school" and (grade < 7 or ability < least):
            return
        yield {
            "event_kind": "olympiad", "event": "Всероссийская олимпиада школьников",
            "level": stage, "stage": stage, "subject": subject, "outcome": _outcome(ability, rng),
            "significant": True, "date": _date(year, month, 3),
        }  # fmt: skip


def coverage(world: World) -> Iterator[Row]:
    """Who takes part in which forms of work, in the last two years."""
    rng = world.rng(5)
    for year, person, school, grade in last_years(world):
        row: Row = {
            "organisation": school.code, "year": year, "pupil": designation(person),
            "grade": grade, "age": grade + 6 + person % 5 // 4, "recipient": "pupil",
            "special_needs": bool(world.people.special[person]),
            "at_risk": bool(world.people.at_risk[person]),
        }  # fmt: skip
        for form in _forms(world, person, grade, rng):
            late = form["form"] == "extracurricular"
            day = _date(year, 11, person) if late else date(year, 9, 15)
            yield row | {"date": day} | form


_GUIDANCE: list[tuple[Row, float]] = [
    ({"form": "group_testing"}, 0.6), ({"form": "individual_testing"}, 0.3),
    ({"form": "counselling"}, 0.2), ({"form": "counselling", "recipient": "parent"}, 0.1),
]  # fmt: skip


def _forms(world: World, person: int, grade: int, rng: np.random.Generator) -> Iterator[Row]:
    sector = str(rng.choice(["education", "culture", "sport"]))
    offered: list[tuple[Row, float]] = [
        ({"form": "extra_education", "sector": sector}, 0.7), ({"form": "extracurricular"}, 0.15),
        ({"form": "holiday"}, 0.5),
    ]  # fmt: skip
    if grade >= 8:
        offered += _GUIDANCE
    for form, share in offered:
        if rng.random() < share:
            yield form
    if world.people.at_risk[person] and rng.random() < 0.8:
        yield {"form": "social_support" if person % 2 else "learning_support"}
    if rng.random() < 0.3:
        yield {
            "form": "association", "movement": str(rng.choice(["rdsh", "yunarmiya", "yuid"])),
            "joined_in_year": bool(rng.random() < 0.4),
        }  # fmt: skip


def prevention(world: World) -> Iterator[Row]:
    """Registers, offences and families of the last two years."""
    rng = world.rng(6)
    for year, person, school, grade in last_years(world):
        if grade < 5 or not world.people.at_risk[person] or rng.random() > 0.3:
            continue
        about: Row = {"organisation": school.code, "year": year, "person": designation(person)}
        first, removed = bool(rng.random() < 0.4), bool(rng.random() < 0.4)
        yield about | {
            "case_kind": "register", "register": "pdn" if rng.random() < 0.4 else "intra_school",
            "registered_on": _date(year, 10, person), "first_time": first,
            "removed_on": date(year + 1, 3, 20) if removed else None,
            "removal_reason": "corrected" if removed else None, "at_year_end": not removed,
        }  # fmt: skip
        if rng.random() < 0.4:
            yield about | {
                "case_kind": "offence", "registered_on": _date(year, 11, person),
                "repeated": bool(rng.random() < 0.2),
            }  # fmt: skip
        if rng.random() < 0.4:
            yield about | {
                "case_kind": "family", "person": f"с-{person:05d}",
                "registered_on": _date(year, 10, person), "first_time": first,
                "asocial": bool(rng.random() < 0.6), "positive_change": bool(rng.random() < 0.5),
            }  # fmt: skip


def last_years(world: World) -> Iterator[tuple[int, int, Organisation, int]]:
    """(year, person, school, grade) of the two last years, schools that sent their forms."""
    for year, who in list(zip(world.years, world.rosters, strict=True))[-2:]:
        for person, school, grade in zip(who.person, who.school, who.grade, strict=True):
            organisation = world.place.schools[school]
            if world.sent(organisation.code, year):
                yield year, int(person), organisation, int(grade)


def _outcome(ability: float, rng: np.random.Generator) -> str:
    luck = ability + float(rng.normal(0, 0.5))
    return "winner" if luck > 2.0 else "prize" if luck > 1.3 else "participant"


def _date(year: int, month: int, number: int) -> date:
    return date(year if month >= 9 else year + 1, month, 1 + number % 27)

"""The register, attributes, form fields, activities, procedures, reviews, ratings, codifiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msoko.demo.place import Organisation
from msoko.demo.works import OGE_WORKS, VPR_WORKS
from msoko.demo.world import World

Row = dict[str, Any]
_AUTHORITY_YES = (
    "leader_evaluation_system", "leader_support_mechanism", "reserve_selection_criteria",
    "reserve_training_system",
)  # fmt: skip
_EVERYWHERE = (
    "municipal_assignment_in_time", "financial_plan_in_time", "training_conditions",
    "training_control",
)  # fmt: skip
_SCHOOL = (
    "modern_requirements", "special_conditions_ovz", "family_recreation_infrastructure_expanded",
    "parent_counselling", "parent_counselling_legal", "parent_counselling_economic",
    "parent_counselling_medical", "parent_counselling_psychological", "parent_counselling_other",
    "modern_upbringing_process", "upbringing_methodical_support", "healthy_lifestyle_programme",
    "extremism_prevention_programme", "parents_role_programme",
)  # fmt: skip
_GARDEN = (
    "programmes_comply", "ovz_conditions", "staff_conditions_comply", "individual_support",
    "vsoko", "development_programme", "social_communicative", "cognitive", "speech", "artistic",
    "physical", "sanitary", "health_events", "nutrition", "medical", "indoor_safety",
    "outdoor_safety", "emergency_control", "outdoor_environment", "out_of_group_environment",
    "age_appropriate_methods", "initiative_support", "protection_from_violence", "parent_support",
)  # fmt: skip
_GARDEN_GROUPS = (
    "space", "furniture", "soft_furniture", "interest_centres_2", "privacy",
    "child_related_display", "gross_motor", "fine_motor",
)  # fmt: skip
_CRITERIA = ("indicators_published", "monitoring_report", "recommendations", "decisions")


def units(world: World) -> Iterator[Row]:
    """The register, a row for every organisation and year."""
    low = world.truth.low_performing
    listed = low.organisation if low else ""
    for year in world.years:
        for one in world.place.organisations:
            school = one.kind == "school"
            yield {
                "organisation": one.code, "year": year, "name": one.name, "kind": one.kind,
                "municipality": world.place.municipality, "region": world.place.region,
                "login": one.login if school else None, "municipal": True, "rural": one.rural,
                "oge_code": one.exam_code if school else None,
                "ege_code": one.exam_code if school else None,
                "disadvantaged": one.role in ("low", "practice") if school else None,
                "low_performing": one.code == listed if school else None,
            }  # fmt: skip


def attributes(world: World) -> Iterator[Row]:
    """Yes/no and levels of the last two years; who took part in the action and since when."""
    yield from _participants(world)
    for year, one in _sent(world):
        about: Row = {"organisation": one.code, "year": year, "date": date(year + 1, 5, 20)}
        for code in _codes(one):
            # About one answer in nine is «no», the same one every year.
            yield about | {"attribute": code, "yes": (len(code) + int(one.code)) % 9 != 0}
        if one.kind == "school":
            number = float(int(one.code) % 4 == 2)
            yield about | {"attribute": "narcology_registered_count", "number": number}
        if one.kind == "preschool":
            yield from _garden(about, one)


def _participants(world: World) -> Iterator[Row]:
    """Schools of the known action, as the analysis of its effect is told of them."""
    action = world.truth.action
    if action is None:
        return
    for code in action.treated:
        about: Row = {"organisation": code, "year": action.since, "text": action.title}
        yield about | {"attribute": f"action_{action.subject}", "yes": True}


def _codes(one: Organisation) -> tuple[str, ...]:
    if one.kind == "authority":
        return _AUTHORITY_YES
    own = {"school": _SCHOOL, "preschool": tuple(f"preschool_{code}" for code in _GARDEN)}
    return (*_EVERYWHERE, *own.get(one.kind, ()))


def _garden(about: Row, one: Organisation) -> Iterator[Row]:
    level = ("high", "medium", "high", "low")[int(one.code) % 4]
    yield about | {"attribute": "preschool_environment_quality", "text": level}
    for code in _GARDEN_GROUPS:
        for group in range(1, 4):
            yes = (len(code) + group + int(one.code)) % 7 != 0
            yield about | {"attribute": f"preschool_{code}", "group": f"группа {group}", "yes": yes}


def reported(world: World) -> Iterator[Row]:
    """Numbers typed into forms, of the last two years."""
    for year, one in _sent(world):
        for field, value in _fields(world, one).items():
            yield {"organisation": one.code, "year": year, "field": field, "value": float(value)}
        if one.kind in ("school", "preschool"):
            for who, asked in (("родители", 60), ("педагоги", 20), ("обучающиеся", 50)):
                about: Row = {"organisation": one.code, "year": year, "breakdown": who}
                yield about | {"field": "quality_surveyed", "value": float(asked)}
                satisfied = float(asked - int(one.code) % 17)
                yield about | {"field": "quality_satisfied", "value": satisfied}


def _fields(world: World, one: Organisation) -> dict[str, float]:
    if one.kind == "authority":
        children = sum(school.size for school in world.place.schools) * 13
        return {"population_5_18": float(children), "population_5_18_ovz": float(children // 15)}
    done = 100 if int(one.code) % 5 else 96
    common: dict[str, float] = {
        "municipal_assignment_planned": 100, "municipal_assignment_done": done,
        "financial_plan_planned": 1_000_000, "financial_plan_done": 10_000 * done,
        "positions_total": 10 + one.size, "positions_filled": 10 + one.size - int(one.code) % 3,
    }  # fmt: skip
    if one.kind == "school":
        lessons = one.size * 11 * 900
        return common | {
            "lessons_planned": lessons, "lessons_attended": lessons * 0.93 // 1,
            "partner_agreements": 2, "vocational_agreements": 1, "admitted_total": one.size,
            "admitted_to_demanded": one.size // 3,
        }  # fmt: skip
    if one.kind == "preschool":
        return common | {
            "preschool_positions_total": 8, "preschool_positions_occupied": 7,
            "preschool_groups": 3, "preschool_parents_participating": one.size // 2,
            "preschool_parents_surveyed": one.size, "preschool_parents_satisfied": one.size - 4,
        }  # fmt: skip
    return common


def activities(world: World) -> Iterator[Row]:
    """Events, programmes and associations of the last two years, and what stands behind truths."""
    kinds = {
        "school": ("family_event", "patriotic_event", "mentoring_programme", "pupil_mentoring",
                   "volunteer_movement", "partner_event", "vocational_event", "holiday_programme",
                   "mutual_learning"),
        "preschool": ("patriotic_event", "family_event"),
        "extra": ("patriotic_event", "partner_event"),
        "authority": ("methodical_association", "working_group", "young_teacher_project",
                      "mutual_learning"),
    }  # fmt: skip
    for year, one in _sent(world):
        for number, kind in enumerate(kinds[one.kind]):
            if (int(one.code) + number) % 7 == 0:
                continue
            yield {
                "organisation": one.code, "year": year, "kind": kind,
                "name": f"{_NAMES[kind]} ({one.name})", "date": date(year, 10, 1 + number),
                "level": "municipal" if one.kind == "authority" else "school",
                "topic": "methodical" if kind == "working_group" else "upbringing",
                "participants": 10 + number,
            }  # fmt: skip
    yield from _behind(world)


_NAMES = {
    "family_event": "Семейный праздник", "patriotic_event": "Урок мужества",
    "mentoring_programme": "Наставник молодого педагога", "pupil_mentoring": "Наставничество",
    "volunteer_movement": "Отряд добровольцев", "partner_event": "Встреча на предприятии",
    "vocational_event": "День колледжа", "holiday_programme": "Летняя площадка",
    "mutual_learning": "День открытых уроков", "methodical_association": "Объединение учителей",
    "working_group": "Группа методической помощи",
    "young_teacher_project": "Школа молодого педагога",
}  # fmt: skip


def _behind(world: World) -> Iterator[Row]:
    truth, first = world.truth, world.truth.identification_year - 2
    if truth.good_practice:
        yield {
            "organisation": truth.good_practice.organisation, "year": first, "kind": "other",
            "name": truth.good_practice.action, "date": date(first, 9, 1), "level": "school",
        }  # fmt: skip
    for code in truth.action.treated if truth.action else ():
        assert truth.action is not None
        yield {
            "organisation": code, "year": truth.action.since, "kind": "other", "level": "municipal",
            "name": truth.action.title, "date": date(truth.action.since, 9, 15),
        }  # fmt: skip


_STAGES = (
    ("school", 10, "math"), ("municipal", 11, "math"),
    ("school", 10, "russian"), ("municipal", 11, "history"),
)  # fmt: skip


def procedures(world: World) -> Iterator[Row]:
    """Works, exams and olympiad stages held, with observers, in the last two years."""
    for year, one in _sent(world):
        if one.kind != "school":
            continue
        for number, work in enumerate((*VPR_WORKS, *OGE_WORKS)):
            month = 4 if work.procedure == "vpr" else 6
            observer = ("public", "none", "independent", "none")[(int(one.code) + number) % 4]
            yield {
                "organisation": one.code, "year": year, "procedure": work.procedure,
                "subject": work.subject, "grade": work.grade, "observer": observer,
                "controlled": observer != "none",
                "violations": 0 if observer == "none" else number % 2,
                "date": date(year + 1, month, 3 + number),
            }  # fmt: skip
        for stage, month, subject in _STAGES:
            yield {
                "organisation": one.code, "year": year, "procedure": "vsosh", "subject": subject,
                "stage": stage, "date": date(year, month, 15), "controlled": subject != "russian",
                "observer": "public" if int(one.code) % 2 else "none",
            }  # fmt: skip


def reviews(world: World) -> Iterator[Row]:
    """The official list of unreliable results, and one re-check that found nothing."""
    truth = world.truth
    if truth.manipulated:
        for cell in truth.manipulated.listed:
            yield {
                "organisation": truth.manipulated.organisation, "year": cell.year,
                "procedure": cell.procedure, "subject": cell.subject, "grade": cell.grade,
                "status": "unreliable",
                "source": "Официальный перечень ОО с признаками необъективности результатов ВПР",
            }  # fmt: skip
    yield {
        "organisation": world.place.schools[0].code, "year": truth.identification_year,
        "procedure": "vpr", "subject": "russian", "grade": 4, "status": "reliable",
        "source": "Акт муниципальной перепроверки", "basis": "перепроверено 20 работ",
    }  # fmt: skip


def ratings(world: World) -> Iterator[Row]:
    """Expert scores of published documents, with the day the link was checked."""
    authority, year = world.place.of_kind("authority")[0], world.years[-1]
    for number, criterion in enumerate(_CRITERIA):
        yield {
            "organisation": authority.code, "year": year, "criterion": criterion,
            "score": float(number % 3), "max_score": 2.0, "checked_on": date(year + 1, 5, 30),
            "link": f"https://example.org/{criterion}", "link_alive": number != 2, "expert": "э-1",
        }  # fmt: skip


def codifier(world: World) -> Iterator[Row]:
    """What each item of each ВПР work checks, every year."""
    levels = {1: "base", 2: "raised", 3: "high"}
    for year in world.years:
        for work in VPR_WORKS:
            for item, largest, skill in zip(work.items, work.maxima, work.skills, strict=True):
                yield {
                    "year": year, "procedure": "vpr", "subject": work.subject, "grade": work.grade,
                    "item": item, "max_points": float(largest), "difficulty": levels[largest],
                    "skill": skill, "content": f"Раздел {1 + int(item) % 5}",
                }  # fmt: skip


def _sent(world: World) -> Iterator[tuple[int, Organisation]]:
    for year in world.years[-2:]:
        for one in world.place.organisations:
            if world.sent(one.code, year):
                yield year, one

"""Four short regulations are rendered whole: each catalogued entry exactly once, none invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from tests.architecture.tree import ROOT, SHARED
from tests.unit.profile.yaml_folder import PROFILES, read

CATALOGUE = SHARED / "catalogue"
COUNTS = {
    "aleksandrovskoe": {"areas": 9, "goals": 70, "groups": 39, "roles": 12, "functions": 26},
    "kalininsky": {"areas": 8, "goals": 53, "groups": 49, "roles": 3, "functions": 3},
    "aniva": {"areas": 8, "goals": 36, "groups": 15, "roles": 5, "functions": 106},
    "severomorsk": {"areas": 8, "goals": 44, "groups": 22, "roles": 5, "functions": 72},
}
STAGES = {"aleksandrovskoe": 9, "kalininsky": 10, "aniva": 7, "severomorsk": 7}
REQUIREMENTS = {"aleksandrovskoe": 316, "kalininsky": 89, "aniva": 124, "severomorsk": 204}

each = pytest.mark.parametrize("municipality", sorted(COUNTS))


def profile(municipality: str, name: str) -> Any:
    return read(PROFILES / municipality / f"{name}.yaml")


def catalogue(municipality: str) -> Any:
    path = CATALOGUE / f"{municipality}.yaml"
    if not path.exists():
        pytest.skip("нет папки ../shared/catalogue")
    return read(path)


def area_files(municipality: str) -> list[Any]:
    folder = PROFILES / municipality / "areas"
    return [read(path) for path in sorted(folder.glob("*/*.yaml"))]


def groups(municipality: str) -> list[Any]:
    return [file for file in area_files(municipality) if "group" in file]


def areas(municipality: str) -> list[Any]:
    found = [file for file in area_files(municipality) if "mechanism" in file]
    return sorted(found, key=lambda area: int(area["number"]))


def goals(municipality: str) -> list[Any]:
    return [goal for area in areas(municipality) for goal in area["goals"]]


def with_functions(municipality: str) -> list[Any]:
    return [role for role in profile(municipality, "profile")["roles"] if role.get("functions")]


def entries(found: Iterable[Any]) -> Counter[str]:
    return Counter(entry["catalogue"] for entry in found)


def ids(found: Iterable[Any]) -> Counter[str]:
    return Counter(str(entry["id"]) for entry in found)


def closed(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split()).rstrip(";.,:")


@each
def test_counts_are_those_of_the_regulation(municipality: str) -> None:
    roles = with_functions(municipality)
    assert {
        "areas": len(areas(municipality)),
        "goals": len(goals(municipality)),
        "groups": len(groups(municipality)),
        "roles": len(roles),
        "functions": sum(len(role["functions"]) for role in roles),
    } == COUNTS[municipality]


@each
def test_stages_and_requirements_are_all_there(municipality: str) -> None:
    assert len(profile(municipality, "cycle")["stages"]) == STAGES[municipality]
    assert len(profile(municipality, "requirements")) == REQUIREMENTS[municipality]


@each
def test_areas_stand_in_the_order_of_the_regulation(municipality: str) -> None:
    expected = [area["id"] for area in catalogue(municipality)["directions"]]
    assert [area["id"] for area in areas(municipality)] == expected


@each
def test_each_goal_is_rendered_once_in_its_area(municipality: str) -> None:
    found = {area["id"]: entries(area["goals"]) for area in areas(municipality)}
    expected = {area["id"]: ids(area["goals"]) for area in catalogue(municipality)["directions"]}
    assert found == expected


@each
def test_each_group_of_indicators_is_rendered_once(municipality: str) -> None:
    expected = [
        group for area in catalogue(municipality)["directions"] for group in area["indicators"]
    ]
    assert entries(groups(municipality)) == ids(expected)


@each
def test_each_group_names_indicators_and_a_goal_of_its_area(municipality: str) -> None:
    known = {area["id"]: {goal["id"] for goal in area["goals"]} for area in areas(municipality)}
    folder = PROFILES / municipality / "areas"
    strays = [
        path.stem
        for path in folder.glob("*/*.yaml")
        if path.stem != "area"
        and not (read(path)["goals"] and set(read(path)["goals"]) <= known[path.parent.name])
    ]
    unused = [group["group"] for group in groups(municipality) if not group["uses"]]
    assert (strays, unused) == ([], [])


@each
def test_each_function_of_a_role_is_quoted_in_order(municipality: str) -> None:
    found = {
        role["id"]: [closed(function["text"]) for function in role["functions"]]
        for role in with_functions(municipality)
    }
    expected = {
        role["id"]: [closed(function["verbatim"]) for function in role["functions"]]
        for role in catalogue(municipality)["roles"]
    }
    assert found == expected


@each
def test_each_requirement_is_answered_once(municipality: str) -> None:
    answers = profile(municipality, "requirements")
    assert ids(answers) == ids(catalogue(municipality)["requirements"])
    assert {answer["answer"] for answer in answers} <= {"served", "partly", "not_yet"}


@each
def test_what_is_served_says_by_what_and_what_is_missing_says_why(municipality: str) -> None:
    answers = profile(municipality, "requirements")
    served = [
        answer["id"] for answer in answers if answer["answer"] != "not_yet" and not answer["by"]
    ]
    missing = [
        answer["id"] for answer in answers if answer["answer"] != "served" and "note" not in answer
    ]
    assert (served, missing) == ([], [])


@each
def test_each_anomaly_of_the_source_has_a_reading_in_force(municipality: str) -> None:
    readings = profile(municipality, "readings")
    known = [reading for reading in readings if reading["source"] == "catalogue"]
    assert len(known) == len(catalogue(municipality)["source_anomalies"])
    assert max(ids(readings).values()) == 1


@each
def test_what_answers_a_requirement_in_the_profile_exists(municipality: str) -> None:
    named = {
        place for answer in profile(municipality, "requirements") for place in answer.get("by", [])
    }
    files = {place for place in named if place.startswith("profiles/")}
    assert {place for place in files if not (ROOT / place).exists()} == set()


def test_aniva_has_every_row_of_its_roadmap_with_its_bodies() -> None:
    rows = profile("aniva", "roadmap")["rows"]
    expected = catalogue("aniva")["roadmap"]["rows"]
    assert len(rows) == 42
    assert [(row["number"], row["due"], row["responsible"]) for row in rows] == [
        (str(row["no"]), str(row["dates"]), row["responsible"]) for row in expected
    ]
    assert [closed(row.get("text", row["title"])) for row in rows] == [
        closed(row["measure"]) for row in expected
    ]


def test_aniva_acts_before_it_monitors() -> None:
    order = {stage["id"]: stage["order"] for stage in profile("aniva", "cycle")["stages"]}
    assert order["actions"] < order["monitoring"]


def test_severomorsk_has_every_problem_with_its_verdict() -> None:
    problems = profile("severomorsk", "problems")
    expected = catalogue("severomorsk")["problems"]["items"]
    assert len(problems) == 27
    assert [(p["catalogue"], closed(p["text"])) for p in problems] == [
        (p["id"], closed(p["problem"])) for p in expected
    ]


def test_a_problem_of_severomorsk_is_computable_exactly_when_it_has_a_rule() -> None:
    problems = profile("severomorsk", "problems")
    assert [p["id"] for p in problems if p["computable"] != ("meets" in p)] == []
    assert [p["id"] for p in problems if not p["because"]] == []


def test_severomorsk_has_its_nine_plans() -> None:
    assert entries(profile("severomorsk", "roadmap")["rows"]) == Counter(map(str, range(1, 10)))


def test_aleksandrovskoe_expects_every_document_in_its_years() -> None:
    documents = profile("aleksandrovskoe", "documents")
    expected = catalogue("aleksandrovskoe")["expected_results"]["table"]
    assert len(documents) == 54
    assert [(d["catalogue"], d["years"]) for d in documents] == [
        (d["id"], sorted(map(int, d["years"]))) for d in expected
    ]
    assert [d["id"] for d in documents if "reconstructed" in d] == [
        d["id"] for d in expected if "RECONSTRUCTED" in d.get("note", "")
    ]


def test_conditional_documents_of_aleksandrovskoe_say_their_condition() -> None:
    documents = profile("aleksandrovskoe", "documents")
    expected = catalogue("aleksandrovskoe")["expected_results"]["table"]
    assert [d["id"] for d in documents if "condition" in d] == [
        d["id"] for d in expected if "condition" in d
    ]


def test_each_group_of_kalininsky_is_also_rated_by_experts() -> None:
    rated = [
        file for file in area_files("kalininsky") if file.get("formula", {}).get("kind") == "rating"
    ]
    assert entries(rated) == entries(groups("kalininsky"))
    assert {file["formula"]["criterion"] for file in rated} == {
        group["group"] for group in groups("kalininsky")
    }

"""The profile of ЗАТО Солнечный renders every entry of the regulation's catalogue exactly once.

Counts are those of the regulation itself (постановление от 17.08.2021 № 109).
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.tree import ROOT, SHARED
from tests.unit.profile.yaml_folder import PROFILES, mappings, read

FOLDER = PROFILES / "solnechny"
CATALOGUE = SHARED / "catalogue" / "solnechny.yaml"
AREA_FILES = sorted((FOLDER / "areas").glob("*/area.yaml"))
INDICATOR_FILES = sorted(set((FOLDER / "areas").glob("*/*.yaml")) - set(AREA_FILES))


@cache
def catalogue() -> Any:
    if not CATALOGUE.is_file():
        pytest.skip("нет файла ../shared/catalogue/solnechny.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(CATALOGUE.read_text(encoding="utf-8"), Loader=loader)


def areas() -> list[Any]:
    return [read(path) for path in AREA_FILES]


def indicators() -> list[Any]:
    return [read(path) for path in INDICATOR_FILES]


def lines() -> list[str]:
    """Catalogue entries of the sub-lines, in all indicators."""
    return [line["catalogue"] for one in indicators() for line in one.get("lines", [])]


def criteria() -> list[Any]:
    rules = read(FOLDER / "rules" / "low_performing.yaml")
    return [c for category in rules["categories"] for c in category["criteria"]]


def said(items: list[Any]) -> int:
    """How many texts a list holds, sub-items counted."""
    return sum(1 + said(item.get("sub", [])) for item in items)


def once(rendered: list[str], wanted: list[str]) -> None:
    assert Counter(rendered) == Counter(dict.fromkeys(wanted, 1))


def test_there_are_eight_areas_four_in_each_mechanism() -> None:
    assert sorted(area["number"] for area in areas()) == [1, 2, 3, 4, 5, 6, 7, 8]
    by_number = {area["number"]: area["mechanism"] for area in areas()}
    assert [by_number[n] for n in range(1, 9)] == ["results"] * 4 + ["activity"] * 4


def test_there_are_53_goals() -> None:
    assert sum(len(area["goals"]) for area in areas()) == 53


def test_there_are_151_indicators_with_81_sub_lines() -> None:
    assert (len(INDICATOR_FILES), len(lines())) == (151, 81)


def test_there_are_82_sources_of_data() -> None:
    assert sum(said(area["sources"]) for area in areas()) == 82


def test_there_are_44_justifications_and_131_objectives() -> None:
    counts = [(said(area["justification"]), said(area["objectives"])) for area in areas()]
    assert (sum(a for a, _ in counts), sum(b for _, b in counts)) == (44, 131)


def test_there_are_18_criteria_nine_of_them_deciding() -> None:
    own = [c for c in criteria() if "catalogue" in c]
    assert Counter(c["role"] for c in own) == {"decides": 9, "context": 9}


def test_there_are_319_readings_and_120_requirements() -> None:
    registers = [read(FOLDER / name) for name in ("readings.yaml", "requirements.yaml")]
    assert [len({one["id"] for one in register}) for register in registers] == [319, 120]
    assert [len(register) for register in registers] == [319, 120]


def test_the_cycle_has_ten_stages_and_seven_documents() -> None:
    stages = read(FOLDER / "cycle.yaml")["stages"]
    assert [stage["order"] for stage in stages] == list(range(1, 11))
    used = [document for stage in stages for document in stage.get("documents", [])]
    known = [document["id"] for document in read(FOLDER / "documents.yaml")]
    assert len(set(used)) == 7
    assert set(used) <= set(known)


def test_there_are_12_principles_15_foundations_and_11_terms() -> None:
    profile = read(FOLDER / "profile.yaml")
    counts = [len(profile[key]) for key in ("principles", "legal_basis", "terms")]
    assert counts == [12, 15, 11]


def test_every_indicator_serves_goals_of_its_own_area() -> None:
    goals = {path.parent: {g["id"] for g in read(path)["goals"]} for path in AREA_FILES}
    lost = [p.name for p in INDICATOR_FILES if not set(read(p)["goals"]) <= goals[p.parent]]
    assert lost == []


def test_a_goal_without_indicators_says_so() -> None:
    served = {(p.parent.name, goal) for p in INDICATOR_FILES for goal in read(p)["goals"]}
    silent = {
        (area["id"], goal["id"])
        for area in areas()
        for goal in area["goals"]
        if "no_indicators" in goal
    }
    every = {(area["id"], goal["id"]) for area in areas() for goal in area["goals"]}
    assert every - served == silent


def test_every_reading_that_is_named_exists() -> None:
    known = {one["id"] for one in read(FOLDER / "readings.yaml")}
    files = [path for path in FOLDER.rglob("*.yaml") if path.name != "readings.yaml"]
    named = {one for p in files for m in mappings(read(p)) for one in m.get("readings", [])}
    assert named - known == set()
    assert len(named) > 300


def test_readings_and_indicators_name_each_other() -> None:
    touched = {
        (reading["id"], indicator)
        for reading in read(FOLDER / "readings.yaml")
        for indicator in reading.get("indicators", [])
    }
    named = {(amb, one["id"]) for one in indicators() for amb in one.get("readings", [])}
    assert named <= touched


def test_what_serves_a_requirement_exists() -> None:
    named = {by for one in read(FOLDER / "requirements.yaml") for by in one.get("by", [])}
    paths = {by for by in named if " " not in by}
    assert {by for by in paths if not Path(ROOT, by).exists()} == set()


def test_a_requirement_not_served_whole_says_what_is_missing() -> None:
    unsaid = [
        one["id"]
        for one in read(FOLDER / "requirements.yaml")
        if one["answer"] != "served" and not one.get("note")
    ]
    assert unsaid == []


def test_each_catalogued_goal_is_rendered_once() -> None:
    wanted = [goal for area in catalogue()["directions"] for goal in area["goals"]]
    once([g["catalogue"] for area in areas() for g in area["goals"]], [g["id"] for g in wanted])


def test_each_catalogued_indicator_is_rendered_once() -> None:
    wanted = [one["id"] for area in catalogue()["directions"] for one in area["indicators"]]
    once([one["catalogue"] for one in indicators()], wanted)


def test_each_catalogued_sub_line_is_rendered_once() -> None:
    wanted = [
        line["id"]
        for area in catalogue()["directions"]
        for one in area["indicators"]
        for line in one["breakdowns"]
        if line["origin"] == "sub_bullet"
    ]
    once(lines(), wanted)


def test_each_catalogued_criterion_is_rendered_once() -> None:
    wanted = [one["id"] for one in catalogue()["low_performing_criteria"]["criteria"]]
    once([c["catalogue"] for c in criteria() if "catalogue" in c], wanted)


@pytest.mark.parametrize(
    ("section", "file"), [("ambiguities", "readings.yaml"), ("requirements", "requirements.yaml")]
)
def test_each_catalogued_ambiguity_and_requirement_is_rendered_once(
    section: str, file: str
) -> None:
    wanted = [one["id"] for one in catalogue()[section]]
    once([one["id"] for one in read(FOLDER / file)], wanted)


def test_goals_of_indicators_are_those_of_the_catalogue() -> None:
    wanted = {
        one["id"]: [goal.split(".")[1] for goal in one["goals"]]
        for area in catalogue()["directions"]
        for one in area["indicators"]
    }
    assert {one["catalogue"]: one["goals"] for one in indicators()} == wanted

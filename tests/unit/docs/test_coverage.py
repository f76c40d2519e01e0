"""Every catalogued requirement is answered once, by things that are there."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from docs.pages import coverage
from docs.pages.commands import verbs
from docs.pages.markdown import PROFILES, profile
from tests.architecture.tree import SHARED

pytestmark = pytest.mark.docs

HOW_MANY = {
    "solnechny": 120,
    "aleksandrovskoe": 316,
    "kalininsky": 89,
    "aniva": 124,
    "severomorsk": 204,
}


@cache
def catalogued(name: str) -> tuple[str, ...]:
    path = SHARED / "catalogue" / f"{name}.yaml"
    if not path.is_file():
        pytest.skip(f"нет файла ../shared/catalogue/{name}.yaml")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return tuple(one["id"] for one in found["requirements"])


def test_853_requirements_are_answered() -> None:
    counts = {name: len(profile(name).texts.requirements) for name in PROFILES}
    assert counts == HOW_MANY
    assert sum(counts.values()) == 853


@pytest.mark.parametrize("name", PROFILES)
def test_no_catalogued_requirement_is_missing_and_none_is_invented(name: str) -> None:
    answered = [one.id for one in profile(name).texts.requirements]
    assert sorted(answered) == sorted(catalogued(name))


def test_every_requirement_stands_on_the_page_once() -> None:
    page = coverage.text()
    ids = [one.id for name in PROFILES for one in profile(name).texts.requirements]
    assert [one for one in ids if page.count(f"| {one} |") != 1] == []


def test_every_path_an_answer_names_exists() -> None:
    assert coverage.paths_that_do_not_exist() == []


def test_every_command_an_answer_names_exists() -> None:
    named = {
        (one.id, place.removeprefix("msoko "))
        for name in PROFILES
        for one in profile(name).texts.requirements
        for place in one.by
        if place.startswith("msoko ")
    }
    assert {(one, verb) for one, verb in named if verb not in verbs()} == set()


def test_what_is_served_says_by_what_and_the_rest_says_what_is_missing() -> None:
    answers = [one for name in PROFILES for one in profile(name).texts.requirements]
    served = [one.id for one in answers if one.answer != "not_yet" and not one.by]
    silent = [one.id for one in answers if one.answer != "served" and not one.note]
    assert (served, silent) == ([], [])

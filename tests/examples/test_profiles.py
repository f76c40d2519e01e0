"""Every worked example of every profile comes out; every shared indicator has one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from msoko.indicators.scan import Engine
from msoko.indicators.worked import run
from msoko.profile.load import load_profile
from msoko.profile.load_common import Common, load_common
from msoko.profile.profile import Profile
from tests.architecture.tree import ROOT

PROFILES = ROOT / "profiles"
ENGINE = Engine(threads=1)


@cache
def common() -> Common:
    """What several regulations share."""
    return load_common(PROFILES / "common")


@cache
def profile(name: str) -> Profile:
    """A municipality's profile, read from its files."""
    loaded = load_profile(PROFILES / name, common=common())
    found = loaded.profile or loaded.draft
    assert found is not None, loaded.problems
    return found


def own_files() -> list[Any]:
    """Files of examples that lie in the municipalities' own profiles."""
    names = sorted(path.parent.name for path in PROFILES.glob("*/profile.yaml"))
    return [
        pytest.param(name, shown, file, id=shown)
        for name in names
        for shown, file in profile(name).texts.examples
    ]


def files() -> list[Any]:
    """Files of shared examples, named by their place."""
    return [pytest.param(shown, file, id=shown) for shown, file in common().examples]


@pytest.mark.parametrize(("shown", "file"), files())
def test_shared_examples_come_out(shown: str, file: Any) -> None:
    indicator = common().indicators[file.indicator]
    told = [
        f"{one.example} — {one.expected.unit}: {one.told}"
        for example in file.examples
        for one in run(indicator, common().indicators, example, ENGINE)
    ]
    assert told == [], shown


@pytest.mark.parametrize(("name", "shown", "file"), own_files())
def test_a_municipality_s_own_examples_come_out(name: str, shown: str, file: Any) -> None:
    mine = profile(name)
    known = {**mine.common, **mine.indicators}
    indicator, rules = known[file.indicator], tuple(mine.rule_sets.values())
    told = [
        f"{one.example} — {one.expected.unit}: {one.told}"
        for example in file.examples
        for one in run(indicator, known, example, ENGINE, rules)
    ]
    assert told == [], shown


def test_every_shared_indicator_has_an_example() -> None:
    """Those judged by a municipality's rule set have theirs in the profile that has the rules."""
    shown = {file.indicator for _, file in common().examples}
    for name in sorted(path.parent.name for path in PROFILES.glob("*/profile.yaml")):
        mine = profile(name)
        for _, file in mine.texts.examples:
            indicator = mine.indicator(file.indicator)
            shown.add((indicator.uses if indicator else None) or file.indicator)
    assert sorted(set(common().indicators) - shown) == []


def test_every_indicator_of_a_municipality_has_an_example() -> None:
    """By itself, or through the shared indicator it was made from."""
    worked = {file.indicator for _, file in common().examples}
    for name in sorted(path.parent.name for path in PROFILES.glob("*/profile.yaml")):
        mine = profile(name)
        own = {file.indicator for _, file in mine.texts.examples}
        known = mine.indicators.values()
        assert [one.id for one in known if one.id not in own and one.uses not in worked] == [], name


def test_an_example_that_is_wrong_is_told() -> None:
    _, file = common().examples[0]
    example = file.examples[0]
    number = example.expect[0].model_copy(update={"numerator": 1_000_000})
    wrong = example.model_copy(update={"expect": (number,)})
    assert run(common().indicators[file.indicator], common().indicators, wrong, ENGINE)

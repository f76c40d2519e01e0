"""Every worked example of every profile comes out, number by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from msoko.indicators.scan import Engine
from msoko.indicators.worked import run
from msoko.profile.indicator import Indicator
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.load_common import load_common
from msoko.profile.model_example import Example
from msoko.profile.profile import Profile

HOME = default_profiles_dir()
PROFILES = sorted(path.parent.name for path in HOME.glob("*/profile.yaml"))
COMMON = load_common(HOME / "common")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def profile(name: str) -> Profile:
    loaded = load_profile(HOME / name).profile
    assert loaded is not None, name
    return loaded


def own_examples() -> Iterator[tuple[str, str, Example]]:
    for name in PROFILES:
        for _, file in profile(name).texts.examples:
            for example in file.examples:
                yield name, file.indicator, example


def told(indicator: Indicator, known: Mapping[str, Indicator], example: Example, engine: Engine,
         rules: Profile | None = None) -> list[str]:  # fmt: skip
    rule_sets = tuple(rules.rule_sets.values()) if rules else ()
    return [
        f"{d.expected.unit}: {d.told}" for d in run(indicator, known, example, engine, rule_sets)
    ]


@pytest.mark.parametrize(
    ("indicator", "example"),
    [
        pytest.param(file.indicator, example, id=f"{file.indicator}: {example.name}")
        for _, file in COMMON.examples
        for example in file.examples
    ],
)
def test_a_shared_example_comes_out(indicator: str, example: Example, engine: Engine) -> None:
    assert told(COMMON.indicators[indicator], COMMON.indicators, example, engine) == []


@pytest.mark.parametrize(
    ("name", "indicator", "example"),
    [pytest.param(n, i, e, id=f"{n}, {i}: {e.name}") for n, i, e in own_examples()],
)
def test_an_example_of_a_profile_comes_out(
    name: str, indicator: str, example: Example, engine: Engine
) -> None:
    rules = profile(name)
    known = {**rules.common, **rules.indicators}
    assert told(known[indicator], known, example, engine, rules) == []


def test_every_formula_has_an_example() -> None:
    """By itself, or through the shared indicator it was made from."""
    worked = {file.indicator for _, file in COMMON.examples}
    for name in PROFILES:
        rules = profile(name)
        own = {file.indicator for _, file in rules.texts.examples}
        bare = [i.id for i in rules.indicators.values() if i.id not in own and i.uses not in worked]
        assert bare == [], name

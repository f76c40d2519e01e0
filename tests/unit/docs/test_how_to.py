"""What the how-to pages tell to write loads and computes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from msoko.indicators.scan import Engine
from msoko.indicators.worked import run
from msoko.profile.load import Loaded, load_profile
from msoko.profile.load_common import load_common
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs

FILE = re.compile(r"^Файл `profiles/([^`]+)`:\n\n```yaml\n(.*?)^```", re.M | re.S)
YAML = re.compile(r"^ *```yaml\n(.*?)^ *```", re.M | re.S)
VPR = "solnechny/areas/low_performing_schools/vpr_russian_4.yaml"


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8")


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A copy of the shared indicators and of one profile, to write into."""
    for name in ("common", "solnechny"):
        shutil.copytree(ROOT / "profiles" / name, tmp_path / name)
    return tmp_path


def loaded(profiles: Path) -> Loaded:
    found = load_profile(profiles / "solnechny", fresh=True)
    errors = [str(problem) for problem in found.problems if problem.severity == "error"]
    assert errors == []
    return found


def test_the_indicator_of_the_page_loads_and_its_example_comes_out(profiles: Path) -> None:
    written = FILE.findall(page("add-an-indicator.md"))
    assert len(written) == 3
    for name, content in written:
        (profiles / name).write_text(content, encoding="utf-8")
    profile = loaded(profiles).profile
    assert profile is not None
    own = profile.indicators["vpr_physics_8_top"]
    assert own.uses == "vpr_physics_8_top"
    common = load_common(profiles / "common")
    examples = next(e for _, e in common.examples if e.indicator == "vpr_physics_8_top")
    for example in examples.examples:
        told = run(common.indicators["vpr_physics_8_top"], common.indicators, example, Engine())
        assert [one.told for one in told] == []


def test_a_second_dated_number_holds_from_its_day(profiles: Path) -> None:
    before, after = (yaml.safe_load(one) for one in YAML.findall(page("change-a-threshold.md")))
    path = profiles / VPR
    words = path.read_text(encoding="utf-8")
    old, new = (
        "at_least: {" + ", ".join(f"{day}: {n}" for day, n in one.items()) + "}"
        for one in (
            before["thresholds"]["low_results"]["at_least"],
            after["thresholds"]["low_results"]["at_least"],
        )
    )
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")
    profile = loaded(profiles).profile
    assert profile is not None
    threshold = profile.indicators["vpr_russian_4"].thresholds["low_results"]
    assert threshold.on(date(2026, 8, 31)) == Fraction(20)
    assert threshold.on(date(2026, 9, 1)) == Fraction(15)


def test_the_other_reading_is_one_word(profiles: Path) -> None:
    (shown,) = (yaml.safe_load(one) for one in YAML.findall(page("other-reading.md")))
    path = profiles / VPR
    words = path.read_text(encoding="utf-8")
    assert shown["thresholds"]["low_results"]["logic"] == "or"
    assert words.count("logic: and") == 1
    path.write_text(words.replace("logic: and", "logic: or"), encoding="utf-8")
    profile = loaded(profiles).profile
    assert profile is not None
    assert profile.indicators["vpr_russian_4"].thresholds["low_results"].logic == "or"

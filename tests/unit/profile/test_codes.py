"""Codes of fields and attributes that indicators ask for are all in the lists people see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from msoko.profile.load import default_profiles_dir, load_profile

PROFILES = default_profiles_dir()
COMMON = PROFILES / "common"
LISTS = {
    "fields.yaml": ("field", "numerator_field", "denominator_field"),
    "attributes.yaml": ("attribute",),
}


def asked(node: Any, keys: tuple[str, ...]) -> Iterator[str]:
    """Codes under these keys, however deep they lie."""
    if isinstance(node, dict):
        for key, value in node.items():
            told = value if isinstance(value, list) else [value]
            if key in keys:
                yield from (one for one in told if isinstance(one, str))
            yield from asked(value, keys)
    elif isinstance(node, list):
        for one in node:
            yield from asked(one, keys)


def indicators() -> Iterator[Path]:
    yield from sorted(PROFILES.glob("*/indicators/**/*.yaml"))


@pytest.mark.parametrize("name", LISTS)
def test_every_code_an_indicator_asks_for_is_listed(name: str) -> None:
    known = yaml.safe_load((COMMON / name).read_text(encoding="utf-8"))
    missing = {
        (path.stem, code)
        for path in indicators()
        for code in asked(yaml.safe_load(path.read_text(encoding="utf-8")), LISTS[name])
        if code not in known
    }
    assert missing == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_listed_code_is_named_and_used_by_indicators_there_are(name: str) -> None:
    profile = load_profile(PROFILES / "solnechny").profile
    assert profile is not None
    known = yaml.safe_load((COMMON / name).read_text(encoding="utf-8"))
    used = {one for entry in known.values() for one in entry["used_by"]}
    assert used - profile.common.keys() == set()
    assert all(entry["ru"] and entry["unit"] for entry in known.values())

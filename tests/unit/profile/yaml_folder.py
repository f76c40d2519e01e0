"""A profile's folder read as plain YAML, without the loader it is meant to check."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.architecture.tree import ROOT

PROFILES = ROOT / "profiles"


@cache
def read(path: Path) -> Any:
    """The content of one YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def municipal() -> list[str]:
    """The ids of all profiles of municipalities."""
    return sorted(path.parent.name for path in PROFILES.glob("*/profile.yaml"))


def mappings(content: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a value, outer ones first."""
    if isinstance(content, dict):
        yield content
        content = list(content.values())
    if isinstance(content, list):
        for item in content:
            yield from mappings(item)

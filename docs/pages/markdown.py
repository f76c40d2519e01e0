"""Markdown as the generated pages write it: tables, links, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile

ROOT = Path(__file__).resolve().parents[2]
MADE = "<!-- Страницу пишет программа: make docs. Правки вносите в {}. -->"
PROFILES = ("solnechny", "aleksandrovskoe", "kalininsky", "aniva", "severomorsk")


def page(title: str, source: str, *parts: str) -> str:
    """A whole page: title, where its words come from, its parts."""
    return "\n\n".join([f"# {title}", MADE.format(source), *parts]) + "\n"


def cell(text: object) -> str:
    """A text that cannot break its table: one line, no bar, no tag but an anchor."""
    flat = " ".join(str(text).split())
    return re.sub(r"<(?!/?a\b)", "&lt;", flat.replace("|", "\\|"))


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; every cell in one line."""
    lines = [" | ".join(heading), " | ".join("---" for _ in heading)]
    lines += [" | ".join(cell(one) for one in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def anchor(name: str) -> str:
    """A place in a page that links may lead to."""
    return f'<a id="{name}"></a>'


@cache
def profile(name: str) -> Profile:
    """A profile without errors; ValueError with its problems otherwise."""
    loaded = load_profile(default_profiles_dir() / name)
    if loaded.profile is None:
        raise ValueError("\n".join(str(problem) for problem in loaded.problems))
    return loaded.profile

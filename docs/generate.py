"""Writes the generated pages of the reference; `python -m docs.generate`, or `make docs`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from docs.pages import (
    acts,
    assumptions,
    claim_policy,
    commands,
    coverage,
    facts,
    indicators,
    kinds,
    pictures,
    roles,
    settings,
    sources,
    transitions,
)
from docs.pages.markdown import PROFILES, ROOT

PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/coverage.md": coverage.text,
    "docs/assumptions.md": assumptions.text,
    "docs/reference/facts.md": facts.text,
    **{f"docs/reference/indicators-{one}.md": partial(indicators.text, one) for one in PROFILES},
    "docs/reference/commands.md": commands.text,
    "docs/reference/settings.md": settings.text,
    "docs/reference/roles.md": roles.text,
    "docs/reference/sources.md": sources.text,
    "docs/reference/kinds.md": kinds.text,
    "docs/reference/cycle.md": transitions.text,
    "docs/reference/acts.md": acts.text,
    "docs/explanation/claim-policy.md": claim_policy.text,
    **{
        pictures.page_of(one): partial(pictures.explained, one)
        for one in pictures.recorded()
        if (ROOT / pictures.page_of(one)).is_file()
    },
    **{
        pictures.picture_of(pictures.dashed(one)): partial(pictures.picture, one)
        for one in pictures.examples()
    },
}


def main() -> int:
    """Writes every page; says which of them changed."""
    for name, text in PAGES.items():
        path, now = ROOT / name, text()
        if not path.is_file() or path.read_text(encoding="utf-8") != now:
            path.write_text(now, encoding="utf-8")
            sys.stdout.write(f"обновлено: {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

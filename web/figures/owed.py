"""Who owes data: organisations expected to report an indicator that have not."""

from __future__ import annotations

from web.figures.read import Figures, labels_of


def owing(found: Figures, year: int, codes: frozenset[str]) -> dict[str, set[str]]:
    """Codes of the organisations that owe data for a year, by indicator; only those asked for."""
    labels, told = labels_of(year), dict[str, set[str]]()
    for gap in found.missing:
        mine = codes.intersection(gap["organisations"]) if gap["period"] in labels else ()
        if mine:
            told.setdefault(gap["indicator"], set()).update(mine)
    return told

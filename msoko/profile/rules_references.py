"""Names in formulas and rule sets must exist."""

from __future__ import annotations

from collections.abc import Iterator

from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.report import Reference, choose


def check(checked: Checked) -> Iterator[Problem]:
    """Unknown indicators, lines, rule sets, categories, thresholds."""
    for reference in checked.references:
        found = _LOOKUPS[reference.kind](checked, reference)
        if found is None or reference.name in found or _unread(checked, reference):
            continue
        what = _WHAT[reference.kind].format(reference.name, reference.of)
        mend = choose(reference.name, found, 12)
        yield Problem("reference", what, mend, file=reference.file, line=reference.line or None)


def _unread(checked: Checked, reference: Reference) -> bool:
    """Whether the name may be defined in a file that could not be used."""
    names = {reference.name, reference.of or "", *reference.name.split(".")}
    return bool(names & checked.unread)


def _indicators(checked: Checked, _reference: Reference) -> list[str] | None:
    return list(checked.known)


def _lines(checked: Checked, reference: Reference) -> list[str] | None:
    indicator = checked.known.get(reference.of or "")
    return [line.id for line in indicator.lines] if indicator else None


def _thresholds(checked: Checked, reference: Reference) -> list[str] | None:
    indicator = checked.known.get(reference.of or "")
    return list(indicator.thresholds) if indicator else None


def _rule_sets(checked: Checked, _reference: Reference) -> list[str] | None:
    return list(checked.profile.rule_sets) if checked.profile else None


def _categories(checked: Checked, reference: Reference) -> list[str] | None:
    rule_set = checked.profile.rule_sets.get(reference.of or "") if checked.profile else None
    return [category.id for category in rule_set.categories] if rule_set else None


_LOOKUPS = {
    "indicator": _indicators,
    "indicator_line": _lines,
    "threshold": _thresholds,
    "rule_set": _rule_sets,
    "category": _categories,
}
_WHAT = {
    "indicator": "нет показателя «{}»",
    "indicator_line": "у показателя «{1}» нет строки «{0}»",
    "threshold": "у показателя «{1}» нет порога «{0}»",
    "rule_set": "нет набора правил «{}»",
    "category": "в наборе правил «{1}» нет категории «{0}»",
}

"""Evidence of a finding in words: every number under a Russian name, lists as small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msoko.vocabulary import PROCEDURES, SUBJECTS
from web import regulation
from web.cycle.evidence_labels import LABELS, VALUES
from web.ui.numbers import plain
from web.ui.said import cell_words

_DIGITS = 4


@dataclass(frozen=True)
class Listing:
    """A part of the evidence that is a list: its title, headings and rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Evidence:
    """Single numbers and words, and the lists beside them."""

    facts: tuple[tuple[str, str], ...]
    listings: tuple[Listing, ...]


def evidence_words(said: Mapping[str, Any], nodes: Mapping[str, Any]) -> Evidence:
    """The evidence a reader is shown; `nodes` name organisations, empty when they may not be.

    What has no name in `evidence_labels` is left to the file of the finding, never shown raw.
    """
    told = said.get("evidence") or {}
    facts, listings = [], []
    for name, value in told.items():
        title = LABELS.get(name)
        if title is None or value in (None, "", [], {}):
            continue
        if isinstance(value, Mapping | list):
            found = _listing(title, value, nodes)
            if isinstance(found, Listing):
                listings.append(found)
            elif found:
                facts.append((title, found))
        else:
            facts.append((title, _word(name, value, said, nodes)))
    return Evidence(tuple(facts), tuple(listings))


def _listing(title: str, value: Any, nodes: Mapping[str, Any]) -> Listing | str | None:
    """A list of mappings or a mapping of mappings as a table; plain words as one line."""
    if isinstance(value, Mapping):
        if any(isinstance(one, Mapping) for one in value.values()):
            rows = [{"_": key, **one} for key, one in value.items() if isinstance(one, Mapping)]
            return _table(title, rows, nodes)
        pairs = [f"{LABELS.get(key, key)}: {_word(key, one, {}, nodes)}"
                 for key, one in value.items() if one is not None]  # fmt: skip
        return "; ".join(pairs)
    if all(isinstance(one, Mapping) for one in value):
        return _table(title, value, nodes)
    words = [_word(title, one, {}, nodes) for one in value if not isinstance(one, list)]
    return ", ".join(word for word in words if word)


def _table(title: str, rows: Sequence[Mapping[str, Any]], nodes: Mapping[str, Any]) -> Listing:
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name in LABELS]
    head = tuple(LABELS[name] for name in names)
    flat = tuple(tuple(_cell(name, row.get(name), nodes) for name in names) for row in rows)
    return Listing(title, head, flat)


def _cell(name: str, value: Any, nodes: Mapping[str, Any]) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, Mapping | list):
        found = _listing(LABELS.get(name, ""), value, nodes)
        if isinstance(found, Listing):
            return "; ".join(_line(found.head, row) for row in found.rows)
        return found or "—"
    return _word(name, value, {}, nodes)


def _line(head: Sequence[str], row: Sequence[str]) -> str:
    """«2021/22: числитель 3, знаменатель 15»."""
    rest = zip(head[1:], row[1:], strict=True)
    return f"{row[0]}: " + ", ".join(f"{name.lower()} {cell}" for name, cell in rest if cell != "—")


def _word(name: str, value: Any, said: Mapping[str, Any], nodes: Mapping[str, Any]) -> str:
    """One value: a number with a comma, a code in its words."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int | float):
        return str(value) if name in ("reference_year", "since", "year") else plain(value, _DIGITS)
    text = str(value)
    if name == "breakdown":
        indicator = regulation.profile().indicators.get(said.get("indicator") or "")
        return cell_words(indicator, text) if indicator else text
    if name == "work":
        return _work(text)
    if name in ("organisation", "treated", LABELS["treated"], LABELS["on_the_bad_side"]):
        return nodes[text].name if text in nodes else ""
    return VALUES.get(text) or SUBJECTS.get(text) or PROCEDURES.get(text) or text


def _work(text: str) -> str:
    """«vpr-math-5-2024» → «ВПР, математика, 5 класс, 2024/25»."""
    parts = text.split("-")
    if len(parts) < 4:
        return text
    procedure = PROCEDURES.get(parts[0], parts[0])
    subject = SUBJECTS.get(parts[1], parts[1])
    year = f"{parts[3]}/{(int(parts[3]) + 1) % 100:02d}" if parts[3].isdigit() else parts[3]
    return f"{procedure}, {subject}, {parts[2]} класс, {year}"

"""Organisations year by year: kind, municipality, region, and every name a file may call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from msoko.facts.login import organisation_of
from msoko.indicators.predicates import And, Leaf, Or, Predicate, columns

UNKNOWN_MUNICIPALITY = "(муниципалитет не указан)"
UNKNOWN_REGION = "(регион не указан)"


@dataclass(frozen=True)
class Units:
    """The register as arrays: organisation index × year, later rows replacing earlier ones.

    `rows[organisation]` are its rows of the table `units`, oldest first. Organisations that facts
    name but the register does not know have no rows: their kind and municipality are unknown.
    """

    rows: Mapping[str, list[dict[str, Any]]]
    aliases: Mapping[str, str]
    _found: dict[tuple[str, int], dict[str, Any] | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, table: pa.Table | None) -> Units:
        """Read the table `units`; later uploads come later in it and win."""
        rows: dict[str, dict[int, dict[str, Any]]] = {}
        for row in table.to_pylist() if table is not None else []:
            known = rows.setdefault(row["organisation"], {})
            merged = dict(known.get(row["year"], {}))
            merged.update({name: cell for name, cell in row.items() if cell is not None})
            known[row["year"]] = merged
        ordered = {
            code: _carried([found[year] for year in sorted(found)]) for code, found in rows.items()
        }
        return cls(ordered, _aliases(ordered))

    def canonical(self, code: str) -> str:
        """The register's code for a code written in a file: login, exam-base code or itself.

        A login counts under any prefix it had over the years (see `msoko.facts.login`).
        """
        if code in self.rows or code in self.aliases:
            return code if code in self.rows else self.aliases[code]
        own = organisation_of(code) or code
        return own if own in self.rows else self.aliases.get(own, own)

    def row(self, code: str, year: int) -> dict[str, Any] | None:
        """What is known of an organisation in a year: its latest row until then, else the first."""
        if (code, year) not in self._found:
            rows = self.rows.get(code, [])
            past = [row for row in rows if row["year"] <= year]
            known = past[-1:] or rows[:1]
            self._found[code, year] = known[0] if known else None
        return self._found[code, year]

    def exists(self, code: str, year: int) -> bool:
        """Whether the register knows the organisation and it is not closed in that year."""
        row = self.row(code, year)
        return row is not None and not (row.get("closed_from") and row["closed_from"] <= year)

    def kind(self, code: str, year: int) -> str | None:
        """The kind of organisation, or None when the register does not know it."""
        row = self.row(code, year)
        return row["kind"] if row else None

    def municipality(self, code: str, year: int) -> str:
        """Its municipality, or the words for an unknown one."""
        row = self.row(code, year)
        return (row or {}).get("municipality") or UNKNOWN_MUNICIPALITY

    def region(self, code: str, year: int) -> str:
        """Its region, or the words for an unknown one."""
        row = self.row(code, year)
        return (row or {}).get("region") or UNKNOWN_REGION

    def meets(self, code: str, year: int, predicate: Predicate) -> bool:
        """Whether the organisation's row meets a test; an unknown organisation meets none."""
        row = self.row(code, year)
        if row is None:
            return not (isinstance(predicate, And) and predicate.parts)
        return row_meets(row, predicate)

    def known_meets(self, code: str, year: int, predicate: And) -> bool | None:
        """Like `meets`, but None when the row lacks a column the test compares."""
        row = self.row(code, year)
        if row is None or any(row.get(name) is None for name in columns(predicate, known=False)):
            return None
        return row_meets(row, predicate)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the register, in order."""
        return tuple(sorted(self.rows))

    def expected(self, kinds: Iterable[str], year: int) -> list[str]:
        """Organisations of these kinds that exist in a year."""
        wanted = set(kinds)
        return [c for c in self.codes if self.exists(c, year) and self.kind(c, year) in wanted]


def row_meets(row: Mapping[str, Any], predicate: Predicate) -> bool:
    """Whether one row, given as a mapping, meets a test."""
    if isinstance(predicate, Leaf):
        return predicate.holds(row.get(predicate.column))
    results = (row_meets(row, part) for part in predicate.parts)
    return any(results) if isinstance(predicate, Or) else all(results)


# What stays true of an organisation until a later row says otherwise; flags of a year do not.
_LASTING = ("name", "municipality", "region", "parent", "login", "oge_code", "ege_code", "inn")


def _carried(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one organisation, oldest first, with lasting facts carried forward, then back."""
    for one_way in (rows, rows[::-1]):
        lasting: dict[str, Any] = {}
        for row in one_way:
            for name in _LASTING:
                if row.get(name) is not None:
                    lasting[name] = row[name]
                elif name in lasting:
                    row[name] = lasting[name]
    return rows


def _aliases(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, known in rows.items():
        for row in known:
            for scheme in ("login", "oge_code", "ege_code", "inn"):
                if row.get(scheme):
                    prefix = "" if scheme == "login" else scheme.removesuffix("_code") + ":"
                    found[f"{prefix}{row[scheme]}"] = code
            if own := organisation_of(row.get("login")):
                found[own] = code
    return found

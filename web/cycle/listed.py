"""Findings as a list: the analysis of today with the decisions people have taken, by scope."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpRequest

from msoko.analysis.finding import KIND_RU, SURENESS_RU
from web.cycle.models import STATES, Finding
from web.figures.found import Found, found, seen_by
from web.organisations.tree import tree_now

# Filters of the page: what is asked → the column it narrows.
COLUMNS = ("question", "kind", "unit", "indicator", "area", "sure", "period")
CERTAIN = ("sure", "likely", "signal")


@dataclass(frozen=True)
class Listed:
    """One finding of a list, ready to be shown."""

    key: str
    kind: str
    unit: str
    name: str
    period: str
    sure: str
    sentence: str
    indicator: str
    area: str
    state: str

    @property
    def kind_ru(self) -> str:
        """«дефицит», «динамика»."""
        return str(dict(KIND_RU).get(self.kind, self.kind))

    @property
    def sure_words(self) -> str:
        """«анализ: подтверждено»: how sure the analysis is, which is not yet a decision."""
        return f"анализ: {dict(SURENESS_RU).get(self.sure, self.sure)}"

    @property
    def state_ru(self) -> str:
        """«ждёт решения»."""
        return STATES[self.state]


def seen(request: HttpRequest, known: Found | None = None) -> pa.Table | None:
    """All findings the reader may see; None before the first analysis."""
    known = known or found()
    return seen_by(request.actor.scope, known.table) if known else None


def narrowed(
    table: pa.Table, asked: Mapping[str, str], states: Mapping[str, str] | None = None
) -> pa.Table:
    """Findings that answer the filters; `states` are the decisions taken, by key."""
    for name in COLUMNS:
        if asked.get(name):
            table = table.filter(pc.equal(table[name], asked[name]))
    if asked.get("certain"):
        table = table.filter(pc.is_in(table["sure"], pa.array(CERTAIN)))
    if asked.get("state") and states is not None:
        decided = pa.array([key for key, state in states.items() if state != "open"], pa.string())
        same = pa.array([key for key, state in states.items() if state == asked["state"]])
        there = pc.is_in(table["key"], same.cast(pa.string()))
        if asked["state"] == "open":
            there = pc.invert(pc.is_in(table["key"], decided))
        table = table.filter(there)
    return table


def decisions(request: HttpRequest) -> dict[str, str]:
    """States of all findings anybody has decided on, by key, within the reader's scope."""
    codes = request.actor.scope.codes("findings.see")
    return dict(Finding.objects.filter(unit__in=codes).values_list("key", "state"))


def told(table: pa.Table, states: Mapping[str, str]) -> list[Listed]:
    """Rows as lines of a page."""
    nodes = tree_now().nodes
    shown = []
    for row in table.drop_columns(["whole"]).to_pylist():
        node = nodes.get(row["unit"])
        shown.append(
            Listed(
                key=row["key"], kind=row["kind"], unit=row["unit"],
                name=node.name if node else row["unit"], period=row["period"], sure=row["sure"],
                sentence=row["sentence"], indicator=row["indicator"], area=row["area"],
                state=states.get(row["key"], "open"),
            )
        )  # fmt: skip
    return shown


def listed(request: HttpRequest, asked: Mapping[str, str], most: int = 20) -> list[Listed]:
    """The first findings that answer the filters, for pages that show a few of them."""
    table = seen(request) if request.actor.scope.may("findings.see") else None
    if table is None:
        return []
    states = decisions(request)
    return told(narrowed(table, asked, states).slice(0, most), states)


def counted(table: pa.Table, name: str) -> Sequence[tuple[str, int]]:
    """Distinct words of a column with how often each stands there, in the order of the words."""
    counts = pc.value_counts(table[name].combine_chunks()).to_pylist()
    return sorted((one["values"], one["counts"]) for one in counts if one["values"])


def whole_of(table: pa.Table, key: str) -> dict[str, Any] | None:
    """One finding with all its numbers, of those the reader may see."""
    rows = table.filter(pc.equal(table["key"], key))["whole"].to_pylist()
    return json.loads(rows[0]) if rows else None

"""The first page beside the areas: what changed, what is missing, what needs attention."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
from django.http import HttpRequest

from web import regulation
from web.cycle.listed import decisions, narrowed, seen
from web.figures.owed import owing
from web.figures.read import Figures, seen_by
from web.organisations.tree import tree_now
from web.policy.scope import Scope
from web.ui.numbers import counted
from web.uploads.models import Delivery
from web.workspace.rows import in_cell, in_year

_SHOWN = 8
_CHANGED = ("accepted", "withdrawn")


@dataclass(frozen=True)
class Waiting:
    """An organisation with indicators it has given no data for."""

    code: str
    name: str
    indicators: int


def news(request: HttpRequest, found: Figures | None, year: int | None) -> dict[str, Any]:
    """Everything beside the areas, within the reader's scope."""
    scope = request.actor.scope
    waiting = _waiting(found, year, scope)
    own = sorted(_own(scope))
    return {
        "attention": _attention(request, found, year),
        "waiting": waiting[:_SHOWN], "waiting_more": len(waiting) - len(waiting[:_SHOWN]),
        "changed": _changed(scope), "filled": _filled(found, year, scope),
        "own": [(code, tree_now().nodes[code].name) for code in own if code in tree_now().nodes],
    }  # fmt: skip


def _own(scope: Scope) -> frozenset[str]:
    """Organisations of those who answer for their own ones only."""
    return scope.codes("values.see") if scope.reach("values.see") == {"own"} else frozenset()


def _attention(
    request: HttpRequest, found: Figures | None, year: int | None
) -> list[tuple[str, str]]:
    """Sentences with the address each leads to; empty when nothing waits."""
    scope, told = request.actor.scope, []
    table = seen(request) if scope.may("findings.see") else None
    if table is not None:
        asked = {"certain": "1", "state": "open"}
        waiting = narrowed(table, asked, decisions(request))
        what = "выводов ждут решения" if scope.may("findings.decide") else "выводов"
        told += [
            (f"{title}, {what}: {waiting_of}", f"/findings/?certain=1&state=open&kind={kind}")
            for kind, title in _KINDS
            if (waiting_of := pc.sum(pc.equal(waiting["kind"], kind)).as_py())
        ]
    raised = _raised(found, year, scope)
    if raised:
        indicators = counted(len({one[0] for one in raised}), "показателю", "показателям",
                             "показателям")  # fmt: skip
        units = counted(len({one[2] for one in raised}), "организации", "организаций",
                        "организаций")  # fmt: skip
        told.append((f"Пороги сработали по {indicators} у {units}", ""))
    return told


_KINDS = (
    ("low_performing", "Низкие результаты"),
    ("gap", "Дефициты"),
    ("integrity_signal", "Сигналы для проверки объективности"),
    ("trend", "Доказанная динамика"),
)


def _raised(found: Figures | None, year: int | None, scope: Scope) -> list[tuple[Any, ...]]:
    codes = scope.codes("values.see")
    return [one for one in (found.raised if found else ()) if one[3] == year and one[2] in codes]


def _waiting(found: Figures | None, year: int | None, scope: Scope) -> list[Waiting]:
    """Organisations whose data are missing, in the order of their codes."""
    if found is None or year is None:
        return []
    known, nodes = regulation.profile().indicators, tree_now().nodes
    silent = owing(found, year, scope.codes("values.see"))
    counts = Counter(code for name, codes in silent.items() if name in known for code in codes)
    return [
        Waiting(code, nodes[code].name, number)
        for code, number in sorted(counts.items())
        if code in nodes
    ]


def _changed(scope: Scope) -> list[Delivery]:
    """Files accepted or withdrawn last."""
    if not scope.may("uploads.see"):
        return []
    codes = scope.codes("uploads.see")
    found = Delivery.objects.filter(state__in=_CHANGED, organisation__code__in=codes)
    shown = ("file", "state", "decided_at", "organisation__name")
    return list(found.select_related("organisation").only(*shown).order_by("-decided_at")[:5])


def _filled(found: Figures | None, year: int | None, scope: Scope) -> tuple[int, int] | None:
    """How many indicators have a municipal value this year and the year before."""
    if found is None or year is None or year - 1 not in found.years:
        return None
    now, before = (_known(found, one, scope) for one in (year, year - 1))
    return now, before


def _known(found: Figures, year: int, scope: Scope) -> int:
    rows = in_cell(in_year(found.totals, year), "")
    rows = seen_by(scope, rows, regulation.profile(), "values.see")
    names = rows.filter(pc.is_valid(rows["value"]))["indicator"]
    known = regulation.profile().indicators
    return sum(1 for name in names.unique().to_pylist() if name in known)

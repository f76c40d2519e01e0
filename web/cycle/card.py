"""One finding whole: as it is today, as it was when somebody decided, without others' numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from msoko.analysis.finding import KIND_RU, SURENESS_RU, Chart
from web import regulation
from web.cycle.evidence_words import Evidence, evidence_words
from web.cycle.listed import seen, whole_of
from web.cycle.models import Finding
from web.cycle.proposal import Proposal, proposal_of
from web.figures.found import SIGNAL, Found, found
from web.organisations.tree import tree_now
from web.ui.numbers import counted, plain

TOTALS = ("region", "municipality")
_TEXTS = ("x", "y", "series", "label")


@dataclass(frozen=True)
class Card:
    """Everything the card of a finding shows; `said` is today's, or the frozen one when decided.

    `now` is what the analysis says today when it differs from what was decided, None when it does
    not; `gone` says that today there is no such finding any more.
    """

    key: str
    said: Mapping[str, Any]
    name: str
    chart: Chart | None
    hidden: bool
    evidence: Evidence
    decided: Finding | None
    now: Mapping[str, Any] | None
    gone: bool
    proposal: Proposal | None
    may_decide: bool
    at: datetime | None
    profile_version: str
    figures_state: str

    @property
    def kind_ru(self) -> str:
        """«дефицит»."""
        return str(dict(KIND_RU).get(self.said["kind"], self.said["kind"]))

    @property
    def sure_words(self) -> str:
        """«анализ: подтверждено»: how sure the analysis is, which is not yet a decision."""
        sure = self.said["sure"]
        return f"анализ: {dict(SURENESS_RU).get(sure, sure)}"

    @property
    def state(self) -> str:
        """«open», «confirmed», «rejected»."""
        return self.decided.state if self.decided else "open"

    @property
    def sample(self) -> str:
        """«85 обучающихся, 1 школа, 5 работ»; what there is none of is not named."""
        told = self.said.get("sample") or {}
        words = (
            ("pupils", "обучающийся", "обучающихся", "обучающихся"),
            ("schools", "школа", "школы", "школ"),
            ("works", "работа", "работы", "работ"),
            ("years", "год", "года", "лет"),
        )
        return ", ".join(counted(int(told[n]), *forms) for n, *forms in words if told.get(n))

    @property
    def sentence(self) -> str:
        """The finding in the words of whoever confirmed it, else in those of the analysis."""
        own = self.decided.edited if self.decided and self.state == "confirmed" else ""
        return own or str(self.said["sentence"])

    @property
    def number(self) -> str:
        """The value the sentence speaks of, with its interval."""
        value, low, high = (self.said.get(name) for name in ("value", "low", "high"))
        if value is None:
            return ""
        between = (
            "" if low is None or high is None else f" (от {plain(low, 3)} до {plain(high, 3)})"
        )
        return f"{plain(value, 3)}{between}"


def card_of(request: HttpRequest, key: str) -> Card | None:
    """The finding, None when there is none or the reader may not see it: the same answer."""
    known = found()
    table = seen(request, known)
    today = whole_of(table, key) if table is not None else None
    decided = Finding.objects.filter(key=key).first()
    if decided is not None and not _may_see(request, decided, today):
        return None
    if decided is None and today is None:
        return None
    frozen = decided.frozen if decided is not None and decided.state != "open" else None
    said = frozen or today or (decided.frozen if decided else {})
    return _card(request, key, said, decided, today, known)


def _may_see(request: HttpRequest, decided: Finding, today: object) -> bool:
    """A decided finding is seen by whom its unit is within reach, signals by their own right."""
    scope = request.actor.scope
    permission = "findings.integrity" if decided.kind == SIGNAL else "findings.see"
    return today is not None or (scope.may(permission) and decided.unit in scope.codes(permission))


def _card(
    request: HttpRequest, key: str, said: Mapping[str, Any], decided: Finding | None,
    today: Mapping[str, Any] | None, known: Found | None,
) -> Card:  # fmt: skip
    scope, profile = request.actor.scope, regulation.profile()
    nodes = tree_now().nodes
    node = nodes.get(said["unit"])
    chart = chart_of(said)
    shown = _without(chart, _others(request, known, nodes)) if chart else None
    frozen = decided is not None and decided.state != "open"
    state = decided.figures_state if frozen and decided else known.state if known else ""
    return Card(
        key=key, said=said, name=node.name if node else said["unit"],
        chart=shown if shown and shown.rows else None,
        hidden=chart is not None and shown is not None and len(shown.rows) < len(chart.rows),
        evidence=evidence_words(said, nodes if scope.reaches_all("findings.see") else {}),
        decided=decided, now=differs(said, today) if frozen else None,
        gone=frozen and today is None and known is not None,
        proposal=proposal_of(key, today, profile, known.state) if today and known else None,
        may_decide=said["unit"] in scope.codes("findings.decide"),
        at=decided.decided_at if frozen and decided else None,
        profile_version=decided.profile_version if frozen and decided else profile.version,
        figures_state=state,
    )  # fmt: skip


def _others(request: HttpRequest, known: Found | None, nodes: Mapping[str, Any]) -> set[str]:
    """Names of organisations out of the reader's reach, as the register and the facts know them."""
    reach = request.actor.scope.codes("findings.see")
    told = {code: one.name for code, one in nodes.items() if one.kind not in TOTALS}
    pairs = [*told.items(), *(known.names.items() if known else ())]
    mine = {name for code, name in pairs if code in reach}
    return {name for code, name in pairs if code not in reach} - mine


def differs(said: Mapping[str, Any], today: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Today's finding when its sentence or number is not the one decided on."""
    if today is None:
        return None
    names = ("value", "low", "high", "sentence", "sure")
    return today if any(said.get(name) != today.get(name) for name in names) else None


def chart_of(said: Mapping[str, Any]) -> Chart | None:
    """The chart of a finding, as it was kept."""
    told = said.get("chart")
    if not told:
        return None
    return Chart(**{**told, "rows": tuple(told["rows"]), "breaks": tuple(told.get("breaks", ()))})


def _without(chart: Chart, others: set[str]) -> Chart:
    """The chart without rows that name organisations out of the reader's reach."""
    if not others:
        return chart
    rows = tuple(
        row
        for row in chart.rows
        if not any(name in str(row.get(key, "")) for key in _TEXTS for name in others)
    )
    return replace(chart, rows=rows)

"""Findings the people of the demonstration decide on: the analysis of the demonstration itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.ask import ask
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Finding
from web import regulation
from web.cycle.proposal import Proposal, proposal_of
from web.figures.answers import key_of
from web.figures.found import found, seen_by
from web.figures.keep import whole
from web.figures.state import state_now, store
from web.policy.scope import Actor

# How a person says that a kind of finding is not there.
ABSENT = {
    "gap": "Анализ показателей направления за учебный год дефицитов не назвал.",
    "factor": "Признаки, связанные с показателями направления, анализ за год не проверял.",
    "good_practice": "Для вывода об успешной практике нужны результаты двух лет подряд: таких "
    "выводов анализ не сделал.",
}


@dataclass(frozen=True)
class Known:
    """What may be decided on; named by kind, "mathematics" is a gap of its own."""

    proposals: Mapping[str, Proposal] = field(default_factory=dict)


def todays_findings(by: Actor, area: str, period: str) -> Known:
    """The first gap of an area and year that pages show today; none is invented."""
    known = found()
    if known is None:
        return Known()
    rows = seen_by(by.scope, known.table).to_pylist()
    own = [one for one in rows if (one["area"], one["period"]) == (area, period)]
    gaps = [one for one in own if one["kind"] == "gap"]
    told = ((one["key"], json.loads(one["whole"])) for one in gaps[:1])
    return _known(told, known.state)


def earlier_findings(area: str, low: str, treated: tuple[str, ...], year: int) -> Known:
    """What the analysis says of a year when it knows nothing later.

    A gap of the area at the school with low results, one in mathematics at a school of `treated`,
    and what goes with results in mathematics.
    """
    state = state_now()
    evidence = Evidence(store(), regulation.profile(), whole(state), asked_year=year)
    gaps = [one for one in _told("gaps", evidence) if one.kind == "gap"]
    alone = _Mathematics(store(), regulation.profile(), whole(state), asked_year=year)
    factors = [one for one in _told("factors", alone) if one.kind == "factor"]
    chosen = {
        "gap": next((one for one in gaps if (one.area, one.unit) == (area, low)), None),
        "mathematics": next(
            (one for one in gaps if one.unit in treated and "математика" in one.sentence), None
        ),
        "factor": next(iter(factors), None),
    }
    profile = regulation.profile()
    made = {
        name: proposal_of(key_of(one), one.as_dict(), profile, state)
        for name, one in chosen.items()
        if one is not None
    }
    return Known(made)


class _Mathematics(Evidence):
    """Evidence of one subject: questions ask about no other, which is quicker."""

    @cached_property
    def results(self) -> pa.Table:
        """Rows of the subject."""
        rows = Evidence(self.store, self.profile, self.computed).results
        return rows.filter(pc.equal(rows["subject"], "math"))


def _told(question: str, evidence: Evidence) -> Sequence[Finding]:
    try:
        return ask(question, evidence).findings
    except LookupError:
        return ()


def _known(told: Iterable[tuple[str, Mapping[str, Any]]], state: str) -> Known:
    profile = regulation.profile()
    made = {said["kind"]: proposal_of(key, said, profile, state) for key, said in told}
    return Known(made)

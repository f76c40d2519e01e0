"""Everything a reader has to do, from small functions of each part of the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpRequest
from django.urls import reverse

from msoko.roadmap.due import RETURNED, Due, in_order
from web import regulation
from web.cycle.listed import decisions, narrowed, seen
from web.cycle.pages.waiting import waiting_for as cycles_waiting
from web.figures.owed import owing
from web.figures.read import figures
from web.organisations.tree import tree_now
from web.roadmap.due import for_actor
from web.uploads.waiting import waiting_for as files_waiting

AHEAD = 14


@dataclass(frozen=True)
class Today:
    """What has to be done: late, within two weeks, without a day, and what came back."""

    late: Sequence[Due]
    soon: Sequence[Due]
    waiting: Sequence[Due]
    returned: Sequence[Due]

    @property
    def count(self) -> int:
        """How many things in all."""
        return sum(len(one) for _, one in self.parts)

    @property
    def parts(self) -> Sequence[tuple[str, Sequence[Due]]]:
        """Titles with what stands under each, empty ones too."""
        return (
            ("Просрочено", self.late),
            ("Вернулось: почему", self.returned),
            ("В ближайшие две недели", self.soon),
            ("Ждёт вас", self.waiting),
        )


def gathered(request: HttpRequest, day: date) -> Today:
    """The same number of questions to the database however much there is to do."""
    actor = request.actor
    told = [
        *cycles_waiting(actor, day, AHEAD), *for_actor(actor, day), *files_waiting(actor),
        *_findings(request), *_owed(request),
    ]  # fmt: skip
    return sorted_out(told, day)


def sorted_out(told: Iterable[Due], day: date) -> Today:
    """Each thing once, under one title; one that came back is told there, late or not."""
    late, soon, waiting, returned = [], [], [], []
    until = day + timedelta(days=AHEAD)
    for one in sorted(dict.fromkeys(told), key=in_order):
        if one.state == RETURNED:
            returned.append(one)
        elif one.due is None or one.due > until:
            waiting.append(one)
        else:
            (late if one.due < day else soon).append(one)
    return Today(late, soon, waiting, returned)


def _findings(request: HttpRequest) -> list[Due]:
    """How many certain findings wait for a decision."""
    table = seen(request) if request.actor.scope.may("findings.decide") else None
    if table is None:
        return []
    waiting = narrowed(table, {"certain": "1", "state": "open"}, decisions(request))
    codes = pa.array(sorted(request.actor.scope.codes("findings.decide")), pa.string())
    number = pc.sum(pc.is_in(waiting["unit"].cast(pa.string()), codes)).as_py()
    if not number:
        return []
    url = f"{reverse('cycle:findings')}?certain=1&state=open"
    title = f"Выводы анализа ждут решения: {number}"
    return [Due(title, None, "", "", url, "open", "finding", mine=True)]


def _owed(request: HttpRequest) -> list[Due]:
    """Data one's organisation owes; for the office, how many organisations owe any."""
    scope, found = request.actor.scope, figures()
    codes = scope.codes("values.see")
    if found is None or not found.years or not codes or not scope.may("uploads.see"):
        return []
    known = regulation.profile().indicators
    silent = owing(found, max(found.years), codes)
    owed: dict[str, int] = {}
    for code in (code for name, those in silent.items() if name in known for code in those):
        owed[code] = owed.get(code, 0) + 1
    if not owed:
        return []
    if scope.reaches_all("values.see"):
        title = f"Организаций, от которых ждут сведений: {len(owed)}"
        return [Due(title, None, "", "", reverse("home"), "no_data", "upload", mine=True)]
    nodes = tree_now().nodes
    return [
        Due(f"Прислать сведения: показателей без данных {number}", None,
            nodes[code].name if code in nodes else code, code,
            reverse("workspace:school", args=[code]), "no_data", "upload", mine=True)
        for code, number in sorted(owed.items())
    ]  # fmt: skip

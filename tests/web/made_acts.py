"""A made-up cycle in the database with everything its acts need, and acts on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.unit.documents import made_cycle
from tests.web import world
from web.acts import actions
from web.acts.files import keep_sent
from web.acts.steps import STEPS
from web.cycle.models import Act, Cycle, Entry, EntryLink, Finding
from web.cycle.steps import open_cycle
from web.policy.scope import PROGRAM

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
SIGNED = {"number": "12-р", "signed_on": date(2025, 3, 1), "post": "Глава", "name": "И.И. Иванов"}
DATES = {"starts": made_cycle.STARTS, "due": made_cycle.DUE}


def cycle(gone: tuple[str, ...] = ()) -> Cycle:
    """An open cycle of which all stages have their content, but the entries named in `gone`."""
    found: Cycle = open_cycle(by=PROGRAM, area=made_cycle.AREA, period=made_cycle.PERIOD)
    found.stages.update(state="open")
    made: dict[str, Entry] = {}
    finding()
    for number, one in enumerate(made_cycle.entries(), start=1):
        if one.id in gone:
            continue
        entry = Entry.objects.create(
            cycle=found, kind=one.kind, number=number, state=one.state, said=dict(one.said),
            entered_by="", entered_at=timezone.now(),
        )  # fmt: skip
        made[one.id] = entry
        for link in one.links:
            kind, _, name = link.partition(":")
            ref = f"entry:{made[name].pk}" if kind == "entry" and name in made else link
            EntryLink.objects.create(entry=entry, ref=ref)
    return found


def finding() -> Finding:
    """A confirmed gap of the first school."""
    said: dict[str, Any] = {
        "question": "gaps", "kind": "gap", "unit_kind": "organisation", "unit": world.OWN,
        "period": made_cycle.PERIOD, "area": made_cycle.AREA, "sure": "likely",
        "sentence": "В школе № 101 отметок «2» 20 %.", "frozen": {"sure": "likely"},
        "profile_version": "1", "figures_state": "расчёт", "state": "confirmed",
        "decided_by": "", "decided_at": timezone.now(),
    }  # fmt: skip
    found, _ = Finding.objects.get_or_create(key="k1", defaults=said)
    return found


def draft(document: str = "procedure_order", of: Cycle | None = None, **said: Any) -> Act:
    """A draft with everything typed at it."""
    act: Act = actions.draft(by=PROGRAM, cycle=of or cycle(), document=document)
    typed = {"inform": "Руководители — почтой", "name": "И.И. Иванов", **DATES}
    actions.correct(by=PROGRAM, act=act, version=act.version, title=act.title, said=typed | said)
    return act


def submitted(document: str = "procedure_order", of: Cycle | None = None) -> Act:
    """The same on approval."""
    act = draft(document, of)
    STEPS["submit"](by=PROGRAM, act=act, version=act.version)
    return act


def signed(document: str = "procedure_order", of: Cycle | None = None, **said: Any) -> Act:
    """The same signed."""
    act = submitted(document, of)
    STEPS["sign"](by=PROGRAM, act=act, version=act.version, said=SIGNED | said)
    return act


def scan(name: str = "скан.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A sent file."""
    return SimpleUploadedFile(name, content)


def _taken(act: Callable[[], Act], **said: Any) -> Callable[[], dict[str, Any]]:
    def called() -> dict[str, Any]:
        found = act()
        return {"act": found, "version": found.version, **said}

    return called


# The name of an action → what it is called with, for the register of actions.
SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    "acts.draft": lambda: {"cycle": cycle(), "document": "procedure_order"},
    "acts.correct": _taken(draft, title="О другом", said={}),
    "acts.attach": lambda: {"act": signed(), "original": keep_sent(scan())},
    "acts.inform": lambda: {
        "act": signed(), "whom": "школы", "how": "почтой", "on": date(2025, 3, 2),
    },
    "act.submit": _taken(draft),
    "act.return": _taken(submitted, reason="уточнить"),
    "act.sign": _taken(submitted, said=SIGNED),
    "act.publish": _taken(signed, said={"where": "сайт", "on": date(2025, 3, 2)}),
    "act.revoke": _taken(signed, reason="ошибка"),
}  # fmt: skip

"""What can happen to a finding: confirmed, rejected with a reason, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import put, replace
from web.cycle.models import Finding
from web.cycle.proposal import Proposal
from web.policy.scope import Actor

_MODEL = "cycle.Finding"


def _there(said: Mapping[str, Any]) -> list[str]:
    return [said["proposal"].unit]


def _opened_there(said: Mapping[str, Any]) -> list[str]:
    return [said["finding"].unit]


@action("findings.confirm", "подтверждён вывод", needs="findings.decide", touches=_there)
def confirm(*, by: Actor, proposal: Proposal, reason: str = "", edited: str = "") -> Told:
    """A person agrees with what the analysis found, perhaps in other words; numbers are frozen."""
    words = edited.strip()
    own = "" if words == str(proposal.said.get("sentence") or "").strip() else words
    return _decided(by, proposal, "confirmed", reason, own)


@action("findings.reject", "отклонён вывод", needs="findings.decide", touches=_there)
def reject(*, by: Actor, proposal: Proposal, reason: str) -> Told:
    """A person does not agree, and says why."""
    if not reason.strip():
        raise Impossible("Напишите, почему вывод отклонён: причина останется в журнале.")
    return _decided(by, proposal, "rejected", reason)


@action("findings.reopen", "вывод открыт заново", needs="findings.decide", touches=_opened_there)
def reopen(*, by: Actor, finding: Finding, version: int, reason: str) -> Told:
    """The decision is undone: the finding waits again, the journal keeps what was decided."""
    if finding.state == "open":
        raise Impossible("По этому выводу решения ещё нет.")
    if not reason.strip():
        raise Impossible("Напишите, почему решение отменено.")
    old = finding.state
    replace(
        finding, version, state="open", reason=reason, decided_by=by.id, decided_at=timezone.now()
    )
    return _told(finding, old, reason)


def _decided(by: Actor, proposal: Proposal, state: str, reason: str, edited: str = "") -> Told:
    """Freeze what was found together with the decision; a finding is decided once at a time."""
    fields = {
        **proposal.fields(), "state": state, "reason": reason.strip(), "decided_by": by.id,
        "decided_at": timezone.now(), "edited": edited,
    }  # fmt: skip
    known = Finding.objects.filter(key=proposal.key).first()
    if known is not None and known.state != "open":
        raise Impossible(
            f"Вывод уже {known.get_state_display()}. Чтобы решить иначе, откройте его заново."
        )
    kept = put(Finding, known, known.version if known else 0, {"key": proposal.key}, fields)
    return _told(kept, "open", reason)


def _told(finding: Finding, old: str, reason: str) -> Told:
    new = {"state": finding.state, "sentence": finding.sentence}
    if finding.edited:
        new["edited"] = finding.edited
    return Told(finding, _MODEL, finding.pk, {"state": old}, new, finding.unit, reason)

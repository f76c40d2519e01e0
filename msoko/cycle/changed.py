"""What the regulation says otherwise today than when a cycle was opened; the cycle keeps its own.

Source: п. 6.2 of the regulation of ЗАТО Солнечный — areas and goals change by a new act. It says
nothing of cycles under way, so they go on as they were opened: that is our reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msoko.cycle.plan import PlannedStage
from msoko.cycle.wording import LABELS

_STAGE = (
    ("title", "название"), ("order", "порядок"), ("contents", "содержание"),
    ("documents", "акты"), ("responsible", "ответственные"), ("decides", "кто решает"),
    ("clause", "пункт положения"),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One difference: about what, which side of it, as the cycle has it and as it is today."""

    about: str
    what: str
    kept: str
    today: str


def stages_changed(kept: Sequence[PlannedStage], today: Sequence[PlannedStage]) -> list[Change]:
    """Stages that came, went or are worded otherwise."""
    now = {one.id: one for one in today}
    was = {one.id for one in kept}
    told = []
    for one in kept:
        about = f"этап «{one.title}»"
        other = now.get(one.id)
        if other is None:
            told.append(Change(about, "этап", "есть", "нет"))
            continue
        for name, ru in _STAGE:
            old, new = _said(getattr(one, name)), _said(getattr(other, name))
            if old != new:
                told.append(Change(about, ru, old, new))
    told += [
        Change(f"этап «{one.title}»", "этап", "нет", "есть") for one in today if one.id not in was
    ]
    return told


def wording_changed(
    kept: Mapping[str, Any] | None, today: Mapping[str, Any] | None
) -> list[Change]:
    """Words of an indicator kept with a cycle against today's; empty when nothing was kept."""
    if not kept or "label" not in kept:
        return []
    about = f"показатель «{kept['label']}»"
    if today is None:
        return [Change(about, "показатель", "есть", "нет")]
    pairs = [(ru, _said(kept.get(name)), _said(today.get(name))) for name, ru in LABELS.items()]
    return [Change(about, ru, old, new) for ru, old, new in pairs if old != new]


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value) or "нет"
    return str(value) if value not in (None, "") else "нет"

"""How far a cycle has come, as an act tells it: targets of indicators judged, deadlines moved."""

from __future__ import annotations

from msoko.cycle.deadline import moves
from msoko.documents.act_text import Paragraph, Table
from msoko.documents.acts.material import Material, day, listed

_TARGETS = ("№", "Показатель", "Цель", "Значение", "95-процентный интервал", "Цель достигнута?")
_MOVED = ("№", "Мера, мероприятие", "Прежний срок", "Новый срок", "Перенесён", "Причина")


def targets(material: Material) -> tuple[Paragraph | Table, ...]:
    """What the indicators were to come to, and whether they have; nothing where none was set."""
    if not material.targets:
        return ()
    rows = listed(
        (one.label, one.told.target.ru, one.told.value, one.told.between,
         ": ".join(filter(None, (one.told.outcome_ru, one.told.doubt))))
        for one in material.targets
    )  # fmt: skip
    return (Paragraph("Достижение целей по показателям", heading=True), Table(_TARGETS, rows))


def moved(material: Material) -> tuple[Paragraph | Table, ...]:
    """Every deadline of an action that was moved: from which day to which, when and why."""
    rows = listed(
        (entry.title, day(one.was), day(one.to), day(one.on), one.why)
        for entry in material.now.of("action")
        for one in moves(entry.said)
    )
    if not rows:
        return ()
    return (Paragraph("Переносы сроков", heading=True), Table(_MOVED, rows))

"""Completeness of an area: goal ↔ indicator ↔ method ↔ … ↔ effect, what there is and what lacks.

Source: положение Калининского района, раздел 2 («Характеристики целей, показателей и наличия
методов сбора и обработки информации направлений») for the first three links; п. 5.1 of the
regulation of ЗАТО Солнечный for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.profile.indicator import Indicator
from msoko.profile.model_area import Area, Goal
from msoko.profile.profile import Profile

LINKS: Mapping[str, str] = {
    "goal": "Цель", "indicator": "Показатели", "method": "Методы сбора",
    "monitoring": "Мониторинг", "finding": "Анализ", "recommendation": "Адресные рекомендации",
    "action": "Меры и мероприятия", "decision": "Управленческие решения",
    "review": "Анализ эффективности",
}  # fmt: skip
STATES: Mapping[str, str] = {
    "whole": "есть", "part": "есть не всё", "none": "нет", "not_asked": "не требуется",
}  # fmt: skip
_NOT_ENTERED, _NO_CYCLE = "цель не внесена в цикл", "цикл направления не открыт"
_NO_INDICATOR = "нет ни одного показателя"


@dataclass(frozen=True)
class Lack:
    """What is missing; `about` is the title of `ref`, which not every reader may see."""

    what: str
    about: str = ""
    ref: str = ""

    def __str__(self) -> str:
        return f"«{self.about}»: {self.what}" if self.about else self.what


@dataclass(frozen=True)
class Cell:
    """One link of one goal: references of what proves it, and what is missing."""

    link: str
    proofs: tuple[str, ...]
    lacks: tuple[Lack, ...] = ()
    note: str = ""

    @property
    def state(self) -> str:
        """A name of `STATES`."""
        if self.note:
            return "not_asked"
        if not self.lacks:
            return "whole" if self.proofs else "none"
        return "part" if self.proofs else "none"


@dataclass(frozen=True)
class Row:
    """One goal with its links in order; `ref` is the goal of the regulation or the entry."""

    ref: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Documents:
    """Acts of a link: references of those in force, ids of documents not signed yet."""

    signed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """An area whole; `documents` are by link."""

    area: str
    rows: tuple[Row, ...]
    documents: Mapping[str, Documents] = field(default_factory=dict)

    def counted(self, *links: str) -> tuple[int, int]:
        """Cells that are whole, and all that are asked for; of some links or of all."""
        cells = [cell for row in self.rows for cell in row.cells if cell.state != "not_asked"]
        asked = [cell for cell in cells if not links or cell.link in links]
        return sum(cell.state == "whole" for cell in asked), len(asked)


def matrix(profile: Profile, area: Area, now: CycleNow | None) -> Matrix:
    """Goals of the regulation, then goals of the cycle's own; without a cycle only the rules."""
    rows = [_row(profile, area, goal, _entered(now, goal), now) for goal in area.goals]
    if now is not None:
        known = {goal.id for goal in area.goals}
        own = [one for one in now.of("goal") if one.said.get("goal") not in known]
        rows += [_row(profile, area, None, one, now) for one in own]
    return Matrix(area.id, tuple(rows), _documents(now) if now else {})


def _entered(now: CycleNow | None, goal: Goal) -> EntryNow | None:
    found = (one for one in now.of("goal") if one.said.get("goal") == goal.id) if now else ()
    return next(iter(found), None)


def _row(
    profile: Profile, area: Area, goal: Goal | None, entry: EntryNow | None, now: CycleNow | None
) -> Row:
    known = [
        one for one in profile.indicators.values()
        if goal and one.area == area.id and goal.id in one.goals and not one.auxiliary
    ]  # fmt: skip
    ref, title = "", ""
    if goal is not None:
        ref, title = f"goal:{area.id}.{goal.id}", goal.statement or goal.title
    elif entry is not None:
        ref, title = entry.ref, str(entry.said.get("title") or "без названия")
    refs = tuple(filter(None, (ref, entry.ref if entry and goal else "")))
    lacks = () if entry else (Lack(_NOT_ENTERED if now else _NO_CYCLE),)
    note = (goal.no_indicators or "") if goal and not known else ""
    first = Cell("goal", refs, lacks)
    if now is None or entry is None:
        return Row(ref, title, (first, *_of_rules(known, note, now is not None)))
    return Row(ref, title, (first, *_Following(now, entry, known, note).cells()))


def _of_rules(known: Sequence[Indicator], note: str, is_open: bool) -> Iterable[Cell]:
    """What the regulation alone has; the rest waits for the cycle."""
    refs = tuple(f"indicator:{one.id}" for one in known)
    yield Cell("indicator", refs, () if refs else (Lack(_NO_INDICATOR),), note)
    without = [Lack("способ сбора не назван", one.label) for one in known if one.method is None]
    said = tuple(f"indicator:{one.id}" for one in known if one.method is not None)
    yield Cell("method", said, tuple(without), note)
    for link in list(LINKS)[3:]:
        yield Cell(link, (), (Lack(_NOT_ENTERED if is_open else _NO_CYCLE),), note)


class _Following:
    """What follows one goal of a cycle, link by link."""

    def __init__(
        self, now: CycleNow, goal: EntryNow, known: Sequence[Indicator], note: str
    ) -> None:
        self.now, self.goal, self.known, self.note = now, goal, known, note
        self.indicators = now.following(goal.ref, "indicator")
        self.ids = {str(one.said.get("indicator")) for one in self.indicators}
        self.labels = {one.id: one.label for one in known}

    def cells(self) -> Iterable[Cell]:
        """In the order of `LINKS`, the goal itself aside."""
        note = "" if self.indicators else self.note
        yield self._indicator(note)
        yield self._of_each_indicator("method", "не назначен метод сбора", note)
        yield self._of_each_indicator("monitoring", "нет мониторинга", note)
        confirmed = [
            one for one in self.now.findings
            if one.state == "confirmed" and one.indicator in self.ids
        ]  # fmt: skip
        found = [f"finding:{one.key}" for one in confirmed]
        yield Cell("finding", tuple(found), () if found else (Lack("нет вывода анализа"),), note)
        recommended = self._following(found, "recommendation")
        sent = [one for one in recommended if one.state != "draft"]
        yield self._cell("recommendation", sent, "нет направленной рекомендации", note)
        stands_on = [one.ref for one in (*recommended, *self.indicators, self.goal)]
        actions = self._following(stands_on, "action")
        yield self._cell("action", actions, "нет меры", note)
        decided = self._following([*(one.ref for one in actions), *found], "decision")
        taken = [one for one in decided if one.state != "draft"]
        yield self._cell("decision", taken, "нет принятого решения", note)
        yield self._review([*actions, *decided], note)

    def _indicator(self, note: str) -> Cell:
        lacks = [
            Lack("не внесён в цикл", one.label) for one in self.known if one.id not in self.ids
        ]
        if not self.known and not self.indicators:
            lacks = [Lack(_NO_INDICATOR)]
        return Cell("indicator", tuple(one.ref for one in self.indicators), tuple(lacks), note)

    def _of_each_indicator(self, link: str, lack: str, note: str) -> Cell:
        proofs, lacks = [], []
        for one in self.indicators:
            own = self.now.following(one.ref, link)
            proofs += [entry.ref for entry in own]
            if not own:
                name = str(one.said.get("indicator"))
                lacks.append(Lack(lack, self.labels.get(name, name)))
        if not self.indicators:
            lacks.append(Lack(_NO_INDICATOR))
        return Cell(link, tuple(dict.fromkeys(proofs)), tuple(lacks), note)

    def _review(self, subjects: Sequence[EntryNow], note: str) -> Cell:
        """A concluded review of every action: «выводы по каждому из них» (п. 5.8)."""
        proofs, lacks = [], []
        for one in subjects:
            done = [
                each.ref for each in self.now.following(one.ref, "review")
                if each.state == "concluded"
            ]  # fmt: skip
            proofs += done
            if not done and one.kind == "action":
                title = str(one.said.get("title") or "без названия")
                lacks.append(Lack("нет вывода", title, one.ref))
        if not subjects:
            lacks.append(Lack("нечего оценивать: нет меры"))
        return Cell("review", tuple(dict.fromkeys(proofs)), tuple(lacks), note)

    def _following(self, refs: Iterable[str], kind: str) -> list[EntryNow]:
        found = {one.id: one for ref in refs for one in self.now.following(ref, kind)}
        return list(found.values())

    def _cell(self, link: str, entries: Sequence[EntryNow], lack: str, note: str) -> Cell:
        return Cell(link, tuple(one.ref for one in entries), () if entries else (Lack(lack),), note)


def _documents(now: CycleNow) -> dict[str, Documents]:
    """Acts of the stage each link belongs to."""
    told = {}
    for link in LINKS:
        home = now.home(link)
        names = home.plan.documents if home else ()
        pairs = [(name, now.act_in_force(name)) for name in names]
        signed = tuple(f"act:{act.id}" for _, act in pairs if act)
        told[link] = Documents(signed, tuple(name for name, act in pairs if act is None))
    return told

"""The thread: from any thing of a cycle back to the clause it stands on and on to what followed.

`clause → goal → indicator → value → finding → recommendation → action → decision → effect → next
cycle`. Every thing has a reference (`msoko.cycle.snapshot`); two more are made here: a value is
`value:<indicator>/<unit>/<period>`, a goal of the regulation `goal:<area>.<goal>`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msoko.cycle.kinds import KINDS
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, FindingNow

CHAIN: Mapping[str, str] = {
    "clause": "пункт положения", "goal": "цель", "objective": "задача",
    "indicator": "показатель", "method": "метод сбора", "monitoring": "мониторинг",
    "value": "значение", "finding": "вывод анализа", "relevance": "отнесение вывода",
    "lack": "отметка об отсутствии", "recommendation": "адресная рекомендация",
    "action": "мера или мероприятие", "decision": "управленческое решение", "act": "акт",
    "review": "анализ эффективности", "problem": "проблема для нового цикла",
    "note": "итог этапа", "cycle": "новый цикл",
}  # fmt: skip
MAIN = (
    "clause", "indicator", "value", "finding", "recommendation", "action", "decision", "review",
    "cycle",
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One thing of the thread; `cycle` is the id of its cycle, empty for what belongs to none.

    `units` are codes of organisations it names: whoever reaches none of them sees no content.
    `period` is the academic year it is about, or of its cycle.
    """

    ref: str
    kind: str
    title: str
    cycle: str = ""
    state: str = ""
    units: tuple[str, ...] = ()
    area: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    frozen: Mapping[str, Any] = field(default_factory=dict)
    period: str = ""


@dataclass(frozen=True)
class Rules:
    """What the thread needs of the regulation, by reference: titles, and what stands on what."""

    titles: Mapping[str, str]
    stands_on: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """Things by reference, and for each what it stands on and what stands on it."""

    nodes: Mapping[str, Node]
    back: Mapping[str, tuple[str, ...]]
    forward: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Step:
    """All things of one kind that a walk meets; none of a main kind means the thread is torn."""

    kind: str
    nodes: tuple[Node, ...]

    @property
    def ru(self) -> str:
        """What the kind is called."""
        return CHAIN[self.kind]


@dataclass(frozen=True)
class Walk:
    """A thing, what it stands on, and what followed from it, both in the order of the thread."""

    start: Node
    back: tuple[Step, ...]
    forward: tuple[Step, ...]


def value_ref(indicator: str, unit: str, period: str) -> str:
    """How a value is named."""
    return f"value:{indicator}/{unit}/{period}"


def value_parts(ref: str) -> tuple[str, str, str] | None:
    """Indicator, unit, period of a value's name; None when it is none."""
    parts = ref.removeprefix("value:").split("/")
    if not ref.startswith("value:") or len(parts) != 3 or not all(parts):
        return None
    return parts[0], parts[1], parts[2]


def graph(
    cycles: Sequence[CycleNow], rules: Rules, *,
    findings: Iterable[FindingNow] = (), values: Iterable[str] = (),
) -> Graph:  # fmt: skip
    """Everything of some cycles as one graph.

    `findings` nobody has decided on yet and `values` nothing was found about are asked for by name.
    """
    build = _Building(rules)
    for cycle in cycles:
        build.cycle(cycle)
    for one in findings:
        build.finding(one, None)
    for ref in values:
        build.value(ref)
    return build.done()


def walk(found: Graph, ref: str) -> Walk | None:
    """Both ways from a thing; None when there is no such thing.

    A step into another cycle is the last one: what follows there is that cycle's own thread.
    """
    start = found.nodes.get(ref)
    if start is None:
        return None
    back, forward = (_reached(found, start, ways) for ways in (found.back, found.forward))
    met = {node.kind for node in (*back, *forward)}
    before, after = _expected(start.kind, met)
    return Walk(start, _steps(back, before), _steps(forward, after))


def _expected(kind: str, met: set[str]) -> tuple[set[str], set[str]]:
    """Main kinds that should be met before and after one of them.

    A decision comes beside its action, not between it and the review, so it is expected only after.
    """
    if kind not in (*MAIN, "goal", "problem"):
        return set(), set()
    order = list(CHAIN)
    before = {one for one in MAIN if order.index(one) < order.index(kind)} - {"decision"}
    after = {one for one in MAIN if order.index(one) > order.index(kind)}
    return before - met, after - met


def _reached(found: Graph, start: Node, ways: Mapping[str, tuple[str, ...]]) -> list[Node]:
    seen, waiting, told = {start.ref}, deque([start]), []
    while waiting:
        here = waiting.popleft()
        if start.cycle and here.cycle and here.cycle != start.cycle:
            continue
        for ref in ways.get(here.ref, ()):
            if ref not in seen and ref in found.nodes:
                seen.add(ref)
                told.append(found.nodes[ref])
                waiting.append(found.nodes[ref])
    return told


def _steps(nodes: Sequence[Node], expected: set[str]) -> tuple[Step, ...]:
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_kind[node.kind].append(node)
    return tuple(
        Step(kind, tuple(by_kind[kind])) for kind in CHAIN if by_kind[kind] or kind in expected
    )


class _Building:
    """Nodes and edges as they are gathered; edges lead back, from a thing to what it stands on."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.nodes: dict[str, Node] = {}
        self.back: dict[str, list[str]] = defaultdict(list)
        self.bound: dict[tuple[str, str], str] = {}

    def done(self) -> Graph:
        """The graph, with the parts of the regulation that anything stands on."""
        for ref in [ref for ref in self.rules.titles if ref.startswith(("indicator:", "goal:"))]:
            self.rule(ref)
        back = {ref: tuple(dict.fromkeys(on)) for ref, on in self.back.items()}
        forward: dict[str, list[str]] = defaultdict(list)
        for ref, stands_on in back.items():
            for one in stands_on:
                forward[one].append(ref)
        return Graph(self.nodes, back, {ref: tuple(on) for ref, on in forward.items()})

    def rule(self, ref: str) -> str:
        """A part of the regulation and what it stands on itself."""
        if ref not in self.nodes and ref in self.rules.titles:
            area = self.rules.areas.get(ref, "")
            kind = ref.partition(":")[0]
            self.nodes[ref] = Node(ref, kind, self.rules.titles[ref], area=area)
            for one in self.rules.stands_on.get(ref, ()):
                self.back[ref].append(self.rule(one))
        return ref

    def cycle(self, cycle: CycleNow) -> None:
        """A cycle, its entries, findings and acts."""
        ref = f"cycle:{cycle.id}"
        self.nodes[ref] = Node(
            ref, "cycle", cycle.title, cycle.id, cycle.state, area=cycle.area,
            period=cycle.period,
        )  # fmt: skip
        if cycle.problem:
            self.back[ref].append(cycle.problem)
        for entry in cycle.entries:
            indicator = str(entry.said.get("indicator", ""))
            if entry.kind == "indicator" and entry.state != "withdrawn" and indicator:
                self.bound.setdefault((cycle.id, indicator), entry.ref)
        for entry in cycle.entries:
            self.entry(entry, cycle)
        for one in cycle.findings:
            self.finding(one, cycle)
        for act in cycle.acts:
            self.act(act, cycle)

    def entry(self, entry: EntryNow, cycle: CycleNow) -> None:
        """An entry with what it points back to."""
        kind = KINDS[entry.kind]
        codes = [
            code for one in kind.fields if one.type == "organisations"
            for code in entry.said.get(one.name) or ()
        ]  # fmt: skip
        title = entry.title
        if entry.kind == "indicator":
            wording = entry.frozen.get("label") or self.rules.titles.get(f"indicator:{title}")
            title = str(wording or title)
        self.nodes[entry.ref] = Node(
            entry.ref, entry.kind, title, cycle.id, entry.state, tuple(codes), cycle.area,
            entry.said, entry.frozen, cycle.period,
        )  # fmt: skip
        goal, indicator = (str(entry.said.get(name, "")) for name in ("goal", "indicator"))
        told = list(entry.links)
        told += [f"goal:{goal}"] if goal else []
        if indicator:
            told.append(f"indicator:{indicator}")
        for ref in told:
            self.back[entry.ref].append(self.named(ref, cycle, own=entry.ref))

    def named(self, ref: str, cycle: CycleNow, own: str = "") -> str:
        """A reference as the graph has it: an indicator by what the cycle keeps of it."""
        kind, _, name = ref.partition(":")
        if kind == "goal":
            return self.rule(f"goal:{cycle.area}.{name.removeprefix(f'{cycle.area}.')}")
        if kind == "indicator":
            bound = self.bound.get((cycle.id, name))
            return bound if bound and bound != own else self.rule(ref)
        return ref

    def finding(self, one: FindingNow, cycle: CycleNow | None) -> None:
        """A finding and the value it was found from."""
        ref = f"finding:{one.key}"
        if ref in self.nodes:
            return
        home = cycle.id if cycle else ""
        self.nodes[ref] = Node(
            ref, "finding", one.sentence, home, one.state, (one.unit,),
            said={"kind": one.kind}, frozen=one.frozen, period=one.period,
        )  # fmt: skip
        if one.indicator and one.period:
            name = value_ref(one.indicator, one.unit, one.period)
            self.back[ref].append(self.value(name, cycle))

    def value(self, ref: str, cycle: CycleNow | None = None) -> str:
        """A value and the indicator it is of, as the cycle keeps it where one does."""
        parts = value_parts(ref)
        if parts is None:
            return ref
        indicator, unit, period = parts
        if ref not in self.nodes:
            title = self.rules.titles.get(f"indicator:{indicator}", indicator)
            self.nodes[ref] = Node(ref, "value", title, units=(unit,), period=period)
        bare = f"indicator:{indicator}"
        on = self.named(bare, cycle) if cycle else self.rule(bare)
        if on != bare and bare in self.back[ref]:
            self.back[ref].remove(bare)
        if on != bare or not self.back[ref]:
            self.back[ref].append(on)
        return ref

    def act(self, act: ActNow, cycle: CycleNow) -> None:
        """An act and the entries and confirmed findings of the stages it belongs to."""
        ref = f"act:{act.id}"
        self.nodes[ref] = Node(ref, "act", act.title, cycle.id, act.state, area=cycle.area)
        kinds = {
            kind for stage in cycle.stages if act.document in stage.plan.documents
            for kind in stage.plan.contents
        }  # fmt: skip
        self.back[ref] += [one.ref for one in cycle.of(*kinds)]
        if "finding" in kinds:
            self.back[ref] += [
                f"finding:{one.key}" for one in cycle.findings if one.state == "confirmed"
            ]

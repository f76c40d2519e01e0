"""One thing of the thread in words: what it is, where its page is, what has changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse

from msoko.analysis.finding import KIND_RU
from msoko.cycle.changed import wording_changed
from msoko.cycle.course import state_ru
from msoko.cycle.kinds import KINDS
from msoko.cycle.thread import CHAIN, Node, value_parts
from msoko.cycle.wording import wording
from web import regulation
from web.cycle.card import differs
from web.cycle.figure import figure, figure_words, same_figure
from web.cycle.listed import whole_of
from web.cycle.models import STATES
from web.cycle.thread import Sight


@dataclass(frozen=True)
class Differs:
    """A number or words kept then, and today's."""

    what: str
    kept: str
    today: str


@dataclass(frozen=True)
class Shown:
    """A node for a page; without content when it is out of the reader's reach."""

    ref: str
    kind_ru: str
    seen: bool
    title: str = ""
    hint: str = ""
    state: str = ""
    state_ru: str = ""
    quote: str = ""
    address: str = ""
    differs: tuple[Differs, ...] = ()

    @property
    def thread(self) -> str:
        """The address of its own thread."""
        return reverse("thread:walk", args=[self.ref]) if self.seen else ""


def shown(sight: Sight, node: Node) -> Shown:
    """What the reader is told of a node, frozen numbers beside today's."""
    told = brief(sight, node)
    if not told.seen:
        return told
    title, quote = told.title, _quote(node.ref) if node.kind == "clause" else ""
    if node.kind == "value":
        title = f"{title}: {figure_words(_figure(sight, node), _unit(node))}"
    return replace(told, title=title, quote=quote, differs=_differs(sight, node))


def brief(sight: Sight, node: Node) -> Shown:
    """What a node is called and where its page is: no numbers are looked up."""
    if not sight.reach.sees(node):
        return Shown(node.ref, _kind_ru(node), seen=False)
    return Shown(
        node.ref, _kind_ru(node), True, node.title, _hint(sight, node), node.state,
        _state_ru(node), address=address_of(sight, node),
    )  # fmt: skip


def _kind_ru(node: Node) -> str:
    if node.kind == "cycle":
        return "управленческий цикл"
    return CHAIN[node.kind]


def _hint(sight: Sight, node: Node) -> str:
    """Whom and when it is about; what the regulation says is told from what a cycle keeps."""
    period = node.period.replace("-", "/")
    if node.kind in ("goal", "indicator"):
        return f"в цикле {period}" if node.cycle else "в положении"
    names = [sight.places[one].name if one in sight.places else one for one in node.units]
    if node.kind == "value":
        return ", ".join([*names, period])
    if node.kind == "finding":
        kind = str(node.said.get("kind", ""))
        return ", ".join(filter(None, [str(dict(KIND_RU).get(kind, kind)), *names, period]))
    return period if node.kind in ("cycle", "problem") else ""


def _state_ru(node: Node) -> str:
    if node.kind == "finding":
        return STATES.get(node.state, "")
    if not node.state:
        return ""
    if node.kind in KINDS and node.state == "kept":
        return ""
    return state_ru(node.kind, node.state)


def _quote(ref: str) -> str:
    act, _, at = ref.removeprefix("clause:").partition("#")
    known = regulation.profile().texts.acts.get(act)
    clause = known.clause(at) if known else None
    return clause.text if clause else ""


def address_of(sight: Sight, node: Node) -> str:
    """The page of a thing; its thread where it has no page of its own."""
    kind, _, name = node.ref.partition(":")
    if kind == "indicator":
        return _reversed(node, "workspace:indicator", node.area, name)
    if kind == "value":
        return _value_address(sight, node)
    if kind == "finding":
        return _reversed(node, "cycle:card", name)
    if kind == "goal":
        return _reversed(node, "workspace:area", node.area)
    pages = {"entry": "cycles:entry", "cycle": "cycles:cycle", "act": "acts:card"}
    return _reversed(node, pages[kind], name) if kind in pages else _reversed(node, "", name)


def _value_address(sight: Sight, node: Node) -> str:
    parts = value_parts(node.ref)
    if parts is None:
        return ""
    indicator, unit, period = parts
    known, place = regulation.profile().indicators.get(indicator), sight.places.get(unit)
    if known is None:
        return _reversed(node, "", "")
    if place is not None and place.kind in ("municipality", "region"):
        return _reversed(node, "workspace:unit", known.area, indicator, unit)
    return _reversed(node, "workspace:explained", known.area, indicator, unit, period)


def _reversed(node: Node, page: str, *parts: str) -> str:
    return _page(page, parts) or _page("thread:walk", (node.ref,))


@lru_cache(maxsize=20_000)
def _page(page: str, parts: tuple[str, ...]) -> str:
    """An address by the name of its page; empty where there is none. Asked for thousands a page."""
    try:
        return reverse(page, args=parts)
    except NoReverseMatch:
        return ""


def _unit(node: Node) -> str:
    parts = value_parts(node.ref)
    known = regulation.profile().indicators.get(parts[0]) if parts else None
    return known.unit if known else ""


def _figure(sight: Sight, node: Node, cell: str = "") -> dict[str, Any] | None:
    parts = value_parts(node.ref)
    return figure(sight.reach.scope, *parts, cell) if parts else None


def _differs(sight: Sight, node: Node) -> tuple[Differs, ...]:
    """What a decision kept and today says otherwise; both are told."""
    if node.kind == "value":
        return _value_differs(sight, node)
    if node.kind == "finding":
        return _finding_differs(sight, node)
    if node.kind == "indicator" and node.cycle:
        return _indicator_differs(node)
    if node.kind == "review":
        return _review_differs(node)
    return ()


def _value_differs(sight: Sight, node: Node) -> tuple[Differs, ...]:
    """Values decisions were taken on, against the same cell today."""
    told = []
    for ref in sight.graph.forward.get(node.ref, ()):
        finding = sight.graph.nodes[ref]
        kept = finding.frozen.get("figure")
        if kept is None or not sight.reach.sees(finding):
            continue
        now = _figure(sight, node, kept["breakdown"])
        if not same_figure(kept, now):
            words = [figure_words(one, _unit(node)) for one in (kept, now)]
            told.append(Differs("значение на день решения", *words))
    return tuple(dict.fromkeys(told))


def _finding_differs(sight: Sight, node: Node) -> tuple[Differs, ...]:
    if node.state not in ("confirmed", "rejected") or sight.today is None:
        return ()
    today = whole_of(sight.today, node.ref.removeprefix("finding:"))
    if today is None:
        return (Differs("вывод", node.title, "сегодня анализ такого вывода не делает"),)
    changed = differs(node.frozen, today)
    return (Differs("вывод", node.title, str(changed["sentence"])),) if changed else ()


def _indicator_differs(node: Node) -> tuple[Differs, ...]:
    name = str(node.said.get("indicator", ""))
    today = wording(regulation.profile(), name, regulation.names())
    changes = wording_changed(node.frozen, today)
    return tuple(Differs(one.what, one.kept, one.today) for one in changes)


def _review_differs(node: Node) -> tuple[Differs, ...]:
    from web.cycle.effect import kept_and_today

    return tuple(Differs("что изменилось", *pair) for pair in kept_and_today(node.frozen))

"""A thread laid out: steps of the way back and on for the page, one line of links for cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from msoko.cycle.thread import CHAIN, MAIN, Step
from web.cycle.node import Shown, brief, shown
from web.cycle.thread import Thread, thread_of

# As many things of one kind as a reader takes in; the rest have threads of their own.
_MOST = 20


@dataclass(frozen=True)
class ShownStep:
    """One step of the way: what was met, how many more there are; nothing met is told too."""

    kind: str
    ru: str
    nodes: tuple[Shown, ...]
    more: int

    @property
    def is_torn(self) -> bool:
        """Whether the thread ends here before its end."""
        return not self.nodes


@dataclass(frozen=True)
class Link:
    """One step of the compact line: the first thing, and how many there are besides."""

    ru: str
    title: str
    address: str
    more: int = 0
    is_here: bool = False
    is_missing: bool = False


@dataclass(frozen=True)
class Laid:
    """The whole page of a thread."""

    start: Shown
    back: tuple[ShownStep, ...]
    forward: tuple[ShownStep, ...]


def laid(thread: Thread) -> Laid:
    """Everything in words."""
    back, forward = (
        tuple(_step(thread, one) for one in steps)
        for steps in (thread.walk.back, thread.walk.forward)
    )
    return Laid(shown(thread.sight, thread.walk.start), back, forward)


def _step(thread: Thread, step: Step) -> ShownStep:
    told = tuple(shown(thread.sight, node) for node in step.nodes[:_MOST])
    return ShownStep(step.kind, step.ru, told, max(len(step.nodes) - _MOST, 0))


def line_of(request: HttpRequest, ref: str) -> list[Link]:
    """The thread in one line, main kinds only; empty when the reader may not see it."""
    thread = thread_of(request, ref)
    return _line(thread, ref) if thread else []


def _line(thread: Thread, ref: str) -> list[Link]:
    start, whole = thread.walk.start, reverse("thread:walk", args=[ref])
    here = Link(CHAIN[start.kind], "", whole, is_here=True)
    told = [*_links(thread, thread.walk.back, whole), here]
    return [*told, *_links(thread, thread.walk.forward, whole)]


def _links(thread: Thread, steps: Iterable[Step], whole: str) -> list[Link]:
    return [_link(thread, step, whole) for step in steps if step.kind in MAIN]


def _link(thread: Thread, step: Step, whole: str) -> Link:
    if not step.nodes:
        return Link(step.ru, "нет", "", is_missing=True)
    seen = [node for node in step.nodes if thread.sight.reach.sees(node)]
    if not seen:
        return Link(step.ru, "нет доступа", "")
    told = brief(thread.sight, seen[0])
    rest = len(step.nodes) - 1
    return Link(step.ru, told.title, whole if rest else told.address, rest)

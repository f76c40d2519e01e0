"""An act on a page: its text as it will be printed, what it lacks, what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from msoko.cycle.contents import Missing
from msoko.documents.act_text import (
    BLANK,
    ActText,
    Annex,
    Paragraph,
    Point,
    Table,
    numbered,
    printed_date,
    printed_number,
    warnings,
)
from msoko.documents.acts.compose import Composed
from msoko.documents.acts.material import Lack
from msoko.vocabulary import capital
from web.acts.gather import made_of
from web.acts.printed import frozen_text
from web.acts.steps import titled
from web.cycle.models import Act
from web.cycle.pages.words import mended
from web.policy.scope import Scope


@dataclass(frozen=True)
class Mend:
    """A lack with the clause that asks for the content and the page where it is entered."""

    said: str
    clause: str
    address: str


@dataclass(frozen=True)
class Preview:
    """The words of an act for a page."""

    text: ActText
    number: str
    date: str
    post: str
    name: str
    points: tuple[tuple[str, Point], ...]
    control: str
    annexes: tuple[tuple[Annex, tuple[tuple[str, Paragraph | Table], ...]], ...]


def preview_of(text: ActText) -> Preview:
    """The text with printed numbers, dates and blanks."""
    return Preview(
        text=text,
        number=printed_number(text),
        date=printed_date(text.date),
        post=text.signatory.post or BLANK,
        name=text.signatory.name or BLANK,
        points=tuple(numbered(text.points)),
        control=f"{len(text.points) + 1}. {text.control}" if text.control else "",
        annexes=tuple((one, tuple(_kind(block) for block in one.blocks)) for one in text.annexes),
    )


def _kind(block: Paragraph | Table) -> tuple[str, Paragraph | Table]:
    if isinstance(block, Table):
        return "table", block
    return ("heading" if block.heading else "paragraph"), block


def now_of(act: Act, scope: Scope) -> tuple[ActText | None, Composed | None]:
    """The words as they stand: frozen ones, or those a draft would have today."""
    text = frozen_text(act)
    if text is not None:
        return text, None
    made = made_of(act, scope)
    return (titled(act, made.text), made) if made else (None, None)


def warned(text: ActText, made: Composed | None) -> list[str]:
    """What informs and blocks nothing."""
    told = [one.what for one in warnings(text)]
    return [capital(one) for one in (*told, *(made.warnings if made else ()))]


def mends_of(act: Act, lacks: Iterable[Lack]) -> list[Mend]:
    """Lacks with where each is entered."""
    return [Mend(f"{capital(one.what)}.", one.clause, _address(act, one)) for one in lacks]


def _address(act: Act, lack: Lack) -> str:
    if lack.own:
        return f"{reverse('acts:edit', args=[act.pk])}#id_{lack.own}"
    if lack.document:
        return f"{reverse('acts:new')}?cycle={act.cycle_id}&document={lack.document}"
    place = Missing(lack.what, lack.stage, lack.entry, lack.kind)
    return mended(act.cycle_id, [place])[0].address

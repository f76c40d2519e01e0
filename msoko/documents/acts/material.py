"""What an act is made from, and the pieces its contents give: words, tables, lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from msoko.cycle.kinds import KINDS
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.cycle.target import Aimed
from msoko.documents.act_text import Approver, Paragraph, Point, Table
from msoko.documents.requisites import ActDocument, Content, Requisites
from msoko.profile.profile import Profile
from msoko.vocabulary import AcademicYear


@dataclass(frozen=True)
class Figure:
    """One indicator in the municipality, in words: value, numerator and denominator, interval.

    `reported` of `units` organisations have a value; `spread` is the smallest and the largest.
    """

    label: str
    value: str
    counts: str = ""
    interval: str = ""
    reported: int = 0
    units: int = 0
    spread: str = ""


@dataclass(frozen=True)
class Own:
    """What is typed at the act itself because no stage of the cycle has it.

    `inform` is whom the act reaches and how, a line each (AMB-019); `starts` and `due` are the
    dates of the monitoring an order sets before the monitoring begins.
    """

    introduction: str = ""
    starts: date | None = None
    due: date | None = None
    inform: str = ""
    post: str = ""
    name: str = ""
    approvers: tuple[Approver, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """An act of the same cycle that is in force: requisites and the dates it set."""

    title: str
    number: str = ""
    signed_on: date | None = None
    starts: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Material:
    """Everything one act is made from; `organisations` are names by code, `earlier` by document.

    `targets` are those of the cycle's indicators, judged by what is known on the day.
    """

    now: CycleNow
    profile: Profile
    document: ActDocument
    requisites: Requisites
    own: Own = field(default_factory=Own)
    organisations: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    targets: tuple[Aimed, ...] = ()

    @property
    def area(self) -> str:
        """The area as the regulation names it."""
        known = self.profile.texts.areas.get(self.now.area)
        return known.title if known else self.now.area

    @property
    def year(self) -> str:
        """«2024/25»."""
        return AcademicYear.parse(self.now.period).ru

    def indicator(self, entry: EntryNow) -> str:
        """The label of the indicator an entry names."""
        return self.label(str(entry.said.get("indicator", "")))

    def label(self, indicator: str) -> str:
        """An indicator in words."""
        known = self.profile.indicator(indicator)
        return known.label if known else indicator

    def names(self, codes: object) -> str:
        """Organisations in words: «Школа № 1; Школа № 2»."""
        listed = codes if isinstance(codes, list | tuple) else ()
        return "; ".join(self.organisations.get(code, str(code)) for code in listed)

    def stage(self, kind: str) -> str:
        """Where entries of a kind are entered; empty when this order has no place for them."""
        home = self.now.home("finding" if kind == "lack" else kind)
        return home.plan.id if home else ""


@dataclass(frozen=True)
class Lack:
    """A required content that is missing: the clause that asks for it and where it is entered.

    `stage`, `entry`, `kind` lead to the cycle, `own` to a field of the act itself, `document` to
    another act.
    """

    what: str
    clause: str
    stage: str = ""
    entry: str = ""
    kind: str = ""
    own: str = ""
    document: str = ""


@dataclass(frozen=True)
class Part:
    """What one content gives to the act; `warnings` inform and block nothing."""

    preamble: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    blocks: tuple[Paragraph | Table, ...] = ()
    lacks: tuple[Lack, ...] = ()
    warnings: tuple[str, ...] = ()


def empty(
    material: Material, content: Content, entries: Iterable[EntryNow], *names: str
) -> Iterator[Lack]:
    """A lack for every entry in which one of the fields is not filled."""
    for one in entries:
        titles = {known.name: known.ru for known in KINDS[one.kind].fields}
        for name in names:
            if not one.filled(name):
                what = f"{named(material, one)}: не заполнено «{titles[name]}»"
                yield Lack(what, content.clause, material.stage(one.kind), one.id, one.kind)


def none_of(material: Material, content: Content, kind: str) -> tuple[Lack, ...]:
    """A lack when the cycle has no entry of a kind."""
    if material.now.of(kind):
        return ()
    what = f"не внесено ни одной записи «{KINDS[kind].ru}»"
    return (Lack(what, content.clause, material.stage(kind), kind=kind),)


def named(material: Material, entry: EntryNow) -> str:
    """«мера «Провести семинар»», shortened."""
    text = material.indicator(entry) if entry.kind == "indicator" else entry.title
    return KINDS[entry.kind].named(text)


def said(entry: EntryNow, name: str) -> str:
    """A field as text without spaces around it."""
    return str(entry.said.get(name) or "").strip()


def day(when: date | None) -> str:
    """«01.09.2024», empty for no day."""
    return f"{when:%d.%m.%Y}" if when else ""


def span(starts: date | None, due: date | None) -> str:
    """«с 01.04.2025 по 31.05.2025», «до 31.05.2025»."""
    if starts and due:
        return f"с {day(starts)} по {day(due)}"
    return f"до {day(due)}" if due else (f"с {day(starts)}" if starts else "")


def listed(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows with their number in front; an empty cell is shown by a dash."""
    return tuple(
        (str(number), *(cell or "—" for cell in row)) for number, row in enumerate(rows, start=1)
    )


def plain(text: str) -> str:
    """Without a full stop at the end, to stand inside a sentence."""
    return text.strip().rstrip(".;,: ")

"""Expected documents of a municipality in a year, with what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from msoko.profile.method import FREQUENCY_RU
from msoko.profile.model_cycle import ExpectedDocument
from msoko.roadmap.expected import (
    DELIVERED,
    NOT_NEEDED,
    OWED,
    STATE_RU,
    Expected,
    expected,
    years_of,
)
from web import regulation
from web.organisations.tree import tree_on
from web.policy.scope import Scope
from web.roadmap.models import DocumentMark
from web.roadmap.place import SEE, may_mark, name_of, organisations_of, place_of, year_of


@dataclass(frozen=True)
class Copy:
    """One document of one who owes it: the municipality itself, or an organisation."""

    organisation: str
    name: str
    mark: DocumentMark | None
    first_state: str
    may_mark: bool

    @property
    def state(self) -> str:
        """What was marked last; otherwise what the regulation says."""
        return self.mark.state if self.mark else self.first_state

    @property
    def state_ru(self) -> str:
        """«представлен»."""
        return STATE_RU[self.state]


@dataclass(frozen=True)
class Document:
    """One expected document with everybody who owes it, as far as the reader sees them."""

    expected: Expected
    copies: Sequence[Copy]
    area: str
    clause: str
    year: int
    who: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the year or its part has passed and somebody still owes the document."""
        last = self.expected.last_day
        return self.state in OWED and last is not None and last < timezone.localdate()

    @property
    def only_year(self) -> bool:
        """Whether the regulation names the year and no day in it."""
        return bool(self.expected.document.years) and not self.expected.document.issued

    @property
    def id(self) -> str:
        """The id of the regulation's document."""
        return self.expected.document.id

    @property
    def address(self) -> str:
        """Where its card is."""
        part = f"&part={self.expected.part}" if self.expected.part else ""
        return f"/roadmap/documents/{self.id}/?year={self.year}{part}"

    @property
    def when(self) -> str:
        """How often, in the regulation's words where it has any."""
        one = self.expected.document
        return one.issued or FREQUENCY_RU.get(one.frequency or "", "")

    @property
    def missing(self) -> int:
        """How many of those who owe it have not delivered."""
        return sum(one.state in OWED for one in self.copies)

    @property
    def state(self) -> str:
        """One state for all: delivered when nobody owes it any more."""
        states = {one.state for one in self.copies}
        for name in ("expected", "undecided", "as_needed"):
            if name in states:
                return name
        return DELIVERED if DELIVERED in states else NOT_NEEDED

    @property
    def state_ru(self) -> str:
        """«ожидается»."""
        return STATE_RU[self.state]

    @property
    def delivered(self) -> int:
        """How many have delivered."""
        return sum(one.state == DELIVERED for one in self.copies)


@dataclass(frozen=True)
class Expecting:
    """The page: everything of the year, what answers the filters, how much is missing."""

    place: str
    year: int
    years: Sequence[int]
    every: Sequence[Document]
    shown: Sequence[Document]
    said: Mapping[str, str]
    last_year: int | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many documents stand in each state."""
        return Counter(one.state for one in self.every)

    @property
    def missing(self) -> int:
        """How many papers are owed and not delivered, organisations counted one by one."""
        return sum(one.missing for one in self.every)


def expecting(request: HttpRequest) -> Expecting:
    """Documents of the year asked for; of the regulation's last year when this one has none."""
    place, profile = place_of(request), regulation.profile()
    named = years_of(profile.texts.documents)
    year = _year(request, named)
    said = {name: request.GET[name] for name in ("area", "state") if request.GET.get(name)}
    every = documents(request.actor.scope, place, year)
    shown = [
        one for one in every
        if said.get("area") in (None, one.expected.document.area)
        and said.get("state") in (None, one.state)
    ]  # fmt: skip
    today = timezone.localdate().year
    return Expecting(
        place,
        year,
        sorted({*named, year, today, today + 1}),
        every,
        shown,
        said,
        max(named, default=None),
    )


def _year(request: HttpRequest, named: Sequence[int]) -> int:
    """The year asked for; without one this year, or the last named year when all are named."""
    year = year_of(request)
    has_yearly = any(not one.years for one in regulation.profile().texts.documents)
    if request.GET.get("year") or not named or year in named or has_yearly:
        return year
    return max(named)


def documents(scope: Scope, place: str, year: int) -> list[Document]:
    """Every document of a year; two questions to the database."""
    profile, today = regulation.profile(), timezone.localdate()
    day = min(today, date(year, 12, 31))
    tree = tree_on(today)
    seen = scope.codes(SEE)
    codes = [code for code in organisations_of(tree, place, day) if code in seen]
    names = {"": place, **{code: name_of(tree, code) for code in codes}}
    marks = _marks(place, year, codes)
    told = []
    for one in expected(profile.texts.documents, year):
        document = one.document
        # one stays with the municipality, and every organisation has its own
        who = ["", *codes] if document.each_organisation else [""]
        copies = [
            Copy(
                code, names[code], marks.get((document.id, one.year, one.part, code)),
                one.first_state, may_mark(scope, place, code),
            )
            for code in who
        ]  # fmt: skip
        area = profile.texts.areas.get(document.area or "")
        clause = profile.texts.cited(document.clause) if document.clause else ""
        title = area.title if area else ""
        told.append(Document(one, copies, title, clause, year, _who(document)))
    return told


def _who(document: ExpectedDocument) -> str:
    """Where the text says that executors of the area are named; it names none of them itself."""
    texts = regulation.profile().texts
    said = texts.roadmap.statements if texts.roadmap else ()
    found = [one for one in said if one.id == document.area and "исполнител" in one.text]
    if not found:
        return ""
    clause = f" ({texts.cited(found[0].clause)})" if found[0].clause else ""
    return f"в положении не назван: «{found[0].text}»{clause}"


def _marks(
    place: str, year: int, codes: Sequence[str]
) -> dict[tuple[str, int, int, str], DocumentMark]:
    found = DocumentMark.objects.filter(
        place=place, year__in=[0, year], organisation__in=["", *codes]
    )
    return {(one.document, one.year, one.part, one.organisation): one for one in found}

"""The roadmap of a municipality in a period, as far as a reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from msoko.profile.model_cycle import RoadmapRow
from msoko.profile.profile import Profile
from msoko.roadmap.duties import (
    CLOSED,
    NOBODY_RU,
    NOT_STARTED,
    STATE_RU,
    Duty,
    Standing,
    duties,
    standing,
)
from msoko.roadmap.occurrences import Key, Occurrence, SetDate, occurrences
from web import regulation
from web.organisations.tree import Tree, tree_on
from web.policy.roles import ROLES
from web.policy.scope import Scope
from web.roadmap.models import OwnRow, RoadmapDate, RoadmapMark
from web.roadmap.place import MARK, SEE, name_of, organisations_of
from web.ui.numbers import day

_OWN = "own-"


@dataclass(frozen=True)
class Held:
    """One who answers for a line, how far they are, and whether the reader may say so."""

    duty: Duty
    name: str
    mark: RoadmapMark | None
    may_mark: bool
    is_mine: bool

    @property
    def state(self) -> str:
        """What was marked last; not started before."""
        return self.mark.state if self.mark else NOT_STARTED

    @property
    def state_ru(self) -> str:
        """«в работе»."""
        return STATE_RU[self.state]


@dataclass(frozen=True)
class Line:
    """One row in one term with those who answer for it, as far as the reader sees them."""

    occurrence: Occurrence
    held: tuple[Held, ...]
    own: OwnRow | None
    area: str
    clause: str
    today: date

    @property
    def row(self) -> RoadmapRow:
        """The row itself."""
        return self.occurrence.row

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.occurrence.key

    @property
    def address(self) -> str:
        """Where its card is."""
        month = f"&month={self.key.month}" if self.key.month else ""
        return f"/roadmap/rows/{self.key.row}/?year={self.key.year}{month}"

    @property
    def when(self) -> str:
        """The source's words first; the day beside them where a person has set one."""
        one = self.occurrence
        if one.set_date:
            return f"{day(one.due)}" + (f" (в плане: {one.wording})" if one.wording else "")
        if one.wording:
            return one.wording
        if one.due is None:
            return "срок не назван"
        return day(one.due) if one.starts in (None, one.due) else span_words(one)

    @cached_property
    def standing(self) -> Standing:
        """All who answer, counted."""
        return standing(one.state for one in self.held)

    @property
    def state(self) -> str:
        """One state for all who answer."""
        return self.standing.state

    @property
    def state_ru(self) -> str:
        """«в работе»."""
        return STATE_RU[self.state]

    @property
    def is_late(self) -> bool:
        """The day has passed and somebody has still to act."""
        return bool(self.held) and self.state not in CLOSED and self.occurrence.is_late(self.today)

    @property
    def who(self) -> str:
        """«Отдел образования, ОО», as in the source."""
        return ", ".join(self.row.responsible) or NOBODY_RU

    @property
    def bodies(self) -> list[Held]:
        """Bodies of the municipality that answer."""
        return [one for one in self.held if not one.duty.organisation]

    @property
    def organisations(self) -> list[Held]:
        """Organisations that answer."""
        return [one for one in self.held if one.duty.organisation]


def span_words(one: Occurrence) -> str:
    """«01.03.2021–31.03.2021»."""
    return f"{day(one.starts)}–{day(one.due)}"


def lines(
    scope: Scope,
    place: str,
    first: date,
    last: date,
    today: date | None = None,
    *,
    with_day: bool = False,
) -> list[Line]:
    """Lines that fall into a period, in the order of the regulation, own rows after it.

    `with_day` leaves out what has no day. Four questions to the database, however many rows and
    organisations there are.
    """
    now = today or timezone.localdate()
    profile = regulation.profile()
    own = own_rows(place, first.year - 1, last.year)
    known = profile.texts.roadmap.rows if profile.texts.roadmap else ()
    rows = (*known, *(as_row(one) for one in own.values()))
    found = occurrences(rows, first, last, dates_of(place))
    if with_day:
        found = tuple(one for one in found if one.due is not None)
    tree = tree_on(now)
    marks = marks_of(scope, place, {one.key.year for one in found})
    everybody = organisations_of(tree, place, min(now, last))
    return [
        _line(one, own.get(one.key.row), scope, place, tree, everybody, marks, profile, now)
        for one in found
    ]


def year_lines(scope: Scope, place: str, year: int, today: date | None = None) -> list[Line]:
    """Lines of a calendar year."""
    return lines(scope, place, date(year, 1, 1), date(year, 12, 31), today)


def own_rows(place: str, first: int, last: int) -> dict[str, OwnRow]:
    """Rows of the municipality itself for the years, by the id they have among all rows."""
    found = OwnRow.objects.filter(place=place, is_withdrawn=False, year__range=(first, last))
    return {own_id(one): one for one in found}


def own_id(own: OwnRow) -> str:
    """What a row of one's own is known by."""
    return f"{_OWN}{own.pk}"


def as_row(own: OwnRow) -> RoadmapRow:
    """A row of one's own in the shape of the regulation's; without a day it lasts its year."""
    starts, due = own.starts or own.due, own.due
    said = {
        "id": own_id(own), "number": own.number or None, "title": own.title,
        "area": own.area or None, "term": own.term, "due": own.wording or None,
        "from": starts or date(own.year, 1, 1), "to": due or date(own.year, 12, 31),
        "responsible": own.responsible, "roles": own.roles, "result": own.result or None,
    }  # fmt: skip
    return RoadmapRow.model_validate(said, strict=False)


def dates_of(place: str) -> dict[Key, SetDate]:
    """Days people have set, by what they are for."""
    return {
        Key(one.row, one.year, one.month): SetDate(
            one.due, one.starts, one.set_by, one.set_at, one.reason
        )
        for one in RoadmapDate.objects.filter(place=place)
    }


Marks = Mapping[tuple[Key, str, str], RoadmapMark]


def marks_of(scope: Scope, place: str, years: Iterable[int]) -> Marks:
    """Marks of the years within the reader's reach, by line, responsible and organisation."""
    codes = ["", *scope.codes(SEE)]
    found = RoadmapMark.objects.filter(place=place, year__in=years, organisation__in=codes)
    return {
        (Key(one.row, one.year, one.month), one.responsible, one.organisation): one for one in found
    }


def _line(
    one: Occurrence, own: OwnRow | None, scope: Scope, place: str, tree: Tree,
    everybody: tuple[str, ...], marks: Marks, profile: Profile, today: date,
) -> Line:  # fmt: skip
    seen, markable = scope.codes(SEE), scope.codes(MARK)
    chosen = [code for code in everybody if not (own and own.organisations)
              or code in own.organisations]  # fmt: skip
    held = tuple(
        Held(
            duty, name_of(tree, duty.organisation) if duty.organisation else words_of(duty),
            marks.get((one.key, duty.name, duty.organisation)),
            (duty.organisation or place) in markable, is_mine(scope, duty),
        )
        for duty in duties(one.row, chosen)
        if not duty.organisation or duty.organisation in seen
    )  # fmt: skip
    area = profile.texts.areas.get(one.row.area or "")
    clause = profile.texts.cited(one.row.clause) if one.row.clause else ""
    return Line(one, held, own, area.title if area else "", clause, today)


def words_of(duty: Duty) -> str:
    """«Отдел образования»; what the source does not name is said not to be named."""
    return duty.responsible or NOBODY_RU


def is_mine(scope: Scope, duty: Duty) -> bool:
    """Whether the reader is the one to act: their organisation, or a body whose role they hold.

    What nobody is named for falls to the authority.
    """
    for grant in scope.grants:
        role = ROLES[grant.role]
        if duty.organisation:
            if role.seat == "organisation" and duty.organisation in grant.own:
                return True
        elif (duty.role or "authority") in role.quotes and role.seat == "municipality":
            return True
    return False

"""Lines of the roadmap by filters; the same lines for list, bars, export and document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from msoko.roadmap.duties import STATE_RU
from msoko.roadmap.occurrences import TERM_RU
from web import regulation
from web.organisations.tree import tree_now
from web.roadmap.models import OwnRow, RoadmapYear
from web.roadmap.place import SEE, name_of, place_of, year_of
from web.roadmap.plan import Held, Line, year_lines

FILTERS = ("area", "responsible", "organisation", "state", "term", "late", "mine")
Choice = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What a page was asked for, everything there is, and what answers the filters."""

    place: str
    year: int
    today: date
    said: Mapping[str, str]
    every: Sequence[Line]
    lines: Sequence[Line]
    record: RoadmapYear | None
    years: Sequence[int]
    last_year: int | None = None

    @property
    def query(self) -> str:
        """The same question as part of an address."""
        return urlencode({"year": self.year, "place": self.place, **self.said})

    @property
    def late(self) -> int:
        """How many lines are late."""
        return sum(one.is_late for one in self.every)

    @property
    def is_approved(self) -> bool:
        """Whether the head has approved the plan of the year."""
        return self.record is not None and self.record.state == "approved"


def asked_of(request: HttpRequest) -> Asked:
    """Lines of the municipality and year asked for, narrowed by the filters."""
    place, year, today = place_of(request), year_of(request), timezone.localdate()
    said = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    every = year_lines(request.actor.scope, place, year, today)
    record = RoadmapYear.objects.filter(place=place, year=year).first()
    return Asked(
        place,
        year,
        today,
        said,
        every,
        narrowed(every, said),
        record,
        sorted({year, *years_of(place, today)}),
        None if every else last_year(),
    )


def narrowed(every: Iterable[Line], said: Mapping[str, str]) -> list[Line]:
    """Lines that answer all filters; by one who answers, the state is theirs alone."""
    found = (_of_those(line, said) for line in every)
    return [line for line in found if line is not None and _fits(line, said)]


def _of_those(line: Line, said: Mapping[str, str]) -> Line | None:
    """The line with those asked for only; None when none of them answers for it."""
    if not any(said.get(name) for name in ("responsible", "organisation", "mine")):
        return line
    held = tuple(one for one in line.held if _is_asked(one, said))
    return replace(line, held=held) if held else None


def _is_asked(one: Held, said: Mapping[str, str]) -> bool:
    return (
        (not said.get("responsible") or one.duty.name == said["responsible"])
        and (not said.get("organisation") or one.duty.organisation == said["organisation"])
        and (not said.get("mine") or one.is_mine)
    )


def _fits(line: Line, said: Mapping[str, str]) -> bool:
    return (
        (not said.get("area") or line.row.area == said["area"])
        and (not said.get("state") or line.state == said["state"])
        and (not said.get("term") or line.occurrence.kind == said["term"])
        and (not said.get("late") or line.is_late)
    )


def choices(request: HttpRequest, asked: Asked) -> list[tuple[str, str, list[Choice]]]:
    """Filters with the words there are: name, title, choices; a filter of one word is left out."""
    if not asked.every:
        return []
    areas = regulation.profile().texts.areas
    used = {one.row.area for one in asked.every}
    bodies = {
        one.duty.name: one.duty.responsible for line in asked.every for one in line.held
        if one.duty.name
    }  # fmt: skip
    kinds = {one.occurrence.kind for one in asked.every}
    told: list[tuple[str, str, list[Choice]]] = [
        ("area", "Направление", [(a.id, a.title) for a in areas.values() if a.id in used]),
        ("responsible", "Ответственный", list(bodies.items())),
        ("organisation", "Организация", _organisations(request, asked)),
        ("state", "Состояние", list(STATE_RU.items())),
        ("term", "Срок", [(name, ru) for name, ru in TERM_RU.items() if name in kinds]),
    ]
    return [one for one in told if len(one[2]) > 1 or one[0] in asked.said]


def _organisations(request: HttpRequest, asked: Asked) -> list[Choice]:
    """Organisations that answer for something, as far as the reader sees them."""
    if not request.actor.scope.reaches_all(SEE):
        return []
    codes = {one.duty.organisation for line in asked.every for one in line.held} - {""}
    tree = tree_now()
    return sorted(((code, name_of(tree, code)) for code in codes), key=lambda one: one[1])


def years_of(place: str, today: date) -> list[int]:
    """Years a page may be asked for: those of the regulation, of own rows, this and the next."""
    roadmap = regulation.profile().texts.roadmap
    rows = roadmap.rows if roadmap else ()
    named = {day.year for row in rows for day in (row.from_, row.to) if day is not None}
    span = range(min(named), max(named) + 1) if named else ()
    own = OwnRow.objects.filter(place=place).values_list("year", flat=True).order_by().distinct()
    return sorted({*span, *own, today.year, today.year + 1})


def last_year() -> int | None:
    """The last year the regulation's own rows name."""
    roadmap = regulation.profile().texts.roadmap
    named = [one.to.year for one in (roadmap.rows if roadmap else ()) if one.to is not None]
    return max(named, default=None)


def places_of(request: HttpRequest) -> list[str]:
    """Municipalities within reach, to choose from where there are several."""
    return sorted(request.actor.scope.places(SEE))

"""Areas with what proves them, as one reader may see it: matrix, rubric, ratings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from msoko.cycle.readiness import LINKS, STATES, Cell, Lack, Matrix, matrix
from msoko.cycle.snapshot import CycleNow
from msoko.profile.model_area import Area
from web import regulation
from web.cycle.models import Cycle
from web.cycle.node import Shown, brief
from web.cycle.standing import standings
from web.cycle.thread import Sight, findings_today, sight_of
from web.readiness.models import Rating, RubricItem

_MOST = 4


@dataclass(frozen=True)
class ShownCell:
    """One link of one goal in words."""

    link: str
    state: str
    proofs: tuple[Shown, ...]
    lacks: tuple[str, ...]
    note: str

    @property
    def ru(self) -> str:
        """What the link is called."""
        return LINKS[self.link]

    @property
    def first_proofs(self) -> tuple[Shown, ...]:
        """As many as a reader takes in at once."""
        return self.proofs[:_MOST]

    @property
    def more_proofs(self) -> tuple[Shown, ...]:
        """The others."""
        return self.proofs[_MOST:]

    @property
    def first_lacks(self) -> tuple[str, ...]:
        """As many as a reader takes in at once."""
        return self.lacks[:_MOST]

    @property
    def more_lacks(self) -> tuple[str, ...]:
        """The others."""
        return self.lacks[_MOST:]

    @property
    def state_ru(self) -> str:
        """«есть не всё»."""
        return STATES[self.state]


@dataclass(frozen=True)
class ShownRow:
    """One goal with its links."""

    title: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownDocuments:
    """Acts of one link: those in force, titles of those missing."""

    ru: str
    signed: tuple[Shown, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Scored:
    """A question of the rubric with its ratings; the newest one counts."""

    item: RubricItem
    ratings: tuple[Rating, ...]
    experts: Mapping[str, str]

    @property
    def counts(self) -> Rating | None:
        """The rating that counts."""
        return self.ratings[0] if self.ratings else None


@dataclass(frozen=True)
class ShownArea:
    """Everything of one area; `periods` are those of its cycles, the newest first."""

    area: Area
    cycle: CycleNow | None
    matrix: Matrix
    rows: tuple[ShownRow, ...]
    documents: tuple[ShownDocuments, ...]
    scored: tuple[Scored, ...]
    periods: tuple[str, ...] = ()

    @property
    def whole(self) -> int:
        """How many links are there whole."""
        return self.matrix.counted()[0]

    @property
    def asked(self) -> int:
        """How many links are asked for."""
        return self.matrix.counted()[1]

    @property
    def said(self) -> str:
        """The same in words."""
        return f"есть полностью: {self.whole} из {self.asked}"

    @property
    def points(self) -> int:
        """Points given."""
        return sum(one.counts.points for one in self.scored if one.counts)

    @property
    def most(self) -> int:
        """Points that can be given."""
        return sum(one.item.points for one in self.scored)

    @property
    def dead(self) -> int:
        """Ratings whose link does not open."""
        return sum(bool(one.counts and one.counts.link_state == "dead") for one in self.scored)

    @property
    def unrated(self) -> int:
        """Questions nobody has answered yet."""
        return sum(one.counts is None for one in self.scored)

    @property
    def is_complete(self) -> bool:
        """Whether every question is answered by a link that opens (KAL-AMB-09)."""
        return not self.unrated and all(
            one.counts and one.counts.link_state == "alive" for one in self.scored
        )


def areas_of(request: HttpRequest, names: Iterable[str] = (), period: str = "") -> list[ShownArea]:
    """Areas of the regulation, or some of them, in the same number of queries however many.

    By the cycle of a period where there is one, by the newest otherwise.
    """
    profile, wanted = regulation.profile(), frozenset(names)
    known = [one for one in profile.texts.areas.values() if not wanted or one.id in wanted]
    cycles, periods = _chosen({one.id for one in known}, period)
    sight = sight_of(request, list(cycles.values()), findings_today(request))
    scored = _scored(request, known)
    titles = {one.id: one.title for one in profile.texts.documents}
    return [
        replace(
            _area(one, cycles.get(one.id), sight, scored[one.id], titles),
            periods=tuple(periods.get(one.id, ())),
        )
        for one in known
    ]  # fmt: skip


def _chosen(areas: set[str], period: str) -> tuple[dict[str, CycleNow], dict[str, list[str]]]:
    """One cycle of each area, and the periods there are to choose from; none withdrawn."""
    rows = Cycle.objects.filter(area__in=areas).exclude(state="withdrawn")
    chosen: dict[str, object] = {}
    periods: dict[str, list[str]] = defaultdict(list)
    for pk, area, when in rows.order_by("-period", "-opened_at").values_list(
        "pk", "area", "period"
    ):
        if when == period and when not in periods[area]:
            chosen[area] = pk
        chosen.setdefault(area, pk)
        periods[area].append(when)
    cycles = {one.area: one for one in standings(Cycle.objects.filter(pk__in=chosen.values()))}
    return cycles, {area: list(dict.fromkeys(told)) for area, told in periods.items()}


def _scored(request: HttpRequest, areas: Iterable[Area]) -> dict[str, tuple[Scored, ...]]:
    """Active questions with their ratings, by area."""
    items = list(RubricItem.objects.filter(is_active=True))
    given: dict[tuple[object, str], list[Rating]] = defaultdict(list)
    rated = list(Rating.objects.filter(is_withdrawn=False))
    for one in rated:
        given[one.item_id, one.area].append(one)
    names = _experts(request, {one.expert for one in rated})
    return {
        area.id: tuple(
            Scored(item, tuple(given[item.pk, area.id]), names)
            for item in items if item.area in ("", area.id)
        )
        for area in areas
    }  # fmt: skip


def _experts(request: HttpRequest, ids: set[str]) -> dict[str, str]:
    """Names of experts, for readers who may know them."""
    if not request.actor.scope.sees("personal"):
        return {}
    people = get_user_model().objects.filter(pk__in=[one for one in ids if len(one) == 36])
    return {str(one.pk): one.name for one in people}


def _area(
    area: Area, now: CycleNow | None, sight: Sight, scored: tuple[Scored, ...],
    titles: Mapping[str, str],
) -> ShownArea:  # fmt: skip
    whole = matrix(regulation.profile(), area, now)
    rows = tuple(
        ShownRow(row.title, tuple(_cell(sight, one) for one in row.cells)) for row in whole.rows
    )
    documents = tuple(
        ShownDocuments(LINKS[link], _shown(sight, told.signed),
                       tuple(titles.get(name, name) for name in told.missing))
        for link, told in whole.documents.items() if told.signed or told.missing
    )  # fmt: skip
    return ShownArea(area, now, whole, rows, documents, scored)


def _cell(sight: Sight, cell: Cell) -> ShownCell:
    lacks = tuple(_lack(sight, one) for one in cell.lacks)
    return ShownCell(cell.link, cell.state, _shown(sight, cell.proofs), lacks, cell.note)


def _lack(sight: Sight, lack: Lack) -> str:
    """What is missing, without the title of what the reader may not see."""
    hidden = bool(lack.ref) and not sight.reach.sees(sight.graph.nodes[lack.ref])
    return lack.what if hidden else str(lack)


def _shown(sight: Sight, refs: Iterable[str]) -> tuple[Shown, ...]:
    return tuple(brief(sight, sight.graph.nodes[ref]) for ref in refs if ref in sight.graph.nodes)

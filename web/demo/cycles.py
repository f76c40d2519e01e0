"""Management cycles of the demonstration: written by its people through the actions they have.

One area has gone a whole cycle a year ago and begun the next from its problem; the others stand at
different stages. Made once: a cycle that is there is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from msoko.demo.place import place_of
from msoko.demo.truth_of import truth_of
from msoko.demo.world import START, YEARS
from msoko.vocabulary import AcademicYear
from web import regulation
from web.cycle import steps
from web.cycle.models import Cycle
from web.demo import roadmap
from web.demo.cast import Cast, cast
from web.demo.days import lately, long_ago
from web.demo.findings import Known, earlier_findings, todays_findings
from web.demo.stories import STORIES, earlier, plain
from web.demo.walk import Walk
from web.organisations.models import Organisation
from web.readiness import actions as rubric

LOW = "low_performing_schools"


@dataclass(frozen=True)
class Planted:
    """What the demonstration knows of its municipality: codes, and the action that worked."""

    low: str
    treated: tuple[str, ...]
    action: str


def are_wanted() -> bool:
    """Whether the regulation has a cycle and none was begun yet."""
    return regulation.profile().texts.cycle is not None and not Cycle.objects.exists()


def found_before() -> Known:
    """What the analysis would have said before the cycle that has gone its whole way."""
    planted = planted_here()
    if planted is None:
        return Known()
    return earlier_findings(LOW, planted.low, planted.treated, START + YEARS - 3)


@transaction.atomic
def prepare(before: Known) -> None:
    """Cycles of every area of the regulation, all or none; `before` are findings of the earlier."""
    profile = regulation.profile()
    people, last, planted = cast(), START + YEARS - 1, planted_here()
    problem = None
    if LOW in profile.texts.areas and planted is not None:
        problem = _whole(people, planted, before, last)
    for area, said in profile.texts.areas.items():
        story = STORIES.get(area) or plain(said.title)
        cycle = steps.open_cycle(
            by=people.specialist, area=area, period=str(AcademicYear(last)),
            problem=problem if area == LOW else None,
        )  # fmt: skip
        known = todays_findings(people.specialist, area, cycle.period)
        stage = next((one for one in story.until if cycle.stages.filter(stage=one)), None)
        walk = Walk(people, cycle, story, lately(stage), known, _usual(area, planted))
        walk.until(stage or cycle.stages.all()[0].stage)
    roadmap.prepare(people.specialist)
    rubric.fill(by=people.specialist)


def _whole(people: Cast, planted: Planted, known: Known, last: int) -> Any:
    """The cycle of a year ago, closed; the problem it ended with, None when it stopped before."""
    story = earlier(planted.low, planted.treated, planted.action)
    cycle = steps.open_cycle(by=people.specialist, area=LOW, period=str(AcademicYear(last - 1)))
    walk = Walk(people, cycle, story, long_ago(last - 1), known, (planted.low,))
    if walk.until(""):
        cycle.refresh_from_db()
        walk.take(cycle, "close", people.head)
    return cycle.entries.filter(kind="problem").first()


def planted_here() -> Planted | None:
    """The truth of the variant whose register is loaded; None for any other register."""
    codes = set(Organisation.objects.values_list("code", flat=True))
    for variant in ("district", "one_school"):
        place = place_of(variant)
        truth = truth_of(place, START, YEARS)
        if truth.low_performing and {one.code for one in place.schools} <= codes:
            done = truth.action
            return Planted(
                truth.low_performing.organisation, done.treated if done else (),
                done.title if done else "Занятия по математике с наставником",
            )  # fmt: skip
    return None


def _usual(area: str, planted: Planted | None) -> tuple[str, ...]:
    """Whom an area speaks to: kindergartens, or two schools."""
    kind = "preschool" if area == "preschool" else "school"
    found = list(Organisation.objects.filter(kind=kind).order_by("code"))
    codes = [one.code for one in found]
    if planted is not None and planted.low in codes:
        codes = [planted.low, *(one for one in codes if one in planted.treated)]
    return tuple(codes[:2])

"""Days of the roadmap for a reader: what they may see, and what they themselves have to do."""

from __future__ import annotations

from datetime import date, timedelta

from msoko.roadmap.due import Due, in_order
from msoko.roadmap.duties import CLOSED, standing
from web.policy.scope import Actor, Scope
from web.roadmap.place import SEE
from web.roadmap.plan import Line, lines

# How many years back a day that has passed is still told, unless it is done.
YEARS_BACK = 10
# How far ahead one's own things are told, days.
AHEAD_DAYS = 14


def due(actor: Actor, first: date, last: date, today: date | None = None) -> list[Due]:
    """Everything of the roadmap with a day between two days, within the reader's reach.

    `mine` marks what the reader has to act on; things done are told too, with their state.
    """
    scope = actor.scope
    found = (
        _told(line, scope)
        for place in sorted(scope.places(SEE))
        for line in lines(scope, place, first, last, today, with_day=True)
    )
    return sorted((one for one in found if one.is_between(first, last)), key=in_order)


def for_actor(actor: Actor, today: date, ahead: int = AHEAD_DAYS) -> list[Due]:
    """What this person has to do: days that have passed, and those of the next days."""
    first = date(today.year - YEARS_BACK, 1, 1)
    found = due(actor, first, today + timedelta(days=ahead), today)
    return [one for one in found if one.mine]


def _told(line: Line, scope: Scope) -> Due:
    """A line as the reader needs it: a school reads its own state, the authority everybody's."""
    mine = [one for one in line.held if one.is_mine]
    open_ones = [one for one in mine if one.state not in CLOSED]
    own = standing(one.state for one in mine).state
    shown = own if mine and not scope.reaches_all(SEE) else line.state
    codes = {one.duty.organisation for one in mine if one.duty.organisation}
    return Due(
        title=line.row.title, due=line.occurrence.due, who=line.who, url=line.address,
        organisation=codes.pop() if len(codes) == 1 else "", state=shown, kind="roadmap",
        note=_note(line, scope), mine=bool(open_ones), starts=line.occurrence.starts,
    )  # fmt: skip


def _note(line: Line, scope: Scope) -> str:
    """«выполнили 3 из 12» for those who see everybody."""
    told = line.standing
    everybody = scope.reaches_all(SEE) and told.total > 1
    return f"выполнили {told.closed} из {told.total}" if everybody else ""

"""Indicators serve goals of their area, and every goal has an indicator or says why not."""

from __future__ import annotations

from collections.abc import Iterator

from msoko.problem import Problem
from msoko.profile.checked import Checked, Written
from msoko.profile.model_area import Area
from msoko.profile.report import choose


def check(checked: Checked) -> Iterator[Problem]:
    """Unknown goals and areas; goals that nothing measures."""
    if checked.profile is None:
        return
    areas = checked.profile.texts.areas
    for indicator in checked.indicators:
        area = areas.get(indicator.area)
        goals = [goal.id for goal in area.goals] if area else []
        for goal in indicator.goals:
            if area and goal not in goals:
                what = f"в направлении «{area.id}» нет цели «{goal}»"
                yield Problem(
                    "goal", what, choose(goal, goals), file=indicator.path, line=indicator.line
                )
    used = {(one.area, goal) for one in checked.indicators for goal in one.goals}
    for written in checked.written:
        # an indicator that could not be read may serve the goal
        if isinstance(written.model, Area) and not checked.unread:
            yield from _unmeasured(written.model, written, used)


def _unmeasured(area: Area, written: Written, used: set[tuple[str, str]]) -> Iterator[Problem]:
    for goal in area.goals:
        measured = (area.id, goal.id) in used
        if not measured and goal.no_indicators is None:
            what = f"у цели «{goal.id}» нет ни одного показателя"
            mend = "назовите цель в goals показателя или объясните в no_indicators, почему их нет"
            yield Problem("goal", what, mend, "warning", file=written.file, line=goal.at_line)
        elif measured and goal.no_indicators is not None:
            what = f"у цели «{goal.id}» есть показатели, а написано, что их нет"
            yield Problem(
                "goal", what, "уберите no_indicators", file=written.file, line=goal.at_line
            )

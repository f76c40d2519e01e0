"""What is drawn of a stated problem: numbers beside their borders, schools, or years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msoko.analysis import words
from msoko.analysis.aspects import Numbers
from msoko.analysis.breaks import Breaks
from msoko.analysis.finding import Chart
from msoko.analysis.problems_words import TOLD, name_of, value_of
from msoko.analysis.rule_holds import Looked
from msoko.profile.model_cycle import ProblemStatement
from msoko.profile.profile import Profile

_YES_NO = "1 — да, 0 — нет"


def of_rule(
    profile: Profile, problem: ProblemStatement, year: int, looked: Sequence[Looked]
) -> Chart | None:
    """Numbers looked at beside the border they were held to; yes and no only where nothing else is.

    None where the rule looked at nothing that can be drawn.
    """
    drawn = [(one, *name_of(profile, one)) for one in looked[:TOLD]]
    counted = [one for one in drawn if one[2] != "boolean"]
    rows = tuple(
        {"x": label, "y": float(one.number.value or 0), "label": value_of(one, unit)}
        | ({"border": float(one.bounds[0].number)} if unit != "boolean" else {})
        for one, label, unit in counted or drawn
    )
    if not rows:
        return None
    unit = counted[0][2] if counted else _YES_NO
    return Chart(_title(problem, year), "bar", "", unit, rows)


def of_schools(problem: ProblemStatement, year: int, met: int, known: int, all_: int) -> Chart:
    """In how many schools the rule holds, does not, or cannot be told."""
    parts = {"проявилась": met, "не проявилась": known - met, "нет данных": all_ - known}
    rows = tuple({"x": name, "y": number, "label": str(number)} for name, number in parts.items())
    return Chart(_title(problem, year), "bar", "по правилу", "школ", rows)


def of_years(place: str, year: int, years: Mapping[int, Numbers], breaks: Breaks) -> Chart:
    """The first of the named values over the years that may be compared with the last one."""
    aspect = years[year].aspect
    upto = [one for one in sorted(years) if one <= year and place in years[one].municipalities]
    linked = breaks.linked(aspect.fixed, upto, aspect.revised, calendar=aspect.calendar)
    rows = tuple(
        {"x": aspect.year(one), "y": years[one].municipalities[place].value} for one in linked
    )
    unit = "%" if aspect.unit == "percent" else "значение"
    return Chart(words.quoted(aspect.label), "line", aspect.axis, unit, rows)


def _title(problem: ProblemStatement, year: int) -> str:
    return f"{problem.text}, {words.year(year)}"

"""What is said of a stated problem: by its rule, by schools, or by values alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msoko.analysis import words
from msoko.analysis.aspects import Numbers, cell_words
from msoko.analysis.breaks import Breaks
from msoko.analysis.census_told import number
from msoko.analysis.policy import NAMED_UNITS
from msoko.analysis.rule_holds import Looked
from msoko.profile.conditions import Bound
from msoko.profile.formula import selections_of
from msoko.profile.model_cycle import ProblemStatement
from msoko.profile.profile import Profile

# «больше» and «меньше» judge; a border is named in the words of acts
_BOUND: Mapping[str, str] = {
    "at_least": "не менее",
    "above": "более",
    "at_most": "не более",
    "below": "менее",
    "is": "ровно",
}
TOLD = 6  # numbers a sentence holds


def by_rule(
    profile: Profile, problem: ProblemStatement, place: str, year: int, shown: bool,
    looked: Sequence[Looked],
) -> str:  # fmt: skip
    """The verdict with every number the rule looked at."""
    verdict = "по правилу проявилась" if shown else "по правилу не проявилась"
    told = [_looked(profile, one) for one in looked[:TOLD]]
    if len(looked) > TOLD:
        told.append(f"и ещё {len(looked) - TOLD}")
    return f"{_head(problem, place, year)}: {verdict}; {'; '.join(told)}"


def by_schools(
    problem: ProblemStatement, place: str, year: int, met: Sequence[str], known: int, all_: int
) -> str:
    """In how many schools the rule holds, and in which while there are few."""
    of = words.out_of(known, "school")
    if not met:
        said = f"по правилу не проявилась ни в одной школе из {known}"
    else:
        said = f"по правилу проявилась в {len(met)} из {of}"
        if len(met) <= NAMED_UNITS:
            said += f" ({', '.join(words.quoted(name) for name in met)})"
    if known < all_:
        said += f"; нет данных: школ — {all_ - known}"
    return f"{_head(problem, place, year)}: {said}"


def without_rule(
    problem: ProblemStatement, place: str, year: int, told: Sequence[Mapping[int, Numbers]],
    breaks: Breaks,
) -> str:  # fmt: skip
    """Values of the named indicators, this year and the last comparable one; no verdict."""
    parts = [_values(years, place, year, breaks) for years in told[:TOLD]]
    listed = "; ".join(parts)
    return f"{_head(problem, place, year)}: правила в профиле нет, вывода нет; {listed}"


def _head(problem: ProblemStatement, place: str, year: int) -> str:
    return f"{words.quoted(place)}, {words.year(year)}, проблема {words.quoted(problem.text)}"


def name_of(profile: Profile, one: Looked) -> tuple[str, str]:
    """What a number is called, and its unit: «%», «п. п.», «boolean» or nothing."""
    indicator = profile.indicator(one.condition.indicator)
    if indicator is None:
        return one.condition.indicator, ""
    line = indicator.line_of(one.condition.line) if one.condition.line else None
    label = indicator.label
    if line:  # a line may speak of other marks or subjects than its indicator
        label += f", строка {words.quoted(line.label)}"
    if one.cell:
        selections = selections_of(indicator.formula)
        label += f" — {cell_words(selections[0].table if selections else 'results', one.cell)}"
    if indicator.unit != "percent":
        return label, "boolean" if indicator.unit == "boolean" else ""
    return label, "п. п." if indicator.formula.kind == "change" else "%"


def value_of(one: Looked, unit: str) -> str:
    """A number in words: «да», «88,0 %», «0,4»."""
    if unit == "boolean":
        return "да" if one.number.value else "нет"
    return f"{words.decimal(float(one.number.value or 0))} {unit}".strip()


def _looked(profile: Profile, one: Looked) -> str:
    label, unit = name_of(profile, one)
    said = f"{words.quoted(label)} — {value_of(one, unit)}"
    bounds = ", ".join(_bound(bound) for bound in one.bounds)
    return said if unit == "boolean" else f"{said} (правило: {bounds})"


def _bound(bound: Bound) -> str:
    digits = 0 if bound.number.denominator == 1 else 1
    return f"{_BOUND[bound.operator]} {words.decimal(float(bound.number), digits)}"


def _values(years: Mapping[int, Numbers], place: str, year: int, breaks: Breaks) -> str:
    now = years[year]
    label = words.quoted(now.aspect.label)
    if now.aspect.calendar:
        label += f", {now.aspect.year(year)}"
    said = f"{label} — {number(now.aspect, now.municipalities[place])}"
    upto = [one for one in years if one <= year and place in years[one].municipalities]
    linked = breaks.linked(now.aspect.fixed, upto, now.aspect.revised, calendar=now.aspect.calendar)
    if len(linked) > 1:
        before = linked[-2]
        then = number(now.aspect, years[before].municipalities[place])
        said += f", {now.aspect.year(before)} — {then}"
    return said

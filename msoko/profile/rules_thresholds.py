"""A number of the act holds from a day on which the act is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msoko.problem import Problem
from msoko.profile.checked import Checked
from msoko.profile.indicator import Indicator
from msoko.profile.model_act import Act


def check(checked: Checked) -> Iterator[Problem]:
    """Threshold dates before the act came into force; percentages beyond 0–100."""
    if checked.profile is None:
        return
    for indicator in checked.indicators:
        act = checked.profile.texts.acts.get(indicator.clause.act) if indicator.clause else None
        yield from _too_early(indicator, starts(act) if act else None)
        yield from _impossible(indicator)


def starts(act: Act) -> date | None:
    """The first day of an act: as said, else its own date."""
    said = act.in_force.from_ if act.in_force else None
    return said or act.date


def _too_early(indicator: Indicator, start: date | None) -> Iterator[Problem]:
    for threshold in indicator.thresholds.values():
        for since, _number in threshold.dated:
            if start and since < start:
                what = f"порог «{threshold.name}» действует с {since:%d.%m.%Y}, раньше акта"
                mend = f"акт действует с {start:%d.%m.%Y}; исправьте дату порога или act"
                yield Problem("threshold", what, mend, file=indicator.path, line=indicator.line)


def _impossible(indicator: Indicator) -> Iterator[Problem]:
    for threshold in indicator.thresholds.values():
        line = indicator.line_of(threshold.line) if threshold.line else None
        unit = line.unit if line else indicator.unit
        if unit != "percent":
            continue
        for _since, number in threshold.dated:
            if not -100 <= number <= 100:
                what = f"порог «{threshold.name}» вне границ процента: {float(number):g}"
                yield Problem(
                    "threshold", what, "исправьте число", file=indicator.path, line=indicator.line
                )

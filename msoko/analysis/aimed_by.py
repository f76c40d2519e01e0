"""What a target is judged by: the interval of a number, the number itself, or nothing yet.

One rule for the analysis and for the pages of a cycle (docs/explanation/gaps.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from msoko.analysis.aspects import Number
from msoko.analysis.census import summed_up
from msoko.analysis.methods.means import mean_of_groups, together
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.methods.two_shares import schools_share
from msoko.analysis.natures import Nature
from msoko.analysis.policy import for_pupils, for_schools

_FEW_PEOPLE = "для вывода нужно не менее 10 человек"
_FEW_SCHOOLS = "для доли работ нужно не менее пяти школ: одни и те же ученики стоят в ней не раз"
_ALL_ALIKE = "все значения одинаковы: разброс оценить нельзя"


def aimed_by(
    nature: Nature, unit: str, own: Number, schools: Sequence[Number]
) -> tuple[float, float] | str | None:
    """Ends of the interval in the unit of the number; None: the number as it stands; or why not.

    Counts, ratios of two tables and typed numbers are all there is. Pupils of one school are alike:
    a share (Korn & Graubard 1998) or a mean (Cochran 1977, 11.7) of five schools and more is judged
    by what varies between them; under five pupil by pupil, where nobody is counted twice.
    """
    if nature not in ("people", "works", "mean"):
        return None
    if for_pupils(int(own.bottom)).adjective == "never":
        return _FEW_PEOPLE
    several = for_schools(len(schools)).comparison != "listing"
    if nature == "mean":
        return _of_mean(own, schools, several)
    if nature == "works" and not several:
        return _FEW_SCHOOLS
    tops, bottoms = [round(one.top) for one in schools], [round(one.bottom) for one in schools]
    found = schools_share(tops, bottoms) if several else exact_share(own.top, own.bottom)
    low, high = (float(end) * whole_of(unit) for end in found)
    return low, high


def whole_of(unit: str) -> int:
    """All of it in the unit of a share."""
    return 100 if unit == "percent" else 1


def _of_mean(own: Number, schools: Sequence[Number], several: bool) -> tuple[float, float] | str:
    sides = summed_up(schools or [own])
    found = mean_of_groups(sides if several else together(sides))
    return _ALL_ALIKE if isinstance(found, TooLittle) else (found.low, found.high)

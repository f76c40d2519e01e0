"""What indicators of the demonstration's cycles are to come to: round numbers, as people set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msoko.cycle.target import Side
from msoko.vocabulary import AcademicYear
from web import regulation


@dataclass(frozen=True)
class Aim:
    """One target; its unit is that of the indicator."""

    side: Side
    number: str
    expected: str = ""


AIMS: Mapping[str, Aim] = {
    "vpr_success": Aim("at_least", "85", "Большинство обучающихся справляется с ВПР."),
    "reading_literacy": Aim("at_least", "80"),
    "ege_passed": Aim("at_least", "95", "ЕГЭ сдают почти все выпускники."),
    "oge_below_min": Aim("at_most", "10"),
    "oge_russian": Aim("at_most", "10"),
    "vpr_math_5_6": Aim("at_most", "10", "Меньше двоек по математике в 5–6 классах."),
    "vpr_russian_5_6": Aim("at_most", "10", "Меньше двоек по русскому языку в 5–6 классах."),
    "additional_education_coverage": Aim("at_least", "60"),
    "individual_routes": Aim("at_least", "65"),
}


def aimed(said: Mapping[str, Any], period: str) -> dict[str, Any]:
    """Fields of a target of an indicator, to be reached by the end of May of the year."""
    name = str(said.get("indicator") or "")
    aim, known = AIMS.get(name), regulation.profile().indicators.get(name)
    if aim is None or known is None:
        return {}
    return {
        "expected": aim.expected, "target_side": aim.side, "target": aim.number,
        "target_unit": known.unit, "target_by": date(AcademicYear.parse(period).start + 1, 5, 31),
    }  # fmt: skip

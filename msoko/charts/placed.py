"""A chart's rows put in their places: which axis names things and which one measures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msoko.analysis.finding import Chart
from msoko.analysis.words import decimal

_SHORT = 10  # letters of a name that fits under a column
_ALWAYS_UPRIGHT = ("line", "histogram")
_SAID = 24  # letters of a reason that fits at the rule of its break
_NUMBERS = ("low", "high", "border")


@dataclass(frozen=True)
class Break:
    """Where a series breaks: the place it stands before (None: outside the chart), and why."""

    at: float | None
    name: str
    why: str

    @property
    def short(self) -> bool:
        """Whether the reason itself can stand at the rule."""
        return self.at is not None and len(self.why) <= _SAID

    @property
    def said(self) -> str:
        """What stands at the rule."""
        return self.why if self.short else "разрыв"


@dataclass(frozen=True)
class Placed:
    """A chart ready to be drawn.

    `rows` have `at` (the number of a name, or a measured number when `names` is empty), `value`,
    `part` (how many breaks stand before it) and, where known, `low`, `high`, `border`, `series`,
    `label`. `upright`: names go from left to right and values upwards; otherwise names stand one
    under another.
    """

    rows: tuple[Mapping[str, Any], ...]
    names: tuple[str, ...]
    upright: bool
    names_title: str
    values_title: str
    breaks: tuple[Break, ...]

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series in order of appearance; empty when there is only one."""
        found = tuple(dict.fromkeys(row["series"] for row in self.rows if "series" in row))
        return found if len(found) > 1 else ()

    def numbers(self, *columns: str) -> list[float]:
        """All numbers of some columns."""
        return [float(row[name]) for row in self.rows for name in columns if name in row]


def placed(chart: Chart) -> Placed:
    """The chart's rows in their places; rows without a finite value are left out."""
    named, measured = named_axis(chart)
    rows = [row for row in chart.rows if finite(row.get(measured)) is not None]
    if _has_names(chart, named):
        places, names = _places([_name(row[named]) for row in rows], rows)
    else:
        rows = [row for row in rows if finite(row.get(named)) is not None]
        places, names = [float(row[named]) for row in rows], ()
    breaks = tuple(_breaks(chart.breaks, names))
    told = tuple(_row(row, measured, at, breaks) for row, at in zip(rows, places, strict=True))
    under = max(map(len, names), default=0) <= _SHORT or chart.mark in _ALWAYS_UPRIGHT
    titles = (chart.x, chart.y) if named == "x" else (chart.y, chart.x)
    return Placed(told, names, named == "x" and under, *titles, breaks)


def named_axis(chart: Chart) -> tuple[str, str]:
    """The key of rows that names things and the one that measures them."""
    if any(isinstance(row.get("y"), str) for row in chart.rows):
        return "y", "x"
    return "x", "y"


def finite(value: Any) -> float | None:
    """The value as a number a chart can show; None for anything else."""
    if isinstance(value, str) or value is None or not math.isfinite(value):
        return None
    return float(value)


def _has_names(chart: Chart, key: str) -> bool:
    """Texts are names; so are numbers under columns, each of which has a column of its own."""
    texts = any(isinstance(row.get(key), str) for row in chart.rows)
    return texts or chart.mark in ("bar", "histogram")


def _name(value: Any) -> str:
    number = finite(value)
    if number is None:
        return str(value)
    return decimal(number, 0 if number == round(number) else 1)


def _places(
    said: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[float], tuple[str, ...]]:
    """The place of every row in order of appearance; two rows of one series never share one."""
    names: list[str] = []
    taken: set[tuple[int, Any]] = set()
    places: list[float] = []
    for name, row in zip(said, rows, strict=True):
        series = row.get("series")
        free = (n for n, one in enumerate(names) if one == name and (n, series) not in taken)
        place = next(free, len(names))
        if place == len(names):
            names.append(name)
        taken.add((place, series))
        places.append(float(place))
    return places, tuple(names)


def _breaks(told: Sequence[str], names: Sequence[str]) -> Iterator[Break]:
    """Breaks are told as «place: why»."""
    for one in told:
        name, _, why = (part.strip() for part in one.partition(":"))
        if names:
            yield Break(float(names.index(name)) if name in names else None, name, why)
        else:
            plain = name.replace(",", ".").replace("−", "-")
            number = plain.lstrip("-").replace(".", "", 1).isdigit()
            yield Break(float(plain) if number else None, name, why)


def _row(
    row: Mapping[str, Any], measured: str, at: float, breaks: Sequence[Break]
) -> dict[str, Any]:
    before = sum(1 for one in breaks if one.at is not None and one.at <= at)
    out: dict[str, Any] = {"at": at, "value": float(row[measured]), "part": before}
    out |= {name: number for name in _NUMBERS if (number := finite(row.get(name))) is not None}
    out |= {name: str(row[name]) for name in ("series", "label") if row.get(name)}
    return out

"""What a benchmark found, written in Russian: ratios first, then absolute figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.machine import described, measured_now
from benchmarks.measure import Measured

_HEAD = (
    "| участник | время, с | процессор, с | весь процесс: время, с | процессор, с | память, МБ |"
)
_AGAIN = (
    "Повторить: `make bench` или `python -m benchmarks НАЗВАНИЕ`. Каждый участник работает в своём "
    "процессе; взят лучший из нескольких запусков. Данные вымышлены. Отношения важнее секунд: "
    "занятая машина замедляет всех участников."
)
RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Ratio:
    """A figure that must hold, whatever the machine."""

    what: str
    value: float
    wanted: Literal["не больше", "не меньше"]
    border: float

    @property
    def held(self) -> bool:
        """Whether the figure is reached."""
        return (
            self.value <= self.border if self.wanted == "не больше" else self.value >= self.border
        )


@dataclass(frozen=True)
class Row:
    """Absolute figures of one contender; `lap` is the part that ratios speak of."""

    what: str
    measured: Measured
    lap: str | None = None


@dataclass(frozen=True)
class Report:
    """One benchmark: its ratios, its absolute figures, and a note."""

    name: str
    title: str
    ratios: list[Ratio]
    rows: list[Row]
    note: str = ""

    def lines(self) -> list[str]:
        """The section of the results file."""
        found = [f"## {self.title}", "", "| отношение | получено | нужно | |", "|---|---|---|---|"]
        for ratio in self.ratios:
            held = "да" if ratio.held else "**нет**"
            found.append(
                f"| {ratio.what} | {_number(ratio.value)} | {ratio.wanted} "
                f"{_number(ratio.border)} | {held} |"
            )
        found += ["", _HEAD, "|---" * 6 + "|"]
        found += [_row(row) for row in self.rows]
        return [*found, "", self.note, ""] if self.note else [*found, ""]


def write(reports: Iterable[Report], path: Path = RESULTS) -> None:
    """Writes the results file; sections that were not measured now stay as they are.

    Every section says when, by which version and under what load it was measured.
    """
    kept = _sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    for report in reports:
        kept[_named(report.title)] = "\n".join([*report.lines(), measured_now()]).strip()
    parts = ["# Скорость: измерено на этой машине", "\n".join(described()), _AGAIN, *kept.values()]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    """What was measured before, by name."""
    parts = [f"## {part.strip()}" for part in text.split("\n## ")[1:]]
    return {_named(part.splitlines()[0].removeprefix("## ")): part for part in parts}


def _named(title: str) -> str:
    """What a section is known by: its title up to the numbers."""
    return title.split(":")[0]


def spaced(number: int) -> str:
    """A whole number as it is written in Russian: 7 305 450."""
    return f"{number:,}".replace(",", " ")


def _row(row: Row) -> str:
    measured = row.measured
    wall, cpu = measured.laps[row.lap] if row.lap else (measured.wall, measured.cpu)
    figures = (wall, cpu, measured.wall, measured.cpu, measured.peak)
    return f"| {row.what} | " + " | ".join(_number(figure) for figure in figures) + " |"


def _number(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f}".replace(".", ",")

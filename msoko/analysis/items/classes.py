"""Skills and elements of content by class group of a school: a profile, not a judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.items.matrix import Matrix
from msoko.analysis.methods.distributions import Array, t_quantile
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import for_pupils, sureness
from msoko.analysis.themes import SIDE_RU, Side

METHOD = (
    "средняя доля баллов обучающегося за задания на умение по классам одной параллели, интервал "
    "Стьюдента; дисперсионный анализ; поправка Бенджамини — Хохберга"
)
SOURCE = "Fisher 1925; Benjamini & Hochberg 1995"
SAYS_NOT = (
    "Классы набирают по-разному, и вывод не оценивает учителя: он показывает, каким классам какие "
    "темы повторить."
)


@dataclass(frozen=True)
class Compared:
    """A theme of one school by class group; (K,) arrays of groups of ten and more."""

    matrix: Matrix
    school: str
    side: Side
    theme: str
    items: tuple[str, ...]
    groups: tuple[str, ...]
    pupils: Array
    mean: Array
    se: Array
    p: float

    def row(self, place: int) -> dict[str, Any]:
        """One class group: pupils, share of points, interval."""
        half = float(t_quantile(0.975, self.pupils[place] - 1)) * float(self.se[place])
        mean = float(self.mean[place])
        return {
            "class_group": self.groups[place], "pupils": int(self.pupils[place]), "value": mean,
            "low": max(mean - half, 0.0), "high": min(mean + half, 1.0),
        }  # fmt: skip


def compared(matrix: Matrix) -> Iterator[Compared]:
    """Themes of every school with two class groups big enough; nothing without a codifier."""
    if matrix.coded is None or not matrix.class_groups:
        return
    shares, width = matrix.answers.scores, len(matrix.class_groups)
    cell = np.where(matrix.class_group >= 0, matrix.school * width + matrix.class_group, -1)
    for side in SIDE_RU:
        named = [getattr(matrix.coded[item], side) for item in matrix.items]
        for theme in sorted({name for name in named if name}):
            own = np.array([name == theme for name in named])
            taken = ~np.isnan(shares[:, own])
            possible = taken @ matrix.answers.maximum[own]
            use = (possible > 0) & (cell >= 0)
            got = np.nansum(shares[use][:, own], axis=1) / possible[use]
            items = tuple(np.array(matrix.items)[own].tolist())
            yield from _schools(matrix, side, theme, items, cell[use], got)


def _schools(
    matrix: Matrix, side: Side, theme: str, items: tuple[str, ...], cell: Array, got: Array
) -> Iterator[Compared]:
    from scipy.special import fdtrc  # loaded when asked for: it costs half a second

    shape = len(matrix.schools), len(matrix.class_groups)
    size = shape[0] * shape[1]
    powers = (None, got, got**2)
    n, total, squares = (
        np.bincount(cell, power, minlength=size).reshape(shape).astype(float) for power in powers
    )
    enough = np.array([[for_pupils(int(one)).adjective != "never" for one in row] for row in n])
    for school in np.flatnonzero(enough.sum(axis=1) >= 2).tolist():
        use = enough[school]
        count, mean = n[school, use], total[school, use] / n[school, use]
        inside = np.maximum(squares[school, use] - count * mean**2, 0.0)
        between = float(count @ (mean - (count @ mean) / count.sum()) ** 2)
        df = int(use.sum()) - 1, int(count.sum() - use.sum())
        if not inside.sum() > 1e-12:
            continue
        p = float(fdtrc(*df, between / df[0] / (inside.sum() / df[1])))
        groups = tuple(np.array(matrix.class_groups)[use].tolist())
        se = np.sqrt(inside / (count - 1) / count)
        yield Compared(
            matrix, matrix.schools[school], side, theme, items, groups, count, mean, se, p
        )


def findings(evidence: Evidence, found: Sequence[Compared]) -> Iterator[Finding]:
    """One finding a school and work, with the themes in which its classes surely differ."""
    q = adjusted([one.p for one in found])
    kept: dict[tuple[str, str], list[tuple[float, Compared]]] = {}
    for one, at in zip(found, q.tolist(), strict=True):
        if sureness(1 - at) == "sure":
            kept.setdefault((one.school, one.matrix.key), []).append((at, one))
    for pairs in kept.values():
        yield _finding(evidence, sorted(pairs, key=lambda pair: pair[0]))


def _finding(evidence: Evidence, pairs: Sequence[tuple[float, Compared]]) -> Finding:
    first = pairs[0][1]
    year, pupils = first.matrix.work.year, int(first.pupils.sum())
    name = evidence.name(first.school, year)
    rows = [first.row(place) for place in np.argsort(first.groups, kind="stable").tolist()]
    cases = "; ".join(
        f"{row['class_group']} — {words.percent(row['value'])} "
        f"(95 %: {words.between(row['low'], row['high'])}; {words.counted(row['pupils'], 'pupil')})"
        for row in rows
    )
    others = ", ".join(words.quoted(one.theme) for _, one in pairs[1:])
    said = (
        f"{words.quoted(name)}, {words.year(year)}, "
        f"{first.matrix.ru}: по классам параллели различается доля баллов, "
        f"{SIDE_RU[first.side]} {words.quoted(first.theme)} (задания {', '.join(first.items)}): "
        f"{cases}{f'; различаются также: {others}' if others else ''}"
    )
    gap = float(first.mean.max() - first.mean.min())
    return Finding(
        kind="skill",
        question="items",
        unit_kind="organisation",
        unit=first.school,
        period=words.period(year),
        sure="described",
        sentence=words.spoken(said, pupils=pupils),
        measured="размах долей баллов между классами",
        value=gap,
        low=None,
        high=None,
        sample=Sample(pupils),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        severity=gap * pupils,
        evidence={
            "work": first.matrix.key,
            "themes": [
                {
                    "side": one.side, "theme": one.theme, "items": list(one.items), "q": at,
                    "classes": [one.row(place) for place in range(len(one.groups))],
                }
                for at, one in pairs
            ],
        },
        chart=Chart(
            f"{name}: {first.theme}, {first.matrix.titled}", "interval", "% баллов", "класс",
            tuple(
                {
                    "x": 100 * row["value"], "y": row["class_group"], "low": 100 * row["low"],
                    "high": 100 * row["high"],
                }
                for row in rows
            ),
        ),
    )  # fmt: skip

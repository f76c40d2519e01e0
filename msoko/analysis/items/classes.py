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
_PROFILE_NOT = (
    "Таблица описывает классы: различие, которое не названо устойчивым, может быть случайным. "
    "Классы набирают по-разному, и учителя она не оценивает."
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
    """Works in which classes of a school surely differ, and the profile of every school."""
    q = adjusted([one.p for one in found])
    kept: dict[tuple[str, str], list[tuple[float, Compared]]] = {}
    whole: dict[tuple[str, int], list[tuple[float, Compared]]] = {}
    for one, at in zip(found, q.tolist(), strict=True):
        whole.setdefault((one.school, one.matrix.work.year), []).append((at, one))
        if sureness(1 - at) == "sure":
            kept.setdefault((one.school, one.matrix.key), []).append((at, one))
    for pairs in kept.values():
        yield _finding(evidence, sorted(pairs, key=lambda pair: pair[0]))
    for pairs in whole.values():
        yield _profile(evidence, pairs)


def _profile(evidence: Evidence, pairs: Sequence[tuple[float, Compared]]) -> Finding:
    """All themes of all works by class group, whether they differ or not."""
    first, year = pairs[0][1], pairs[0][1].matrix.work.year
    works: dict[str, list[Compared]] = {}
    for _, one in pairs:
        works.setdefault(one.matrix.key, []).append(one)
    name = evidence.name(first.school, year)
    apart = sum(sureness(1 - at) == "sure" for at, _ in pairs)
    differ = (
        f"с поправкой на их число устойчивы различия: {apart}"
        if apart
        else "с поправкой на их число ни одно различие не выходит за пределы случайного"
    )
    said = (
        f"{words.quoted(name)}, {words.year(year)}: доли баллов за умения и элементы содержания по "
        f"классам параллелей ({words.counted(len(works), 'work')}): "
        f"{words.counted(len(pairs), 'comparison')}; {differ}"
    )
    pupils = max(int(one.pupils.sum()) for _, one in pairs)
    drawn = max(works.values(), key=lambda own: int(own[0].pupils.sum()))
    return Finding(
        kind="skill", question="items", unit_kind="organisation", unit=first.school,
        period=words.period(year), sure="described",
        sentence=words.spoken(said, pupils=pupils),
        measured="сравнений классов по умениям и элементам содержания",
        value=float(len(pairs)), low=None, high=None, sample=Sample(pupils, 1, len(works)),
        method=METHOD, source=SOURCE, says_not=_PROFILE_NOT,
        evidence={
            "works": [{"work": key, "themes": [_theme(one) for one in own]}
                      for key, own in works.items()],
        },
        chart=Chart(
            f"{name}: умения по классам, {drawn[0].matrix.titled}", "interval", "% баллов",
            "умение",
            tuple(
                {"y": one.theme, "series": f"класс {row['class_group']}",
                 **{to: 100 * row[of] for to, of in _DRAWN}}
                for one in drawn if one.side == "skill" for row in _rows(one)
            ),
        ) if any(one.side == "skill" for one in drawn) else None,
    )  # fmt: skip


_DRAWN = (("x", "value"), ("low", "low"), ("high", "high"))


def _theme(one: Compared) -> dict[str, Any]:
    return {
        "side": one.side, "theme": one.theme, "items": list(one.items), "classes": _rows(one),
    }  # fmt: skip


def _rows(one: Compared) -> list[dict[str, Any]]:
    """Class groups in the order of their names."""
    return [one.row(place) for place in np.argsort(one.groups, kind="stable").tolist()]


def _finding(evidence: Evidence, pairs: Sequence[tuple[float, Compared]]) -> Finding:
    first = pairs[0][1]
    year, pupils = first.matrix.work.year, int(first.pupils.sum())
    name = evidence.name(first.school, year)
    rows = _rows(first)
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
                {**_theme(one), "q": at}
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

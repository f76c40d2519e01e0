"""Items a municipality surely does under the federal border of insufficient completion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.items.matrix import Matrix
from msoko.analysis.methods.distributions import Array, beta_cdf
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import may_judge, sureness
from msoko.analysis.skills import ZONES

METHOD = (
    "доля набранных баллов против границы «недостаточное выполнение»: биномиальный критерий и "
    "точный интервал по участникам; поправка Бенджамини — Хохберга"
)
SOURCE = (
    "рекомендации ФИОКО 2026 по анализу результатов ВПР, с. 6 и 17 (известны по "
    "цитате); Clopper & Pearson 1934"
)
SAYS_NOT = (
    "Граница одна на всю страну и не учитывает, насколько трудна работа этого года; причин вывод "
    "не называет. Неприступившие входят с нулём, непройденные темы и отсутствующие — не входят."
)
LEVEL_RU = {"base": "задания уровня Б", "raised": "задания уровней П и В"}
_SHOWN = 5


@dataclass(frozen=True)
class Shares:
    """Items of one work in one municipality: points got of points possible per pupil; (J,)."""

    matrix: Matrix
    place: str
    schools: int
    pupils: Array
    share: Array
    border: Array
    p: Array


def shares(evidence: Evidence, matrix: Matrix) -> Iterator[Shares]:
    """Every municipality with pupils enough to judge; nothing where levels are not known.

    The borders are recommended for ВПР and for nothing else.
    """
    if matrix.coded is None or matrix.work.procedure != "vpr":
        return
    levels = [matrix.coded[item].level for item in matrix.items]
    border = np.array([ZONES[level][0] if level in ZONES else np.nan for level in levels])
    year, table = matrix.work.year, matrix.shares()
    places = np.array([evidence.municipality(code, year) for code in matrix.schools])
    for place in sorted(set(places.tolist())):
        own = (places == place)[matrix.school]
        taken = ~np.isnan(table[own])
        pupils = taken.sum(axis=0).astype(float)
        got = np.nansum(table[own], axis=0)
        judged = np.array([may_judge(int(n), 1) for n in pupils]) & np.isfinite(border)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = got / pupils
        missed = np.where(judged, np.maximum(pupils - got, 1e-9), 1.0)
        tail = beta_cdf(1 - np.where(judged, border, 0.5), missed, np.where(judged, got, 0.0) + 1)
        p = np.where(judged, tail, np.nan)
        schools = len(np.unique(matrix.school[own]))
        yield Shares(matrix, place, schools, pupils, share, border, p)


def findings(found: Sequence[Shares]) -> Iterator[Finding]:
    """One finding a municipality and work with the items surely under the border."""
    if not found:
        return
    q = adjusted(np.concatenate([one.p for one in found]))
    ends = np.cumsum([len(one.p) for one in found])[:-1]
    for one, own in zip(found, np.split(q, ends), strict=True):
        under = [
            j for j in np.flatnonzero(np.isfinite(own)).tolist() if sureness(1 - own[j]) == "sure"
        ]
        if under:
            yield _finding(one, own, under)


def _finding(one: Shares, q: Array, under: Sequence[int]) -> Finding:
    order = sorted(under, key=lambda j: float(one.share[j] - one.border[j]))
    low, high = exact_share(np.nan_to_num(one.share) * one.pupils, one.pupils)
    pupils, matrix = int(one.pupils.max()), one.matrix
    first, year = order[0], matrix.work.year
    cases = "; ".join(
        f"{LEVEL_RU[level]} (граница {words.decimal(100 * ZONES[level][0])} %) — "
        f"{_cases(one, [j for j in order if one.border[j] == ZONES[level][0]], low, high)}"
        for level in ZONES
        if np.any(one.border[order] == ZONES[level][0])
    )
    said = (
        f"{words.quoted(one.place)}, {words.year(year)}, {matrix.ru}: выполнение ниже границы "
        f"достаточности: {cases}"
    )
    return Finding(
        kind="item",
        question="items",
        unit_kind="municipality",
        unit=one.place,
        period=words.period(year),
        sure="sure",
        sentence=words.spoken(said, pupils=pupils),
        measured=f"доля баллов за задание {matrix.items[first]}",
        value=float(one.share[first]),
        low=float(low[first]),
        high=float(high[first]),
        sample=Sample(pupils, one.schools),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        severity=float(np.sum((one.border - one.share)[order])) * pupils,
        evidence={
            "work": matrix.key,
            "items": [
                {
                    "item": matrix.items[j], "share": float(one.share[j]),
                    "border": float(one.border[j]), "low": float(low[j]), "high": float(high[j]),
                    "q": float(q[j]), "skill": matrix.coded[matrix.items[j]].skill,
                    "content": matrix.coded[matrix.items[j]].content,
                }
                for j in order
            ] if matrix.coded else [],
        },
        chart=Chart(
            f"{one.place}: выполнение заданий и граница, {matrix.titled}", "interval",
            "% баллов", "задание",
            tuple(
                {
                    "x": 100 * float(one.share[j]), "y": matrix.items[j],
                    "low": 100 * float(low[j]), "high": 100 * float(high[j]),
                    "border": 100 * float(one.border[j]),
                }
                for j in range(len(matrix.items))
                if np.isfinite(one.p[j])
            ),
        ),
    )  # fmt: skip


def _cases(one: Shares, chosen: Sequence[int], low: Array, high: Array) -> str:
    told = ", ".join(
        f"№ {one.matrix.items[j]}: {words.percent(one.share[j])} "
        f"(95 %: {words.between(low[j], high[j])})"
        for j in chosen[:_SHOWN]
    )
    left = len(chosen) - _SHOWN
    return f"{told} и ещё {words.counted(left, 'item')}" if left > 0 else told

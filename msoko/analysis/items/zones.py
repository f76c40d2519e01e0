"""Items a municipality surely does under the federal border of insufficient completion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.items.matrix import Matrix
from msoko.analysis.methods.distributions import Array, beta_cdf
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.methods.two_shares import schools_worth
from msoko.analysis.policy import for_schools, may_judge, sureness
from msoko.analysis.skills import ZONES
from msoko.indicators.frame import Ints

METHOD = (
    "доля набранных баллов против границы «недостаточное выполнение»: биномиальный критерий и "
    "точный интервал; при пяти школах и более число участников уменьшено на эффект группировки по "
    "школам (Korn & Graubard); поправка Бенджамини — Хохберга"
)
SOURCE = (
    "рекомендации ФИОКО 2026 по анализу результатов ВПР, с. 6 и 17 (известны по "
    "цитате); Clopper & Pearson 1934; Korn & Graubard 1998"
)
SAYS_NOT = (
    "Граница одна на всю страну и не учитывает, насколько трудна работа этого года; причин вывод "
    "не называет. Неприступившие входят с нулём, непройденные темы и отсутствующие — не входят."
)
LEVEL_RU = {"base": "задания уровня Б", "raised": "задания уровней П и В"}
_SHOWN = 5


@dataclass(frozen=True)
class Shares:
    """Items of one work in one municipality: points got of points possible per pupil; (J,).

    `alike` are the items all got the same points for: a column nobody filled looks so, too.
    `weight` is how many pupils drawn one by one would tell as much as these, taken by schools.
    """

    matrix: Matrix
    place: str
    schools: int
    pupils: Array
    weight: Array
    share: Array
    border: Array
    p: Array
    alike: tuple[str, ...] = ()


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
        filled = np.nan_to_num(table[own], nan=np.inf).min(axis=0, initial=np.inf)
        same = filled == np.nan_to_num(table[own], nan=-np.inf).max(axis=0, initial=-np.inf)
        alike = tuple(np.array(matrix.items)[judged & same].tolist())
        judged &= ~same
        with np.errstate(invalid="ignore", divide="ignore"):
            share = got / pupils
        schools = len(np.unique(matrix.school[own]))
        weight = effective(table[own], matrix.school[own])
        hits = np.where(judged, np.nan_to_num(share) * weight, 0.0)
        missed = np.where(judged, np.maximum(weight - hits, 1e-9), 1.0)
        tail = beta_cdf(1 - np.where(judged, border, 0.5), missed, hits + 1)
        p = np.where(judged, tail, np.nan)
        yield Shares(matrix, place, schools, pupils, weight, share, border, p, alike)


def effective(table: Array, school: Ints) -> Array:
    """Pupils per item less the effect of their schools, (J,); all of them under five schools.

    Korn & Graubard (1998), as in `schools_worth`.
    """
    taken = ~np.isnan(table)
    index, many = np.unique(school, return_inverse=True)[1], len(np.unique(school))
    count, got = np.zeros((2, many, table.shape[1]))
    np.add.at(count, index, taken.astype(float))
    np.add.at(got, index, np.nan_to_num(table))
    grouped = [for_schools(int(one)).comparison != "listing" for one in (count > 0).sum(axis=0)]
    return np.where(grouped, schools_worth(got, count)[1], count.sum(axis=0))


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


def refusals(found: Sequence[Shares]) -> Iterator[Silence]:
    """One silence a municipality about the items everybody got the same points for."""
    places: dict[str, list[Shares]] = {}
    for one in found:
        if one.alike:
            places.setdefault(one.place, []).append(one)
    for place, own in places.items():
        told = "; ".join(f"{one.matrix.titled} — № {', '.join(one.alike)}" for one in own)
        why = (
            "С границей достаточности не сравниваются задания, за которые у всех участников один и "
            f"тот же балл: проверьте, заполнены ли они в файле: {told}."
        )
        period = words.period(max(one.matrix.work.year for one in own))
        sample = Sample(max(int(one.pupils.max()) for one in own), own[0].schools, len(own))
        yield Silence("items", "municipality", place, period, why, sample)


def _finding(one: Shares, q: Array, under: Sequence[int]) -> Finding:
    order = sorted(under, key=lambda j: float(one.share[j] - one.border[j]))
    low, high = exact_share(np.nan_to_num(one.share) * one.weight, one.weight)
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

"""Sentences about items a unit did otherwise than others: one finding a unit and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.items.units import Standing
from msoko.analysis.policy import may_judge, sureness

METHOD = (
    "отклонение балла от ожидаемого по модели частичных баллов при общем результате участника "
    "(оценка WLE, параметры заданий — по всем участникам хранилища); сравнение с остальными "
    "участниками, для муниципалитета разброс — по школам; поправка Бенджамини — Хохберга"
)
SOURCE = (
    "Masters 1982; Warm 1989; Benjamini & Hochberg 1995; граница 10 п. п. — Dorans & Kulick 1986"
)
SAYS_NOT = (
    "Общий уровень школы здесь ни при чём: сравниваются участники с одинаковым результатом. "
    "Причину — порядок изучения тем, проверка, условия проведения — вывод не называет и учителя "
    "не оценивает."
)
_WORKS, _ITEMS = 3, 3


def findings(evidence: Evidence, found: Sequence[Standing]) -> Iterator[Finding]:
    """One finding a unit and year, the work with the largest difference first."""
    units: dict[tuple[str, str, int], list[Standing]] = {}
    for one in sorted(found, key=lambda one: -one.size):
        profile = one.profile
        key = (profile.kind, profile.units[one.place], profile.matrix.work.year)
        units.setdefault(key, []).append(one)
    for group in units.values():
        yield _finding(evidence, group)


def _finding(evidence: Evidence, group: Sequence[Standing]) -> Finding:
    first = group[0]
    profile, place = first.profile, first.place
    unit, year = profile.units[place], profile.matrix.work.year
    largest = first.row(first.items[0])
    judged = [one.q for one in group if may_judge(one.pupils, 1)]
    pupils = max(one.pupils for one in group)
    return Finding(
        kind="item",
        question="items",
        unit_kind=profile.kind,
        unit=unit,
        period=words.period(year),
        sure=sureness(1 - min(judged)) if judged else "described",
        sentence=_sentence(evidence, group),
        measured=f"отклонение доли балла за задание {largest['item']}",
        value=largest["difference"],
        low=largest["low"],
        high=largest["high"],
        sample=Sample(pupils, int(profile.schools[place]), len(group)),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        severity=sum(one.size * one.pupils for one in group),
        evidence={
            "works": [
                {
                    "work": one.profile.matrix.key, "pupils": one.pupils, "q": one.q,
                    "items": [one.row(j) for j in one.items],
                }
                for one in group
            ]
        },
        chart=_chart(evidence, first),
    )  # fmt: skip


def _sentence(evidence: Evidence, group: Sequence[Standing]) -> str:
    year, name = group[0].profile.matrix.work.year, _name(evidence, group[0])
    told = "; ".join(_work(one) for one in group[:_WORKS])
    left = len(group) - _WORKS
    more = f"; так же ещё {words.counted(left, 'work')}" if left > 0 else ""
    said = (
        f"{words.quoted(name)}, {words.year(year)}: обучающиеся выполнили иначе, чем остальные "
        f"участники с тем же общим результатом за работу, задания: {told}{more}"
    )
    return words.spoken(said, pupils=max(one.pupils for one in group))


def _name(evidence: Evidence, one: Standing) -> str:
    unit, year = one.profile.units[one.place], one.profile.matrix.work.year
    return evidence.name(unit, year) if one.profile.kind == "organisation" else unit


def _work(one: Standing) -> str:
    rows = [one.row(j) for j in one.items[:_ITEMS]]
    cases = ", ".join(
        f"{row['item']} — {words.points(row['difference'])} "
        f"(95 %: {words.between_points(row['low'], row['high'])})"
        for row in rows
    )
    left = len(one.items) - _ITEMS
    more = f" и ещё {words.counted(left, 'item')}" if left > 0 else ""
    return f"{one.profile.matrix.ru} ({words.counted(one.pupils, 'participant')}): {cases}{more}"


def _chart(evidence: Evidence, one: Standing) -> Chart:
    """Every item's distance from participants of other units with the same result."""
    profile = one.profile
    known = np.flatnonzero(np.isfinite(profile.p[one.place])).tolist()
    rows = (one.row(j) for j in known)
    return Chart(
        f"{_name(evidence, one)}: отклонение от участников с тем же результатом, "
        f"{profile.matrix.titled}",
        "interval",
        "п. п.",
        "задание",
        tuple(
            {
                "x": 100 * row["difference"], "y": row["item"], "low": 100 * row["low"],
                "high": 100 * row["high"],
            }
            for row in rows
        ),
    )  # fmt: skip

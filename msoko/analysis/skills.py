"""Question: which skills and elements of content pupils of a unit have not reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence, Sureness
from msoko.analysis.methods.distributions import Array, t_cdf, t_quantile
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import LIKELY, for_pupils, for_schools, may_judge, sureness
from msoko.analysis.similar import region_of
from msoko.analysis.themes import SIDE_RU, Tally, absent, tallies
from msoko.vocabulary import SUBJECTS

# Insufficient completion by level of difficulty (FIELD.md B2: рекомендации ФИОКО 2026, с. 6 и 17,
# known from a quotation, the original was not seen). From the second number on it is sufficient.
ZONES: Mapping[str, tuple[float, float]] = {"base": (0.57, 0.60), "raised": (0.285, 0.30)}
_LEVEL_RU = {"base": "задания уровня Б", "raised": "задания уровней П и В"}
METHOD = (
    "средняя доля баллов обучающегося за задания на умение; интервал Стьюдента по обучающимся (для "
    "муниципалитета — по школам); критерий Уэлча; поправка Бенджамини — Хохберга"
)
SOURCE = (
    "METHODS.md, 1.1; границы достаточности — рекомендации ФИОКО 2026 по анализу результатов ВПР, "
    "с. 6 и 17 (FIELD.md, B2: известны по цитате)"
)
SAYS_NOT = (
    "Не приступал, не проходил тему и отсутствовал — разное: непройденные темы и отсутствующие в "
    "долю не входят, неприступившие входят с нулём. Причин разницы вывод не называет."
)
Against = Literal["zone", "municipality", "region"]
_AGAINST_RU: Mapping[Against, str] = {
    "zone": "граница «недостаточное выполнение»",
    "municipality": "остальные школы муниципалитета",
    "region": "остальные школы региона",
}


@dataclass(frozen=True)
class Below:
    """A theme of one unit beside one thing it is compared with; fractions of points."""

    tally: Tally
    unit_kind: Literal["organisation", "municipality"]
    unit: str
    against: Against
    mean: float
    se: float
    df: float
    other: float
    p: float
    pupils: int
    schools: int
    not_attempted: int
    not_taught: int
    tasks: int
    q: float = 1.0

    def interval(self) -> tuple[float, float]:
        """95 % interval of the unit's own share of points."""
        half = float(t_quantile(0.975, self.df)) * self.se
        return max(self.mean - half, 0.0), min(self.mean + half, 1.0)


def answer(evidence: Evidence) -> Answer:
    """Themes below the rest or below the federal border, surest and largest first."""
    found = tallies(evidence)
    if not found:
        why = (
            "Нет заданий с кодификатором: загрузите кодификатор работы и файл с баллами за задания."
        )
        period = words.period(evidence.last_year)
        silence = Silence("skills", "region", region_of(evidence), period, why, Sample(0, 0, 0))
        return Answer("skills", (), (silence,))
    tested = [one for tally in found for one in _compared(evidence, tally)]
    q = adjusted([one.p for one in tested])
    told = [replace(one, q=float(at)) for one, at in zip(tested, q, strict=True)]
    away = absent(evidence, iter([tally.theme.work for tally in found]))
    groups: dict[tuple[object, ...], list[Below]] = {}
    for one in sorted(told, key=lambda one: (one.q, one.against)):
        if 1 - one.q > LIKELY:
            groups.setdefault((one.unit_kind, one.unit, one.tally.theme), []).append(one)
    findings = [_finding(evidence, group, away) for group in groups.values()]
    return Answer("skills", tuple(sorted(findings, key=_order)), tuple(_silences(found)))


_ORDER: Mapping[Sureness, int] = {"sure": 0, "likely": 1, "signal": 2, "described": 3}


def _order(finding: Finding) -> tuple[int, float, str]:
    return _ORDER[finding.sure], -(finding.severity or 0.0), finding.unit


def _compared(evidence: Evidence, tally: Tally) -> Iterator[Below]:
    year = tally.theme.work.year
    names = np.array([evidence.municipality(code, year) for code in tally.schools])
    columns = np.array([tally.pupils, tally.total, tally.squares])
    whole = columns.sum(axis=1)
    zone = ZONES.get(tally.theme.level)
    for place in sorted(set(names.tolist())):
        here = names == place
        inside = columns[:, here].sum(axis=1)
        for number in np.flatnonzero(here):
            own = columns[:, number]
            if for_pupils(int(own[0])).adjective == "never":
                continue
            rests: list[tuple[Against, Array]] = [("municipality", inside - own)]
            if not here.all():
                rests.append(("region", whole - own))
            yield from _of_school(tally, int(number), rests, zone)
        yield from _of_place(tally, place, here, columns, zone)


def _of_school(
    tally: Tally, number: int, rests: list[tuple[Against, Array]], zone: tuple[float, float] | None
) -> Iterator[Below]:
    mean, variance, n = _moments(np.array([tally.pupils, tally.total, tally.squares])[:, number])
    if not variance > 0:
        return
    start = Below(
        tally, "organisation", tally.schools[number], "zone", mean, float(np.sqrt(variance / n)),
        n - 1, 0.0, 1.0, int(n), 1, int(tally.not_attempted[number]),
        int(tally.not_taught[number]), int(tally.tasks[number]),
    )  # fmt: skip
    if zone:
        yield _below(start, "zone", zone[0], 0.0, n - 1)
    for against, rest in rests:
        if for_pupils(int(rest[0])).interval == "plain":
            other, spread, m = _moments(rest)
            se = spread / m
            df = (variance / n + se) ** 2 / ((variance / n) ** 2 / (n - 1) + se**2 / (m - 1))
            yield _below(start, against, other, se, float(df), two_sided=True)


def _of_place(
    tally: Tally, place: str, here: Array, columns: Array, zone: tuple[float, float] | None
) -> Iterator[Below]:
    """A municipality: schools are what varies."""
    schools = int((columns[0, here] > 0).sum())
    if for_schools(schools).comparison == "listing":
        return
    mean, se = _over_schools(columns[:, here])
    if not se > 0:
        return
    start = Below(
        tally, "municipality", place, "zone", mean, se, schools - 1, 0.0, 1.0,
        int(columns[0, here].sum()), schools, int(tally.not_attempted[here].sum()),
        int(tally.not_taught[here].sum()), int(tally.tasks[here].sum()),
    )  # fmt: skip
    if zone:
        yield _below(start, "zone", zone[0], 0.0, schools - 1)
    others = int((columns[0, ~here] > 0).sum())
    if for_schools(others).comparison != "listing":
        other, apart = _over_schools(columns[:, ~here])
        yield _below(start, "region", other, apart**2, schools - 1, two_sided=True)


def _below(
    start: Below, against: Against, other: float, variance: float, df: float,
    *, two_sided: bool = False,
) -> Below:  # fmt: skip
    """The probability of so low a share by chance; against a group the test looks to both sides."""
    se = float(np.sqrt(start.se**2 + variance))
    p = float(t_cdf((start.mean - other) / se, df))
    return replace(start, against=against, other=other, p=min(2 * p, 1.0) if two_sided else p)


def _moments(sums: Array) -> tuple[float, float, float]:
    """Mean, variance and number from count, sum and sum of squares."""
    n, total, squares = (float(part) for part in sums)
    if n < 2:
        return (total / n if n else 0.0), 0.0, n
    mean = total / n
    return mean, max(squares - n * mean**2, 0.0) / (n - 1), n


def _over_schools(columns: Array) -> tuple[float, float]:
    """Mean share of points and its standard error with schools sampled (Cochran 1977, 11.7)."""
    count, total = columns[0], columns[1]
    schools, mean = int((count > 0).sum()), float(total.sum() / count.sum())
    left = float(np.sum((total - mean * count) ** 2))
    return mean, float(np.sqrt(schools / (schools - 1) * left) / count.sum())


def _finding(
    evidence: Evidence, group: list[Below], away: Mapping[tuple[str, Work], int]
) -> Finding:
    one = group[0]
    theme, (low, high) = one.tally.theme, one.interval()
    judged = may_judge(one.pupils, 1)
    missing = sum(
        away.get((code, theme.work), 0)
        for code in one.tally.schools
        if one.unit in (code, evidence.municipality(code, theme.work.year))
    )
    return Finding(
        kind="skill",
        question="skills",
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(theme.work.year),
        sure=sureness(1 - one.q) if judged else "described",
        sentence=_sentence(evidence, group, judged),
        measured="средняя доля баллов за задания",
        value=one.mean,
        low=low,
        high=high,
        sample=Sample(one.pupils, one.schools),
        method=METHOD,
        source=SOURCE,
        says_not=SAYS_NOT,
        severity=max(one.other - one.mean, 0.0) * one.pupils,
        evidence={
            "work": theme.work.key, "side": theme.side, "theme": theme.name, "level": theme.level,
            "items": list(one.tally.items), "not_attempted": one.not_attempted,
            "not_taught": one.not_taught, "items_of_pupils": one.tasks, "absent": missing,
            "comparisons": [
                {"against": other.against, "value": other.other, "p": other.p, "q": other.q}
                for other in group
            ],
        },
        chart=_chart(group),
    )  # fmt: skip


def _chart(group: list[Below]) -> Chart:
    one = group[0]
    low, high = one.interval()
    first = {"x": 100 * one.mean, "y": "значение", "low": 100 * low, "high": 100 * high}
    others = ({"x": 100 * other.other, "y": _AGAINST_RU[other.against]} for other in group)
    return Chart(one.tally.theme.name, "interval", "% баллов", "", (first, *others))


def _sentence(evidence: Evidence, group: list[Below], judged: bool) -> str:
    one, theme = group[0], group[0].tally.theme
    name = one.unit
    if one.unit_kind == "organisation":
        name = evidence.name(one.unit, theme.work.year)
    work = f"{SUBJECTS[theme.work.subject].lower()}, {theme.work.grade} класс"
    compared = "; ".join(_against(other, judged) for other in group)
    said = (
        f"{words.quoted(name)}, {words.year(theme.work.year)}, {work}, {SIDE_RU[theme.side]} "
        f"{words.quoted(theme.name)} (задания {', '.join(one.tally.items)}): "
        f"{words.percent(one.mean)} баллов (95 %: {words.between(*one.interval())}); {compared}"
    )
    if one.tasks:
        said += f"; не приступали — {words.percent(one.not_attempted / one.tasks)} выполнений"
    if one.not_taught:
        said += f", тема не пройдена — {words.percent(one.not_taught / one.tasks)}"
    if not judged:
        said += "; по одной работе при таком числе участников оценка не даётся"
    return words.spoken(said, pupils=one.pupils)


def _against(one: Below, judged: bool) -> str:
    side = "ниже: " if judged else ""
    level = f" ({_LEVEL_RU[one.tally.theme.level]})" if one.against == "zone" else ""
    return f"{side}{_AGAINST_RU[one.against]}{level} — {words.percent(one.other)}"


def _silences(found: list[Tally]) -> Iterator[Silence]:
    """Schools with works too few pupils wrote: one silence a school."""
    most: dict[str, dict[Work, int]] = {}
    for tally in found:
        for code, pupils in zip(tally.schools, tally.pupils.tolist(), strict=True):
            works = most.setdefault(code, {})
            works[tally.theme.work] = max(works.get(tally.theme.work, 0), int(pupils))
    for code, works in sorted(most.items()):
        small = {w: n for w, n in works.items() if for_pupils(n).adjective == "never"}
        if small:
            listed = "; ".join(
                f"{SUBJECTS[work.subject].lower()}, {work.grade} класс — {words.people(n)}"
                for work, n in sorted(small.items())
            )
            why = f"Для вывода по умениям нужно не менее 10 участников работы, есть: {listed}."
            sample = Sample(max(small.values()), 1, len(small))
            period = words.period(max(work.year for work in small))
            yield Silence("skills", "organisation", code, period, why, sample)

"""Question: which skills and elements of content pupils of a unit have not reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence, reading_order
from msoko.analysis.methods.distributions import Array, t_cdf, t_quantile
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import LIKELY, Claim, claim, for_schools, least_pupils, sureness
from msoko.analysis.shrunken import Shrunken, shrunken_means
from msoko.analysis.similar import region_of
from msoko.analysis.themes import SIDE_RU, Tally, absent, tallies
from msoko.indicators.frame import Bools, Ints
from msoko.vocabulary import SUBJECTS, capital

# Insufficient completion by level of difficulty (рекомендации ФИОКО 2026, с. 6 и 17,
# known from a quotation, the original was not seen). From the second number on it is sufficient.
ZONES: Mapping[str, tuple[float, float]] = {"base": (0.57, 0.60), "raised": (0.285, 0.30)}
_LEVEL_RU = {"base": "задания уровня Б", "raised": "задания уровней П и В"}
_MAY_BE_JUDGED = least_pupils(lambda one: one.adjective != "never")
_MAY_BE_HELD_AGAINST = least_pupils(lambda one: one.interval == "plain")
METHOD = (
    "средняя доля баллов обучающегося за задания на умение; интервал Стьюдента по обучающимся (для "
    "муниципалитета — по школам); критерий Уэлча; среднее малой школы стянуто к среднему по школам "
    "(нормальная модель); поправка Бенджамини — Хохберга"
)
SOURCE = (
    "границы достаточности — рекомендации ФИОКО 2026 по анализу результатов ВПР, "
    "с. 6 и 17 (известны по цитате)"
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
_BELOW_RU: Mapping[Against, str] = {
    "zone": "границы «недостаточное выполнение»",
    "municipality": "среднего в остальных школах муниципалитета",
    "region": "среднего в остальных школах региона",
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
    found, strange = tallies(evidence)
    if not found and not strange:
        why = (
            "Нет заданий с кодификатором: загрузите кодификатор работы и файл с баллами за задания."
        )
        period = words.period(evidence.last_year)
        silence = Silence("skills", "region", region_of(evidence), period, why, Sample(0, 0, 0))
        return Answer("skills", (), (silence,))
    if not found:
        return Answer("skills", (), tuple(_strange(evidence, work) for work in sorted(strange)))
    groups: dict[tuple[object, ...], list[Below]] = {}
    for one in sorted(_standing(evidence, found), key=lambda one: (one.q, one.against)):
        groups.setdefault((one.unit_kind, one.unit, one.tally.theme), []).append(one)
    away = absent(evidence, {tally.theme.work for tally in found})
    findings = [
        _finding(evidence, group, away)
        for group in groups.values()
        if any(_tells(one) or one.against != "zone" for one in group)
    ]
    silences = [*_silences(found), *(_strange(evidence, work) for work in sorted(strange))]
    if not findings:
        why = (
            "Ни одно умение и ни один элемент содержания не оказались ниже границы или других школ "
            f"с достаточной уверенностью: проверено {len(found)}."
        )
        period = words.period(max(tally.theme.work.year for tally in found))
        silences.append(Silence("skills", "region", region_of(evidence), period, why, Sample(0)))
    return Answer("skills", tuple(sorted(findings, key=reading_order)), tuple(silences))


def _standing(evidence: Evidence, found: Sequence[Tally]) -> Iterator[Below]:
    """Comparisons that stand after the adjustment over all of them."""
    names = {
        tally.theme: np.array(
            [evidence.municipality(code, tally.theme.work.year) for code in tally.schools]
        )
        for tally in found
    }
    sides = [side for tally in found for side in _sides(tally, names[tally.theme])]
    q = adjusted(np.concatenate([side.p for side in sides]))
    ends = np.cumsum([len(side.p) for side in sides])
    for side, own in zip(sides, np.split(q, ends[:-1]), strict=True):
        for place in np.flatnonzero(own < 1 - LIKELY).tolist():
            one = side.below(place, float(own[place]), names[side.tally.theme])
            if sureness(1 - one.q) == "sure" or _tells(one):
                yield one


def _sure(one: Below) -> Claim:
    """What may be said of a comparison."""
    return claim(1 - one.q, one.pupils)


def _tells(one: Below) -> bool:
    """Whether a judging word may be said of it."""
    return _sure(one) != "described"


@dataclass(frozen=True)
class _Side:
    """All units of a tally against one thing: parallel arrays, one place a unit."""

    tally: Tally
    unit_kind: Literal["organisation", "municipality"]
    units: Sequence[str]
    against: Against
    mean: Array
    se: Array
    df: Array
    other: Array
    p: Array

    def below(self, place: int, q: float, names: NDArray[np.str_]) -> Below:
        """One unit's comparison told whole."""
        unit, tally = self.units[place], self.tally
        own = names == unit if self.unit_kind == "municipality" else np.array([place])
        mean, se, df, other, p = (
            float(part[place]) for part in (self.mean, self.se, self.df, self.other, self.p)
        )
        skipped, untaught, tasks = (
            int(part[own].sum()) for part in (tally.not_attempted, tally.not_taught, tally.tasks)
        )
        return Below(
            tally, self.unit_kind, unit, self.against, mean, se, df, other, p,
            int(tally.pupils[own].sum()), int((tally.pupils[own] > 0).sum()),
            skipped, untaught, tasks, q,
        )  # fmt: skip


def _sides(tally: Tally, names: NDArray[np.str_]) -> Iterator[_Side]:
    """Schools of a tally against the border, the rest of the municipality, the rest of the region;
    then municipalities, for which schools are what varies."""
    places, place = np.unique(names, return_inverse=True)
    sums = np.array([tally.pupils, tally.total, tally.squares])
    inside = np.array([np.bincount(place, part, minlength=len(places)) for part in sums])
    enough = tally.pupils >= _MAY_BE_JUDGED
    mean, spread = _moments(sums)
    se = np.sqrt(spread / np.maximum(sums[0], 1))
    told = enough & (se > 0)
    if (border := ZONES.get(tally.theme.level)) is not None:
        yield _against_border(
            tally, "organisation", tally.schools, mean, se, sums[0] - 1, border, told
        )
    rests: list[tuple[Against, Array]] = [("municipality", inside[:, place] - sums)]
    if len(places) > 1:
        rests.append(("region", sums.sum(axis=1, keepdims=True) - sums))
    for against, rest in rests:
        other, apart = _moments(rest)
        error = apart / np.maximum(rest[0], 1)
        least = rest[0] >= _MAY_BE_HELD_AGAINST
        df = _welch(se**2, sums[0] - 1, error, rest[0] - 1)
        yield _side(
            tally, "organisation", tally.schools, against, (mean, se, sums[0] - 1, other), error,
            df, told & least,
        )  # fmt: skip
    yield from _places(tally, places.tolist(), place, sums, border)


def _places(
    tally: Tally, places: Sequence[str], place: Ints, sums: Array, border: Sequence[float] | None
) -> Iterator[_Side]:
    here = place[None, :] == np.arange(len(places))[:, None]
    wrote = sums[0] > 0
    schools = (here & wrote).sum(axis=1)
    told = np.array([for_schools(int(n)).comparison != "listing" for n in schools])
    mean, se = _over_schools(sums, here)
    told &= se > 0
    if border is not None:
        yield _against_border(tally, "municipality", places, mean, se, schools - 1.0, border, told)
    others = np.array([for_schools(int(wrote.sum() - n)).comparison != "listing" for n in schools])
    if len(places) > 1:
        other, error = _over_schools(sums, ~here)
        yield _side(
            tally, "municipality", places, "region", (mean, se, schools - 1.0, other), error**2,
            schools - 1.0, told & others,
        )  # fmt: skip


def _against_border(
    tally: Tally, kind: Literal["organisation", "municipality"], units: Sequence[str],
    mean: Array, se: Array, df: Array, border: Sequence[float], told: Bools,
) -> _Side:  # fmt: skip
    other = np.full(len(mean), border[0])
    df = np.maximum(df, 1.0)
    p = np.where(told, t_cdf((mean - other) / np.where(told, se, 1.0), df), np.nan)
    return _Side(tally, kind, units, "zone", mean, se, df, other, p)


def _side(
    tally: Tally, kind: Literal["organisation", "municipality"], units: Sequence[str],
    against: Against, parts: tuple[Array, Array, Array, Array], error: Array, df: Array,
    told: Bools,
) -> _Side:  # fmt: skip
    """Against other pupils the test looks to both sides, and only the lower side is told."""
    mean, se, own_df, other = parts
    distance = (mean - other) / np.where(told, np.sqrt(se**2 + error), 1.0)
    tail = t_cdf(distance, np.maximum(df, 1.0))
    p = np.where(told, np.minimum(2 * tail, 1.0), np.nan)
    return _Side(tally, kind, units, against, mean, se, np.maximum(own_df, 1.0), other, p)


def _welch(first: Array, n: Array, second: Array, m: Array) -> Array:
    bottom = first**2 / np.maximum(n, 1) + second**2 / np.maximum(m, 1)
    return np.asarray((first + second) ** 2 / np.where(bottom > 0, bottom, 1.0))


def _moments(sums: Array) -> tuple[Array, Array]:
    """Means and variances from counts, sums and sums of squares; (3, units)."""
    n = np.maximum(sums[0], 1)
    mean = sums[1] / n
    return mean, np.maximum(sums[2] - n * mean**2, 0.0) / np.maximum(n - 1, 1)


def _over_schools(sums: Array, chosen: Bools) -> tuple[Array, Array]:
    """Mean shares of points and standard errors with schools sampled (Cochran 1977, 11.7)."""
    count = chosen @ sums[0]
    mean = (chosen @ sums[1]) / np.maximum(count, 1)
    left = chosen * (sums[1] - mean[:, None] * sums[0])
    schools = np.maximum((chosen & (sums[0] > 0)).sum(axis=1), 2)
    variance = schools / (schools - 1) * np.sum(left**2, axis=1)
    return mean, np.sqrt(variance) / np.maximum(count, 1)


def _finding(
    evidence: Evidence, group: list[Below], away: Mapping[tuple[str, Work], int]
) -> Finding:
    one = group[0]
    theme, (low, high) = one.tally.theme, one.interval()
    pulled = _pulled(evidence, one)
    return Finding(
        kind="skill",
        question="skills",
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(theme.work.year),
        sure=_sure(one),
        sentence=_sentence(evidence, group, pulled),
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
            "not_taught": one.not_taught, "items_of_pupils": one.tasks,
            "absent": away.get((one.unit, theme.work), 0),
            "shrunken": pulled._asdict() if pulled else None,
            "comparisons": [
                {"against": other.against, "value": other.other, "p": other.p, "q": other.q}
                for other in group
            ],
        },
        chart=_chart(evidence, group),
    )  # fmt: skip


def _name(evidence: Evidence, one: Below) -> str:
    year = one.tally.theme.work.year
    return evidence.name(one.unit, year) if one.unit_kind == "organisation" else one.unit


def _work(work: Work) -> str:
    return f"{SUBJECTS[work.subject].lower()}, {work.grade} класс"


def _chart(evidence: Evidence, group: list[Below]) -> Chart:
    one, theme = group[0], group[0].tally.theme
    low, high = (100 * end for end in one.interval())
    first = {"x": 100 * one.mean, "y": _name(evidence, one), "low": low, "high": high}
    others = ({"x": 100 * other.other, "y": _AGAINST_RU[other.against]} for other in group)
    side = SIDE_RU[theme.side]
    title = (
        f"{capital(side)} {words.quoted(theme.name)}: {_work(theme.work)}, "
        f"{words.year(theme.work.year)}"
    )
    return Chart(title, "interval", "% баллов", "", (first, *others))


def _pulled(evidence: Evidence, one: Below) -> Shrunken | None:
    if one.unit_kind != "organisation":
        return None
    tally = one.tally
    found = evidence.once(
        ("shrunken skill", tally.theme),
        lambda: shrunken_means(tally.pupils, tally.total, tally.squares),
    )
    return found.of(tally.schools.index(one.unit)) if found else None


def _sentence(evidence: Evidence, group: list[Below], pulled: Shrunken | None) -> str:
    one, theme = group[0], group[0].tally.theme
    items = sorted(one.tally.items, key=by_number)
    said = (
        f"{words.quoted(_name(evidence, one))}, {words.year(theme.work.year)}, "
        f"{_work(theme.work)}, {SIDE_RU[theme.side]} {words.quoted(theme.name)} "
        f"({'задания' if len(items) > 1 else 'задание'} {', '.join(items)}): набрано "
        f"{words.percent(one.mean)} баллов (95 %: {words.between(*one.interval())})"
    )
    said += f"; {pulled.told()}" if pulled else ""
    said += "".join(f"; {_against(other)}" for other in group)
    if one.tasks:
        said += f"; не приступали — {words.percent(one.not_attempted / one.tasks)} выполнений"
    if one.not_taught:
        said += f", тема не пройдена — {words.percent(one.not_taught / one.tasks)}"
    if not _tells(one):
        said += "; по одной работе при таком числе участников оценка не даётся"
    return words.spoken(said, pupils=one.pupils)


def by_number(item: str) -> list[tuple[int, str]]:
    """«2» before «11», «5.1» before «5.2»."""
    parts = re.split(r"(\d+)", item)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _against(one: Below) -> str:
    level = f", {_LEVEL_RU[one.tally.theme.level]}" if one.against == "zone" else ""
    other = words.percent(one.other)
    if not _tells(one):
        return f"{_AGAINST_RU[one.against]}{level} — {other}"
    return f"{words.perhaps('ниже', _sure(one))} {_BELOW_RU[one.against]} ({other}{level})"


def _strange(evidence: Evidence, work: Work) -> Silence:
    why = (
        f"{SUBJECTS[work.subject]}, {work.grade} класс: задания в файле не совпадают с "
        "кодификатором (другие номера, другое их число или баллы больше наибольших); нужен "
        "кодификатор этой работы."
    )
    period = words.period(work.year)
    return Silence("skills", "region", region_of(evidence), period, why, Sample(0, 0, 1))


def _silences(found: list[Tally]) -> Iterator[Silence]:
    """Schools with works too few pupils wrote: one silence a school."""
    most: dict[str, dict[Work, int]] = {}
    for tally in found:
        for code, pupils in zip(tally.schools, tally.pupils.tolist(), strict=True):
            works = most.setdefault(code, {})
            works[tally.theme.work] = max(works.get(tally.theme.work, 0), int(pupils))
    for code, works in sorted(most.items()):
        small = {w: n for w, n in works.items() if n < _MAY_BE_JUDGED}
        if small:
            listed = "; ".join(
                f"{SUBJECTS[work.subject].lower()}, {work.grade} класс — {words.people(n)}"
                for work, n in sorted(small.items())
            )
            why = f"Для вывода по умениям нужно не менее 10 участников работы, есть: {listed}."
            sample = Sample(max(small.values()), 1, len(small))
            period = words.period(max(work.year for work in small))
            yield Silence("skills", "organisation", code, period, why, sample)

"""Agreement of two procedures in words: the last year known, and a change that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msoko.analysis import words
from msoko.analysis.agreement.cohorts import Cohort
from msoko.analysis.agreement.measures import Agreed, Estimate
from msoko.analysis.agreement.pairs import Pair
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.methods.distributions import t_quantile
from msoko.analysis.methods.means import MeanInterval
from msoko.analysis.policy import sureness
from msoko.indicators.frame import Ints
from msoko.vocabulary import SUBJECTS

METHOD_LINKED = (
    "отметки одних и тех же обучающихся: средняя разность (при пяти школах и более разброс — по "
    "школам), доля равных (Джеффрис), каппа с линейными весами (Fleiss, Cohen, Everitt 1969), "
    "корреляция (Фишер)"
)
METHOD_COHORT = (
    "параллель без поимённой связи: разность средних отметок школ, корреляция средних школ (Фишер)"
)
SOURCE = "Cohen 1968; Fleiss, Cohen & Everitt 1969; Cochran 1977, 11.7"
SAYS_NOT = (
    "Расхождение не говорит, какая из двух отметок верна: у работ разные задания, шкалы и время. "
    "Об учителях вывод не говорит (письмо Рособрнадзора от 18.04.2025 № 02-86)."
)
_DRIFT_NOT = (
    f"{SAYS_NOT} Меняются и сами работы, и их шкалы: изменение, общее для всех школ, — не о школе."
)


@dataclass(frozen=True)
class Place:
    """A unit and the numbers of its schools."""

    kind: Literal["organisation", "municipality", "region"]
    code: str
    name: str
    members: Ints


@dataclass(frozen=True)
class Series:
    """One pair of procedures in one subject of one unit; `known` the years with numbers.

    `breaks` are the years not to be joined with those before them, and why, as a chart tells them.
    """

    place: Place
    pair: Pair
    known: dict[int, Agreed | Cohort]
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drift:
    """Change of the shift from the first year known to the last; p after adjustment.

    `whole` is the same change in the place a school lies in: its name and the change.
    """

    series: Series
    first: int
    last: int
    change: float
    se: float
    df: float
    q: float = 1.0
    whole: tuple[str, float] | None = None


def told(series: Series) -> Finding:
    """The last year known of a series."""
    year = max(series.known)
    one, place, pair = series.known[year], series.place, series.pair
    head = (
        f"{words.quoted(place.name)}, {SUBJECTS[pair.subject].lower()}, {pair.rule.ru}, "
        f"{words.year(year)}"
    )
    shift = one.shift
    linked = isinstance(one, Agreed)
    pupils = one.pupils if isinstance(one, Agreed) else min(one.first, one.second)
    said = _same_pupils(one, pair) if isinstance(one, Agreed) else _same_cohort(one, pair)
    main, measured = _main(one)
    return Finding(
        kind="agreement", question="agreement", unit_kind=place.kind,
        unit=place.code, period=words.period(year), sure="described",
        sentence=words.spoken(f"{head}: {said}", pupils=pupils),
        measured=measured,
        value=_middle(main), low=main.low if main else None, high=main.high if main else None,
        sample=Sample(pupils, max(one.schools, 1), 1, len(series.known)),
        method=METHOD_LINKED if linked else METHOD_COHORT, source=SOURCE, says_not=SAYS_NOT,
        severity=abs(shift.mean) if shift else None,
        evidence={"pair": pair.rule.name, "subject": pair.subject, "linked": linked,
                  "years": {words.period(at): _numbers(it) for at, it in series.known.items()}},
        chart=_chart(series),
    )  # fmt: skip


def _main(one: Agreed | Cohort) -> tuple[MeanInterval | Estimate | None, str]:
    """The number a finding speaks of, and what it is."""
    if one.shift is not None:
        return one.shift, "средняя разность отметок"
    if isinstance(one, Agreed):
        if one.equal_share is not None:
            return one.equal_share, "доля равных отметок"
        return one.correlation, "корреляция результатов обучающихся"
    return one.correlation, "корреляция средних результатов школ"


def _same_pupils(one: Agreed, pair: Pair) -> str:
    parts = []
    if one.shift:
        parts.append(
            f"{pair.rule.first_ru} отличается от {pair.rule.second_ru} в среднем на "
            f"{_signed(one.shift)}"
        )
    share = one.equal_share
    if share is not None and one.equal is not None:
        parts.append(f"равны — {words.share(one.equal, one.pupils, share.low, share.high)}")
    if one.kappa:
        parts.append(f"каппа {_interval(one.kappa)}")
    if one.correlation:
        parts.append(f"корреляция {_interval(one.correlation)}")
    if share is None:
        parts.append(words.counted(one.pupils, "pupil"))
    return "; ".join(parts)


def _same_cohort(one: Cohort, pair: Pair) -> str:
    parts = ["обучающиеся поимённо не связаны, сравнивается параллель"]
    if one.shift:
        parts.append(
            f"{pair.rule.first_ru} отличается от {pair.rule.second_ru} в среднем на "
            f"{_signed(one.shift)}"
        )
    if one.correlation:
        parts.append(
            f"корреляция средних результатов школ {_interval(one.correlation)} "
            f"({words.counted(one.schools, 'school')})"
        )
    parts.append(f"участников {words.people(one.first)} и {words.people(one.second)}")
    return "; ".join(parts)


def drifted(one: Drift) -> Finding:
    """A change of the shift that stands."""
    series, place, pair = one.series, one.series.place, one.series.pair
    half = float(t_quantile(0.975, one.df)) * one.se
    low, high = one.change - half, one.change + half
    last = series.known[one.last]
    pupils = last.pupils if isinstance(last, Agreed) else min(last.first, last.second)
    mode = "" if pair.linked else " (параллели, обучающиеся поимённо не связаны)"
    said = (
        f"{words.quoted(place.name)}, {SUBJECTS[pair.subject].lower()}, {pair.rule.ru}{mode}: "
        f"средняя разность отметок в тех же классах с {words.year(one.first)} по "
        f"{words.year(one.last)} изменилась "
        f"на {words.signed(one.change, 2)} "
        f"(95 %: от {words.signed(low, 2)} до {words.signed(high, 2)})"
    )
    if one.whole:
        name, change = one.whole
        said += f"; в целом ({words.quoted(name)}) — на {words.signed(change, 2)}"
    return Finding(
        kind="agreement", question="agreement", unit_kind=place.kind,
        unit=place.code, period=words.period(one.last), sure=sureness(1 - one.q),
        sentence=words.spoken(said, pupils=pupils),
        measured="изменение средней разности отметок", value=one.change, low=low, high=high,
        sample=Sample(pupils, max(last.schools, 1), 1, len(series.known)),
        method=f"{METHOD_LINKED if pair.linked else METHOD_COHORT}; разность двух лет, "
        "поправка Бенджамини — Хохберга", source=SOURCE, says_not=_DRIFT_NOT,
        severity=abs(one.change),
        evidence={"pair": pair.rule.name, "subject": pair.subject, "linked": pair.linked,
                  "drift": True, "q": one.q, "whole": one.whole[1] if one.whole else None},
        chart=_chart(series),
    )  # fmt: skip


def _chart(series: Series) -> Chart | None:
    rows = tuple(
        {"x": words.year(year), "y": one.shift.mean, "low": one.shift.low, "high": one.shift.high}
        for year, one in series.known.items()
        if one.shift is not None
    )
    title = f"{series.pair.rule.ru}: {SUBJECTS[series.pair.subject].lower()}"
    if not rows:
        return None
    return Chart(title, "interval", "учебный год", "разность отметок", rows, series.breaks)


def _numbers(one: Agreed | Cohort) -> dict[str, object]:
    """The numbers of a year, for the table of evidence."""
    told: dict[str, object] = {"schools": one.schools}
    if isinstance(one, Agreed):
        told |= {"pupils": one.pupils, "equal": one.equal}
        told["kappa"] = one.kappa.value if one.kappa else None
    else:
        told |= {"first": one.first, "second": one.second}
    told["shift"] = one.shift.mean if one.shift else None
    told["correlation"] = one.correlation.value if one.correlation else None
    return told


def _middle(one: MeanInterval | Estimate | None) -> float | None:
    if one is None:
        return None
    return one.mean if isinstance(one, MeanInterval) else one.value


def _signed(one: MeanInterval) -> str:
    low, high = words.signed(one.low, 2), words.signed(one.high, 2)
    return f"{words.signed(one.mean, 2)} (95 %: от {low} до {high})"


def _interval(one: MeanInterval | Estimate) -> str:
    low, high = words.decimal(one.low, 2), words.decimal(one.high, 2)
    return f"{words.decimal(_middle(one) or 0.0, 2)} (95 %: от {low} до {high})"

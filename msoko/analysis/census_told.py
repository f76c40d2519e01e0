"""Changes of a census in words: the sentence, the finding, the chart beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.aspects import Aspect, Number
from msoko.analysis.census import Change
from msoko.analysis.census import Kind as UnitKind
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Kind, Sample, Sureness
from msoko.analysis.natures import Nature
from msoko.analysis.policy import NAMED_UNITS, claim

_EXACT = "точный счёт: все организации, люди или случаи, а не выборка; изменение без интервала"
METHOD: Mapping[Nature, str] = {
    "count": "точный интервал отношения двух чисел случаев при данной их сумме",
    "mean": (
        "интервал Стьюдента разности средних; у муниципалитета меняются школы, а не ученики; "
        "поправка Бенджамини — Хохберга"
    ),
    "typed": "числа, внесённые в форму или экспертом, как есть; изменение без интервала",
}
SOURCE: Mapping[Nature, str] = {
    "count": "Przyborowski & Wilenski 1940; правило отбора — docs/explanation/gaps.md",
    "mean": "Welch 1947; Cochran 1977, 11.7; Benjamini & Hochberg 1995",
}
_RULE = "правило отбора — docs/explanation/gaps.md"
SAYS_NOT: Mapping[Nature, str] = {
    "count": "Число случаев зависит и от числа людей, и от полноты учёта; причин оно не называет.",
    "mean": (
        "Шкала экзамена год от года своя: разность средних — не то же, что разность подготовки; "
        "работу учителей она не оценивает."
    ),
}
_SAYS_NOT = (
    "Это точный счёт, а не проверка на случайность; причин изменения он не называет и работу не "
    "оценивает."
)


def number(aspect: Aspect, one: Number, kind: UnitKind = "municipality") -> str:
    """A value as its unit says it, with its counts where it is a share: «58,3 % (7 из 12)».

    A share of organisations is for one organisation a yes or no.
    """
    if aspect.unit == "boolean":
        return "да" if one.value else "нет"
    if aspect.nature == "units" and kind == "organisation":
        if aspect.lower_is_better:
            return "признак есть" if one.top > 0 else "признака нет"
        return "условие выполнено" if one.top > 0 else "условие не выполнено"
    if aspect.unit == "count" and aspect.nature != "change":
        return words.grouped(round(one.value))
    if aspect.nature == "change" or aspect.unit not in ("percent", "share"):
        return _plain(aspect, one)
    share = one.value / 100 if aspect.unit == "percent" else one.value
    told = words.percent(share)
    whole = one.bottom == one.bottom and one.top.is_integer() and one.bottom.is_integer()
    return f"{told} ({words.few(int(one.top), int(one.bottom))})" if whole else told


def _plain(aspect: Aspect, one: Number) -> str:
    """A number without counts; a difference with its sign and what it is taken from."""
    if aspect.nature != "change":
        return words.decimal(one.value, 2 if aspect.unit == "ratio" else 1)
    percent = aspect.unit == "percent"
    told = words.points(one.value / 100) if percent else words.signed(one.value, 0)
    then, now = (words.decimal(end, int(percent)) for end in (one.bottom, one.top))
    return f"{told} (было {then}, стало {now})"


def moved(one: Change) -> str:
    """What the number was, and by how much it differs now."""
    if one.past is None or one.past_year is None:
        return ""
    aspect = one.aspect
    if not one.difference:
        return f"{aspect.year(one.past_year)} — то же"
    then = f"{aspect.year(one.past_year)} — {number(aspect, one.past, one.unit_kind)}"
    if aspect.nature == "fact" or (aspect.nature == "units" and one.unit_kind == "organisation"):
        return then
    if aspect.nature == "count" and not np.isnan(one.low):
        ratio = (
            "" if one.past.top == 0 else f"отношение {words.decimal(one.own.top / one.past.top, 2)}"
        )
        high = "" if np.isinf(one.high) else f" до {words.decimal(one.high, 2)}"
        band = f"95 %: от {words.decimal(one.low, 2)}{high}"
        return f"{then}: {ratio} ({band})" if ratio else f"{then} (отношение — {band})"
    if aspect.unit in ("percent", "share"):
        scale = 100 if aspect.unit == "percent" else 1
        return f"{then}: изменение {words.points(one.difference / scale)}"
    digits = 0 if aspect.unit == "count" else 2 if aspect.unit == "ratio" else 1
    told = f"{then}: изменение {words.signed(one.difference, digits)}"
    if not np.isnan(one.low):
        told += f" (95 %: от {words.signed(one.low)} до {words.signed(one.high)})"
    return told


def sentence(evidence: Evidence, one: Change) -> str:
    """The whole sentence; nothing in it judges by an adjective."""
    name = evidence.name(one.unit, one.year) if one.unit_kind == "organisation" else one.unit
    label = words.quoted(one.aspect.label)
    said = f"{words.quoted(name)}, {one.aspect.year(one.year)}: {label} — "
    said += number(one.aspect, one.own, one.unit_kind)
    parts = [moved(one), _border(one)]
    if one.common:
        told = words.out_of(one.common, "organisation")
        sent = "приславшей" if one.common == 1 else "приславших"
        parts.append(f"по данным {told}, {sent} сведения за оба года")
    elif not one.own.whole and one.unit_kind == "municipality":
        parts.append("сведения прислали не все организации")
    if one.members and one.unit_kind == "municipality":
        parts.append(_members(evidence, one))
    if one.whole is not None and one.aspect.nature in ("ratio", "typed", "mean", "people"):
        parts.append(f"для сравнения: по муниципалитету — {number(one.aspect, one.whole)}")
    return words.spoken("; ".join([said, *filter(None, parts)]), pupils=0)


def _border(one: Change) -> str:
    if one.crossed is None or not one.over or one.aspect.unit == "boolean":
        return ""
    border = one.crossed.judged[-1].border
    unit = " %" if one.aspect.unit == "percent" else ""
    said = "пересечён порог" if border is None else (
        f"пересечён порог {words.decimal(float(border), int(border.denominator > 1))}{unit}"
    )  # fmt: skip
    window = len(one.crossed.judged)
    return said if window == 1 else f"{said} (лет: {one.crossed.met} из {window})"


def _members(evidence: Evidence, one: Change) -> str:
    """Who is on the bad side, by name while there are few; in the order of the register."""
    head = "есть у" if one.aspect.lower_is_better else "не выполнено у"
    if len(one.members) > NAMED_UNITS:
        return f"{head} {words.out_of(len(one.members), 'organisation')}"
    listed = ", ".join(words.quoted(evidence.name(code, one.year)) for code in one.members)
    return f"{head}: {listed}"


def sure(one: Change) -> Sureness:
    """Only a mean of people has a chance model, and of enough of them; all else is described."""
    if one.aspect.nature != "mean" or one.past is None:
        return "described"
    people = min(one.own.bottom, one.past.bottom)
    return claim(1 - one.q, int(people)) if people == people else "described"


def concerned(one: Change) -> float:
    """How many people, things or organisations the change is about."""
    if np.isnan(one.own.bottom) or one.aspect.nature == "change":
        return 0.0 if one.past is None else abs(one.own.top - one.past.top)
    scale = 100 if one.aspect.unit == "percent" else 1
    by = one.difference if one.past is not None else one.own.value
    return abs(by) / scale * one.own.bottom


def finding(evidence: Evidence, one: Change, question: str, kind: Kind) -> Finding:
    """A change as a finding of a question."""
    aspect, nature = one.aspect, one.aspect.nature
    # what stands under other ratios may be lessons, places or files
    people = one.own.bottom if nature in ("people", "works", "mean") else 0
    schools = int(one.own.bottom) if nature == "units" and one.own.bottom > 0 else 1
    years = 1 if one.past is None else 2
    interval = None if np.isnan(one.low) else one.low
    return Finding(
        kind=kind,
        question=question,
        unit_kind=one.unit_kind,
        unit=one.unit,
        period=words.period(one.year),
        sure=sure(one),
        sentence=sentence(evidence, one),
        measured=_measured(one),
        value=_value(one),
        low=interval,
        high=None if interval is None or np.isinf(one.high) else one.high,
        sample=Sample(int(people), schools, 1, years),
        method=METHOD.get(nature, _EXACT),
        source=SOURCE.get(nature, _RULE),
        says_not=SAYS_NOT.get(nature, _SAYS_NOT),
        indicator=aspect.indicator.id,
        area=aspect.indicator.area,
        severity=concerned(one),
        evidence=_evidence(one),
        chart=_chart(evidence, one),
    )


def _measured(one: Change) -> str:
    if one.past is None or one.aspect.nature == "fact":
        return one.aspect.label
    return "отношение чисел за два года" if one.aspect.nature == "count" else "изменение за год"


def _value(one: Change) -> float | None:
    if one.past is None or one.aspect.nature == "fact":
        return one.own.value
    if one.aspect.nature == "count":
        return one.own.top / one.past.top if one.past.top else None
    return one.difference


def _evidence(one: Change) -> dict[str, Any]:
    past = one.past
    return {
        "line": one.aspect.line,
        "breakdown": one.aspect.cell,
        "nature": one.aspect.nature,
        "numerator": one.own.top,
        "denominator": None if np.isnan(one.own.bottom) else one.own.bottom,
        "value": one.own.value,
        "reference": "past" if past else "threshold",
        "reference_year": one.past_year,
        "reference_value": past.value if past else None,
        "organisations_in_both_years": one.common or None,
        "on_the_bad_side": list(one.members),
        "crossed": None if one.crossed is None else one.crossed.raised,
        "q": None if np.isnan(one.q) else one.q,
    }


def _chart(evidence: Evidence, one: Change) -> Chart | None:
    """Both years as bars, with the border where one is in force; nothing to draw of yes and no."""
    if one.aspect.unit == "boolean" or one.past is None or one.past_year is None:
        return None
    border = one.crossed.judged[-1].border if one.crossed and one.crossed.judged else None
    limit = {} if border is None else {"border": float(border)}
    pairs = ((one.past_year, one.past), (one.year, one.own))
    rows = tuple(
        {
            "x": one.aspect.year(at),
            "y": told.value,
            "label": number(one.aspect, told, one.unit_kind),
            **limit,
        }
        for at, told in pairs
    )
    name = evidence.name(one.unit, one.year) if one.unit_kind == "organisation" else one.unit
    unit = "%" if one.aspect.unit == "percent" else ""
    return Chart(f"{name}: {one.aspect.label}", "bar", one.aspect.axis, unit, rows)

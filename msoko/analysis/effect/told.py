"""Sentences about actions: what changed where they were carried out, and what may be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from msoko.analysis import words
from msoko.analysis.effect.action import Action
from msoko.analysis.effect.changes import Measured, figures
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample, Silence, Sureness
from msoko.analysis.methods.did import ChangeDifference, Placement
from msoko.analysis.policy import EFFECT_SCHOOLS, EFFECT_TREATED, SURE
from msoko.vocabulary import SUBJECTS

METHOD = (
    "изменения школ (после минус до): разность средних школ с мерой и без неё, объединённый "
    "t-критерий по школам и перестановочный критерий; при разных годах начала — Callaway & "
    "Sant'Anna; результаты стандартизованы внутри каждой работы каждого года"
)
SOURCE = "Donald & Lang 2007; Callaway & Sant'Anna 2021; Spearman 1904 (поправка на ненадёжность)"
SAYS_NOT = (
    "Школы для меры выбирал не случай: совпавшее по времени другое событие в тех же школах дало бы "
    "такую же разность. Вывод — о мере в целом, а не об отдельной школе или учителе."
)
_PLACED_NOT = (
    "По одной школе нельзя отделить действие меры от всего остального, что в ней произошло: это "
    "описание, а не проверка."
)


def municipality(evidence: Evidence, action: Action) -> str:
    """The municipality most of the treated schools belong to."""
    places = [evidence.municipality(code, action.since) for code in action.treated]
    return max(sorted(set(places)), key=places.count)


def what(evidence: Evidence, action: Action) -> str:
    """What the action is to change, in words."""
    if action.subject:
        return SUBJECTS[action.subject].lower()
    indicator = evidence.profile.indicator(action.indicator or "")
    return words.quoted(indicator.label if indicator else action.indicator or "")


def told(evidence: Evidence, found: Measured, q: float) -> Finding:
    """The finding about a measured action; `q` is its p adjusted over all actions asked about."""
    if found.placed is not None:
        return _placed(evidence, found, found.placed)
    assert found.compared is not None
    proved = found.may_say and found.is_proven(q)
    sure: Sureness = "sure" if proved else "described"
    if found.may_say and not proved and q < 1 - SURE:
        sure = "signal"
    said = f"{_head(evidence, found)}: {_verdict(evidence, found, proved)}"
    said += (
        _compared(found, found.compared)
        + _earlier(found)
        + _regression(found.action, found.under, found.regression)
        + ("" if proved else _lacking(found))
    )
    return _finding(
        evidence, found, words.spoken(said, pupils=found.pupils), sure,
        value=found.compared.difference, low=found.compared.low, high=found.compared.high,
        measured=f"разность изменений, {found.panel.unit_ru}", says_not=SAYS_NOT,
    )  # fmt: skip


def _finding(
    evidence: Evidence, found: Measured, sentence: str, sure: Sureness, **more: Any
) -> Finding:
    return Finding(
        kind="effect", question="effect", unit_kind="municipality",
        unit=municipality(evidence, found.action), period=words.period(max(found.panel.years)),
        sure=sure, sentence=sentence,
        sample=Sample(found.pupils, found.schools, found.panel.works, len(found.panel.years)),
        method=METHOD, source=SOURCE, indicator=found.action.indicator,
        severity=abs(more["value"]) * found.pupils, evidence=figures(found),
        chart=_chart(evidence, found), **more,
    )  # fmt: skip


def _head(evidence: Evidence, found: Measured) -> str:
    action = found.action
    since = words.year(action.since)
    several = " и позднее" if action.staggered else ""
    return (
        f"Мера {words.quoted(action.title)} (с {since}{several}; {what(evidence, action)}; школ с "
        f"мерой — {found.under} из {found.schools})"
    )


def _verdict(evidence: Evidence, found: Measured, proved: bool) -> str:
    if not found.may_say or found.compared is None:
        return ""
    if not proved:
        return "эффект не доказан: "
    indicator = evidence.profile.indicator(found.action.indicator or "")
    falls = indicator is not None and indicator.polarity == "lower_is_better"
    wanted = (found.compared.difference > 0) != falls
    return "эффект доказан: " if wanted else "доказан эффект, обратный ожидаемому: "


def _compared(found: Measured, one: ChangeDifference) -> str:
    unit = found.panel.unit_ru
    return (
        f"изменение в школах с мерой отличается от изменения в остальных на "
        f"{words.signed(one.difference, 2)} {unit} "
        f"(95 %: от {words.signed(one.low, 2)} до {words.signed(one.high, 2)}; "
        f"перестановочный критерий: p = {_p(one.p_permutation)})"
    )


def _earlier(found: Measured) -> str:
    one = found.before
    if one is None:
        return "; как школы менялись до начала меры, неизвестно: нужно два года данных до неё"
    said = (
        f"; в год до начала меры разность изменений была {words.signed(one.difference, 2)} "
        f"(p = {_p(one.p_permutation)})"
    )
    if found.dipped:
        said += ", и часть разности может быть возвратом к прежнему"
        if found.longer is not None:
            least = words.signed(found.longer, 2)
            said += f": если последний год до меры не считать, она {least}"
    return said


def _regression(action: Action, under: int, anyway: float | None) -> str:
    if not action.chosen_low or anyway is None:
        return ""
    whom = "школа выбрана" if under == 1 else "школы выбраны"
    return (
        f"; {whom} по результатам прошлых лет, и без всякой меры относительно остальных ожидается "
        f"{words.signed(anyway, 2)} (возврат к среднему)"
    )


def _lacking(found: Measured) -> str:
    if not found.may_say:
        return (
            f"; школ мало (нужно не менее {EFFECT_SCHOOLS}, из них {EFFECT_TREATED} с мерой), "
            "поэтому вывод о действии меры не делается"
        )
    if found.least is None:
        return ""
    return (
        f"; при таком числе школ надёжно обнаруживается разность не менее "
        f"{words.decimal(found.least, 2)}"
    )


def _placed(evidence: Evidence, found: Measured, one: Placement) -> Finding:
    others = found.change[np.isfinite(found.change) & ~found.treated]
    action = found.action
    code = next(c for c, own in zip(found.panel.schools, found.treated, strict=True) if own)
    upto = int((others <= one.change).sum())
    anyway = _regression(action, found.under, found.regression)
    said = (
        f"Мера {words.quoted(action.title)} (с {words.year(action.since)}; "
        f"{what(evidence, action)}) проводится в одной школе — "
        f"{words.quoted(evidence.name(code, action.since))}: её изменение — "
        f"{words.signed(one.change, 2)} {found.panel.unit_ru}; в школах без меры изменения от "
        f"{words.signed(float(others.min()), 2)} до "
        f"{words.signed(float(others.max()), 2)}, в среднем "
        f"{words.signed(one.untreated_mean, 2)}; изменение не превосходит её изменения в "
        f"{words.few(upto, len(others))} школ без меры{anyway}. По одной школе вывод о "
        "действии меры не делается"
    )
    placed = _finding(
        evidence, found, words.spoken(said, pupils=found.pupils), "described",
        value=one.change, low=None, high=None, says_not=_PLACED_NOT,
        measured=f"изменение школы с мерой, {found.panel.unit_ru}",
    )  # fmt: skip
    return replace(placed, sample=replace(placed.sample, schools=found.schools))


def _chart(evidence: Evidence, found: Measured) -> Chart:
    """Means of treated and other schools by year."""
    rows = []
    for name, chosen in (("школы с мерой", found.treated), ("остальные школы", ~found.treated)):
        use = chosen & np.isfinite(found.change)
        for number, year in enumerate(found.panel.years):
            own = found.panel.values[use, number]
            known = own[np.isfinite(own)]
            if known.size:
                rows.append({"x": words.year(year), "y": float(known.mean()), "series": name})
    since = words.year(found.action.since)
    title = f"{found.action.title}: {what(evidence, found.action)}, мера с {since}"
    unit = "%" if found.panel.unit_ru == "п. п." else "стандартных отклонений"
    return Chart(title, "line", "учебный год", unit, tuple(rows))


def planned_told(
    evidence: Evidence,
    action: Action,
    least: float,
    sizes: tuple[int, int, int],
    unit_ru: str,
    anyway: float | None = None,
) -> Finding:
    """What a planned action could show: `sizes` are treated, all schools, pupils of the treated;
    `anyway` is what regression to the mean alone is expected to bring them."""
    treated, schools, pupils = sizes
    few = schools < EFFECT_SCHOOLS or treated < EFFECT_TREATED
    verdict = (
        f"школ мало (нужно не менее {EFFECT_SCHOOLS}, из них {EFFECT_TREATED} с мерой): доказать "
        "действие меры сравнением изменений не удастся"
        if few
        else "меньшая, скорее всего, останется незамеченной"
    )
    said = (
        f"Мера {words.quoted(action.title)} (планируется с {words.year(action.since)}; "
        f"{what(evidence, action)}; школ с мерой — {treated} из {schools}): за год надёжно "
        f"обнаруживается разность изменений не менее {words.decimal(least, 2)} {unit_ru} "
        f"(вероятность обнаружить — 80 %); {verdict}"
        f"{_regression(action, treated, anyway)}"
    )
    return Finding(
        kind="effect", question="effect", unit_kind="municipality",
        unit=municipality(evidence, action), period=words.period(action.since), sure="described",
        sentence=words.spoken(said, pupils=pupils),
        measured=f"наименьшая обнаруживаемая разность, {unit_ru}", value=least, low=None,
        high=None, sample=Sample(pupils, schools), method=METHOD, source=SOURCE,
        says_not="Это свойство сравнения, а не обещание результата: мера ещё не началась.",
        indicator=action.indicator,
        evidence={
            "title": action.title, "since": action.since, "treated": list(action.treated),
            "power": 0.8, "schools": schools, "regression": anyway,
        },
    )  # fmt: skip


def silent(evidence: Evidence, action: Action, why: str) -> Silence:
    """Nothing can be said of the action."""
    text = f"Мера {words.quoted(action.title)}: {why[0].lower()}{why[1:]}"
    sample = Sample(0, len(action.treated), 0)
    return Silence(
        "effect", "municipality", municipality(evidence, action),
        words.period(evidence.last_year), text, sample, action.indicator,
    )  # fmt: skip


def _p(value: float) -> str:
    return "менее 0,001" if value < 0.001 else words.decimal(value, 3)

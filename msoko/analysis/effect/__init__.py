"""Question: did schools under an action change otherwise than the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from msoko.analysis import words
from msoko.analysis.effect.action import Action, named
from msoko.analysis.effect.changes import BEFORE, Measured, compare_changes, regression
from msoko.analysis.effect.schools import panel
from msoko.analysis.effect.told import planned_told, silent, told
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence, merged
from msoko.analysis.methods.did import detectable
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.similar import region_of

_ALONE = (
    "Мера планируется в одной школе: её изменение можно будет только поставить рядом с изменениями "
    "остальных, наименьшую обнаруживаемую разность назвать нельзя. Чтобы проверить действие меры, "
    "нужны ещё школы с мерой."
)
__all__ = ["Action", "answer", "answers", "effect_of", "planned"]


def answer(evidence: Evidence) -> Answer:
    """All actions the facts name; the more actions are asked about, the more each must show."""
    found = named(evidence)
    silences = [
        _silence(evidence, f"Признак «{one}» не называет ни предмета, ни показателя профиля.")
        for one in found.strange
    ]
    if not found.actions and not silences:
        why = (
            "Меры не названы: внесите признак организации «action_» с кодом предмета или "
            "показателя, названием меры и учебным годом её начала."
        )
        silences.append(_silence(evidence, why))
    parts = (_told(evidence, found.actions), Answer("effect", (), tuple(silences)))
    return merged("effect", parts)


def _silence(evidence: Evidence, why: str) -> Silence:
    period = words.period(evidence.last_year)
    return Silence("effect", "region", region_of(evidence), period, why, Sample(0, 0, 0))


def effect_of(action: Action, evidence: Evidence) -> Answer:
    """What may be said of one action: one finding or one silence."""
    return _told(evidence, [action])


def planned(action: Action, evidence: Evidence) -> Finding | Silence:
    """Before an action starts: the smallest difference its comparison could show in a year.

    The spread of changes is that of the last year against the years before it, as the comparison
    itself will take them, in the same schools, with no action. One school is only placed.
    """
    found = panel(evidence, action)
    if found is None or len(found.years) < 2:
        return silent(evidence, action, "Нужны данные не менее чем за два года до начала меры.")
    last = max(year for year in found.years if year <= action.since)
    change = found.between(last, last) - found.between(last - BEFORE, last - 1)
    treated = np.array([code in action.treated for code in found.schools], dtype=bool)
    known = np.isfinite(change)
    under = int((known & treated).sum())
    others = int(known.sum()) - under
    if under == 1:
        return silent(evidence, action, _ALONE)
    if known.sum() < 3:
        return silent(evidence, action, "Изменения за последний год известны менее чем в 3 школах.")
    spread = float(change[known].std(ddof=1))
    least = detectable(spread, under, others)
    if isinstance(least, TooLittle) or not spread > 0:
        why = least.why if isinstance(least, TooLittle) else "Изменения всех школ одинаковы."
        return silent(evidence, action, why)
    pupils = int(found.pupils[treated].sum(axis=0).max(initial=0))
    sizes = (under, int(known.sum()), pupils)
    anyway = regression(found, replace(action, since=last + 1), treated)
    return planned_told(evidence, action, least, sizes, found.unit_ru, anyway)


def answers(asked: Sequence[Action], evidence: Evidence) -> list[Finding | Silence]:
    """What may be said of each action, in their order; p is adjusted over all of them.

    An action that has not begun by the last year with data is told what it could show.
    """
    done: list[Finding | Silence | Measured] = [_one(action, evidence) for action in asked]
    measured = [one for one in done if isinstance(one, Measured)]
    p = [one.compared.p_permutation if one.compared else float("nan") for one in measured]
    worded = iter(
        told(evidence, one, q) for one, q in zip(measured, adjusted(p).tolist(), strict=True)
    )
    return [next(worded) if isinstance(one, Measured) else one for one in done]


def _one(action: Action, evidence: Evidence) -> Finding | Silence | Measured:
    if action.since > evidence.last_year:
        return planned(action, evidence)
    found = compare_changes(evidence, action)
    return silent(evidence, action, found.why) if isinstance(found, TooLittle) else found


def _told(evidence: Evidence, asked: Sequence[Action]) -> Answer:
    said = answers(asked, evidence)
    findings = tuple(one for one in said if isinstance(one, Finding))
    silences = tuple(one for one in said if isinstance(one, Silence))
    return Answer("effect", findings, silences)

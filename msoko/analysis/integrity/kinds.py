"""The kinds of our own signals: what each measures, in which words, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.integrity.against import Against, Measured, against
from msoko.analysis.integrity.exams import Step, jumps
from msoko.analysis.integrity.heaping import Heaping
from msoko.analysis.integrity.items import CRITERIA_PUPILS, answered
from msoko.analysis.integrity.severity import heaped, measured, window
from msoko.analysis.integrity.sittings import Sittings
from msoko.analysis.methods.refusal import TooLittle
from msoko.vocabulary import SUBJECTS

KIND_RU: Mapping[str, str] = {
    "heaping": "результаты у границ отметок «3» и «4»",
    "journal": "отметка за работу и отметка журнала",
    "exams": "ВПР и ОГЭ той же параллели",
    "jump": "результаты одной параллели в соседние годы",
    "alike": "одинаковые ответы",
    "criteria": "задания, проверяемые по критериям",
}
METHOD_RU: Mapping[str, str] = {
    "heaping": (
        "критерий сдвига балла на границу против гладкой кривой (лог-линейная, полиномы Лежандра); "
        "доля поднятых сверх обычной по той же работе, сумма по работам"
    ),
    "journal": (
        "средняя разность отметки и её ожидания по отметке журнала (регрессия по всем школам)"
    ),
    "exams": (
        "разность средних результатов параллели по ВПР и по ОГЭ, в стандартных отклонениях работы; "
        "сравниваются параллели, обучающиеся поимённо не связаны"
    ),
    "jump": "разность средних результатов параллели в соседние годы, в стандартных отклонениях",
    "alike": (
        "доля пар обучающихся школы с одинаковым баллом за задание сверх ожидаемой при "
        "их результатах; при 20 участниках и более"
    ),
    "criteria": (
        "балл за задания с критериями (названные в работе «К») сверх ожидаемого по остальным "
        "заданиям"
    ),
}
UNIT_RU: Mapping[str, str] = {
    "heaping": "доля поднятых через границу сверх обычной",
    "journal": "отметок",
    "exams": "стандартных отклонений",
    "jump": "стандартных отклонений",
    "alike": "доля пар сверх ожидаемой",
    "criteria": "стандартных отклонений",
}
# Usual differences between schools in the unit of each signal: the scale of the prior.
_SCALE = {"heaping": 0.5, "journal": 0.5, "exams": 0.5, "jump": 0.5, "alike": 0.05, "criteria": 0.5}


@dataclass(frozen=True)
class Judged:
    """One kind of signal measured and judged in every school of a field."""

    name: str
    measured: Measured
    against: Against
    step: Step | None = None


@dataclass(frozen=True)
class Kinds:
    """All kinds there are, the kinds that refuse with their reasons, and counts for sentences."""

    field: Sittings
    judged: tuple[Judged, ...]
    refused: Mapping[str, str]
    heaps: Heaping


def kinds(evidence: Evidence, last: int) -> Kinds:
    """Measure and judge every kind over three academic years to `last`."""
    field, heaps = heaped(evidence, last)
    works = window(field, last)
    found = dict(measured(field, last, heaps))
    judged: list[Judged] = []
    refused: dict[str, str] = {}
    if evidence.paths("items"):
        years = sorted({one.work.year for one in works.works})
        answers = answered(evidence, field.schools, years)
        found["alike"] = answers.alike
        if answers.criteria is not None:
            found["criteria"] = answers.criteria
        else:
            refused["criteria"] = (
                "нет работы, где таких заданий не менее двух, остальных не менее трёх, а "
                f"участников не менее {CRITERIA_PUPILS}."
                if answers.named
                else "ни в одной работе задания не названы по критериям (4К1, 4К2)."
            )
    else:
        refused |= dict.fromkeys(("alike", "criteria"), "баллы за отдельные задания не загружены.")
    for name, signal in found.items():
        one = against(signal, _SCALE[name])
        if isinstance(one, Against):
            judged.append(Judged(name, signal, one))
        else:
            refused[name] = one.why
    steps = [(step, against(step.measured, _SCALE["jump"])) for step in jumps(works)]
    judged += [Judged("jump", s.measured, a, s) for s, a in steps if isinstance(a, Against)]
    if not any(isinstance(one, Against) for _, one in steps):
        refused["jump"] = next(
            (one.why for _, one in steps if isinstance(one, TooLittle)),
            "нет одной параллели с одним предметом в два соседних года.",
        )
    return Kinds(field, tuple(judged), refused, heaps)


def sides(one: Judged) -> np.ndarray:
    """How often an honest school stands so far out: upwards, for a jump to either side; (J,)."""
    chance = one.against.chance
    return np.asarray(2 * np.minimum(chance, 1 - chance) if one.name == "jump" else chance)


def told(one: Judged, place: int, heaps: Heaping) -> str:
    """What the signal saw in a school, in words; a part of a sentence."""
    size, low, high = (
        float(part[place]) for part in (one.against.effect, one.against.low, one.against.high)
    )
    if one.name == "heaping":
        at, both = int(heaps.at[place]), int(heaps.at[place] + heaps.below[place])
        return (
            f"у границ отметок «3» и «4» ровно на границе — {words.few(at, both)} результатов, "
            f"при соотношении остальных школ было бы {words.decimal(float(heaps.usual[place]), 0)}"
        )
    if one.name == "alike":
        return (
            "одинаковый балл за задание у пар обучающихся встречается чаще ожидаемого на "
            f"{words.points(size).removeprefix('+')} (95 %: {words.between_points(low, high)})"
        )
    unit = "отметки" if one.name == "journal" else "стандартного отклонения"
    within = f"95 %: от {words.signed(low, 2)} до {words.signed(high, 2)}"
    number = f"{words.signed(size, 2)} {unit} ({within})"
    if one.name == "journal":
        return f"отметки за работы против ожидаемых по журналу: {number}"
    if one.name == "exams":
        return f"результат ВПР против ОГЭ той же параллели: {number}"
    if one.name == "criteria":
        return f"задания с проверкой по критериям против остальных заданий: {number}"
    assert one.step is not None
    return f"{_cohort(one.step.before, one.step.after)}: первый результат против второго: {number}"


def _cohort(before: Work, after: Work) -> str:
    subject = SUBJECTS[before.subject].lower()
    return (
        f"{subject}, одна параллель: {before.grade} класс {words.year(before.year)} и "
        f"{after.grade} класс {words.year(after.year)}"
    )

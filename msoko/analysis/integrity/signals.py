"""Our own signals as findings: the pooled one and the kinds behind it, school by school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.integrity.kinds import KIND_RU, METHOD_RU, UNIT_RU, Judged, Kinds, sides, told
from msoko.analysis.integrity.severity import DIRECT_RU, FALSE_ALARM, Severity, pooled
from msoko.analysis.integrity.sittings import WINDOW
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import may_judge
from msoko.analysis.similar import region_of

SOURCE = (
    "Dee et al. 2019; DerSimonian & Laird 1986; "
    "Higgins, Thompson & Spiegelhalter 2009; частота ложных сигналов измерена"
)
SAYS_NOT = (
    "Сигнал — повод проверить, а не доказательство нарушения: доказать его может только "
    "независимая перепроверка выборки работ. О причинах и об учителях сигнал не говорит; школы он "
    "не упорядочивает и не публикуется (письмо Рособрнадзора от 18.04.2025 № 02-86)."
)
_METHOD = (
    "сумма прямых сигналов (границы отметок, журнал, последующий ОГЭ) по работам ВПР трёх лет; "
    "каждый сигнал и сумма сравниваются со всеми остальными школами, тяжесть стянута к их среднему"
)
_NO_SIGNALS = (
    "Сумму сигналов не вычислить ни в одной школе: нужно не менее пяти школ с результатами ВПР, "
    "чьи баллы и отметки различаются."
)
_RARE = "у школы без отличий от остальных такой отрыв бывает"


def signals(evidence: Evidence, found: Kinds, year: int) -> Iterator[Finding | Silence]:
    """Findings of the schools, the severest school and inside it the severest first; silences.

    Severity is the order to check in; how rare a signal is (which grows with the school) is not.
    """
    direct = {one.name: one.measured for one in found.judged if one.name in DIRECT_RU}
    severity: Mapping[str, Severity] | TooLittle = (
        pooled(found.field, direct, year) if direct else TooLittle(5, 0, _NO_SIGNALS)
    )
    if isinstance(severity, TooLittle):
        sample = Sample(0, int(severity.have), 0, 0)
        yield Silence(
            "integrity", "region", region_of(evidence), words.period(year), severity.why, sample
        )
        return
    told: list[list[Finding]] = []
    silent: list[Silence] = []
    for place, code in sorted(enumerate(found.field.schools), key=lambda one: one[1]):
        one = severity.get(code)
        if one is None or not may_judge(one.pupils, one.works):
            silent.append(_silent(evidence, code, year, one))
            continue
        own = list(_of_school(evidence, found, place, year))
        if one.alarm:
            own.append(_pooled(evidence, found, one, place, year))
        told.append(sorted(own, key=_severest))
    for own in sorted(filter(None, told), key=lambda own: _severest(own[0])):
        yield from own
    yield from silent


def _severest(one: Finding) -> float:
    return -(one.severity or 0.0)


def refusals(evidence: Evidence, found: Kinds, year: int) -> Iterator[Silence]:
    """Kinds of signal that keep silent in every school, and why."""
    works = len(found.field.upto(year).of("vpr"))
    for name, why in found.refused.items():
        said = f"Сигнал {words.quoted(KIND_RU[name])} не вычислен: {why[0].lower()}{why[1:]}"
        sample = Sample(0, len(found.field.schools), works)
        yield Silence("integrity", "region", region_of(evidence), words.period(year), said, sample)


def span(year: int, years: int = WINDOW) -> str:
    """«2022/23–2024/25»."""
    return f"{words.year(year - years + 1)}–{words.year(year)}"


def _of_school(evidence: Evidence, found: Kinds, place: int, year: int) -> Iterator[Finding]:
    """Kinds so rare that a school without differences has any of them once in a hundred times."""
    mine = [one for one in found.judged if np.isfinite(one.against.chance[place])]
    for one in mine:
        chance = float(sides(one)[place])
        pupils, works = int(one.measured.pupils[place]), int(one.measured.works[place])
        if chance < FALSE_ALARM / len(mine) and may_judge(pupils, works):
            yield _kind(evidence, found, one, place, year)


def _kind(evidence: Evidence, found: Kinds, one: Judged, place: int, year: int) -> Finding:
    code, beside = found.field.schools[place], one.against
    size, low, high = (float(part[place]) for part in (beside.effect, beside.low, beside.high))
    pupils, works = int(one.measured.pupils[place]), int(one.measured.works[place])
    name = words.quoted(evidence.name(code, year))
    when = f", {span(year)}" if one.step is None else ""
    said = (
        f"{name}{when}, сигнал для проверки {words.quoted(KIND_RU[one.name])}: "
        f"{told(one, place, found.heaps)}; {_RARE} реже, чем один раз на "
        f"{_one_in(float(sides(one)[place]))}"
    )
    return Finding(
        kind="integrity_signal", question="integrity", unit_kind="organisation", unit=code,
        period=words.period(year), sure="signal",
        sentence=words.spoken(said, pupils=pupils, works=works),
        measured=KIND_RU[one.name], value=size, low=low, high=high,
        sample=Sample(pupils, 1, works, 1 if one.step else WINDOW),
        method=f"{METHOD_RU[one.name]}; сравнение с остальными школами ({beside.schools})",
        source=SOURCE, says_not=SAYS_NOT, severity=abs(size) / beside.unit,
        evidence={
            "kind": one.name, "official": False, "estimate": float(one.measured.estimate[place]),
            "se": float(one.measured.se[place]), "chance": float(sides(one)[place]),
            "false_alarm": FALSE_ALARM, "compared_with": beside.schools - 1,
            **_counts(one, place, found),
        },
        chart=_beside(one, place, evidence.name(code, year)),
    )  # fmt: skip


def _counts(one: Judged, place: int, found: Kinds) -> dict[str, float]:
    """What else stands behind a heap: results at the boundaries and the number moved there."""
    if one.name != "heaping":
        return {}
    heaps = found.heaps
    told = {"at": heaps.at, "below": heaps.below, "usual": heaps.usual, "moved": heaps.moved}
    return {name: float(part[place]) for name, part in told.items()}


def _beside(one: Judged, place: int, school: str) -> Chart:
    """The school's value among those of the others; the others carry no names."""
    others = np.isfinite(one.measured.estimate)
    others[place] = False
    values = one.measured.estimate[others]
    shares = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
    labels = ("5 % школ", "четверть школ", "половина школ", "три четверти школ", "95 % школ")
    rows = [
        {"x": label, "y": float(value), "series": "остальные школы"}
        for label, value in zip(labels, shares, strict=True)
    ]
    rows.append({"x": school, "y": float(one.measured.estimate[place]), "series": "школа"})
    title = f"{school}: {KIND_RU[one.name]}"
    return Chart(title, "bar", "не более этого значения у", UNIT_RU[one.name], tuple(rows))


def _pooled(evidence: Evidence, found: Kinds, one: Severity, place: int, year: int) -> Finding:
    name = words.quoted(evidence.name(one.school, year))
    direct = {signal.name: signal for signal in found.judged}
    parts = sorted(one.parts.items(), key=lambda part: -part[1])
    saw = "; ".join(told(direct[kind], place, found.heaps) for kind, z in parts if z > 1)
    said = (
        f"{name}, {span(year)}, {words.counted(one.works, 'work')} ВПР: сигнал для проверки "
        f"объективности, тяжесть {words.decimal(one.severity)} (95 %: от "
        f"{words.decimal(one.low)} до {words.decimal(one.high)}) при обычном разбросе между "
        f"школами около 1: {saw}; {_RARE} реже, чем один раз на {_one_in(one.chance)}"
    )
    rows = [
        {"x": DIRECT_RU[kind], "y": z, "label": words.decimal(z)} for kind, z in one.parts.items()
    ]
    return Finding(
        kind="integrity_signal", question="integrity", unit_kind="organisation", unit=one.school,
        period=words.period(year), sure="signal",
        sentence=words.spoken(said, pupils=one.pupils, works=one.works),
        measured="тяжесть: отрыв суммы сигналов от остальных школ",
        value=one.severity, low=one.low, high=one.high,
        sample=Sample(one.pupils, 1, one.works, one.years),
        method=f"{_METHOD} ({one.schools - 1})", source=SOURCE, says_not=SAYS_NOT,
        severity=one.severity,
        evidence={
            "kind": "pooled", "official": False, "chance": one.chance,
            "false_alarm": FALSE_ALARM, "parts": dict(one.parts),
            "compared_with": one.schools - 1,
        },
        chart=Chart(
            f"{evidence.name(one.school, year)}: прямые сигналы, {span(year)}", "bar", "",
            "отрыв от остальных школ (обычный разброс — 1)", tuple(rows),
        ),
    )  # fmt: skip


def _one_in(chance: float) -> str:
    """«100 школ», «1000 школ»: the power of ten the chance is under; further tails are not told."""
    power = int(np.floor(-np.log10(max(chance, 1e-3))))
    return f"{words.grouped(10 ** max(power, 1))} школ"


def _silent(evidence: Evidence, code: str, year: int, one: Severity | None) -> Silence:
    pupils, works = (one.pupils, one.works) if one else (0, 0)
    why = (
        "Для сигналов нужны результаты ВПР с отметками: не менее 10 обучающихся и трёх работ "
        f"за {span(year)}; есть обучающихся — {words.people(pupils)}, работ — {works}."
    )
    sample = Sample(pupils, 1, works)
    return Silence("integrity", "organisation", code, words.period(year), why, sample)

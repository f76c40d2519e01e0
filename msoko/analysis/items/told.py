"""What is told of a work as a whole: its exactness, its doubtful items, its groups and variants."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Chart, Finding, Sample
from msoko.analysis.items.groups import Favoured, Unlike, converted
from msoko.analysis.items.matrix import Matrix
from msoko.analysis.items.work import Doubt, Worth
from msoko.analysis.methods.distributions import normal_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.similar import region_of

_APART = float(normal_quantile(0.975)) * np.sqrt(2)  # SEM → difference of two that is not chance
_WORTH = (
    "доля баллов с интервалом Уилсона, связь с остальными заданиями, альфа Кронбаха с интервалом "
    "Фельдта; с 60 участников — модель Раша (частичных баллов), с 500 — и двухпараметрическая, "
    "метод наибольшего правдоподобия, ошибки по наблюдённой информации"
)
_WORTH_SOURCE = "Feldt 1965; Masters 1982; Muraki 1992"
_WORTH_NOT = (
    "По одной работе обучающихся не упорядочивают: ошибка балла для этого велика. Не приступал, не "
    "проходил тему и отсутствовал — разное: первое — ноль баллов, остальное в расчёт не входит."
)
_DOUBT_SOURCE = "Ebel & Frisbie 1991, гл. 13; Wright & Linacre 1994 (RMT 8:3)"
_DOUBT_NOT = (
    "Сигнал относится к заданию, его ключу и критериям, а не к участникам; решение — после "
    "просмотра задания предметной комиссией."
)
_DIF = (
    "Мантель — Хензель при равной сумме баллов за работу, категории ETS (для заданий дороже балла "
    "— стандартизованная разность средних); поправка Бенджамини — Хохберга"
)
_DIF_SOURCE = "Mantel & Haenszel 1959; Mantel 1963; Zwick 2012 (RR-12-08)"
_DIF_NOT = (
    "Это свойство задания, а не способностей девочек или мальчиков: сравниваются участники с одной "
    "и той же суммой баллов."
)
_VARIANTS = (
    "разность средних сумм баллов вариантов внутри школ; пересчёт — линейное выравнивание "
    "случайных групп, ошибка — бутстрепом; поправка Бонферрони на число сравнений"
)
_VARIANTS_SOURCE = "Kolen & Brennan 2014, гл. 2 и 7"
_VARIANTS_NOT = (
    "Вывод верен, если варианты раздавались внутри школы случайно. Отметки выставлены по баллам "
    "без пересчёта, и задним числом их это не меняет."
)


def about(evidence: Evidence, matrix: Matrix) -> tuple[Literal["municipality", "region"], str]:
    """Whom a work as a whole is about: the municipality, or the region where there are several."""
    year = matrix.work.year
    places = sorted({evidence.municipality(code, year) for code in matrix.schools})
    return ("municipality", places[0]) if len(places) == 1 else ("region", region_of(evidence))


def _finding(
    evidence: Evidence, matrix: Matrix, sentence: str, measured: str, **more: Any
) -> Finding:
    kind, unit = about(evidence, matrix)
    year = matrix.work.year
    said = f"{words.quoted(unit)}, {words.year(year)}, {matrix.ru}: {sentence}"
    behind = {"work": matrix.key, **more.pop("numbers")}
    return Finding(
        kind="item", question="items", unit_kind=kind, unit=unit, period=words.period(year),
        sentence=words.spoken(said, pupils=matrix.pupils), measured=measured,
        sample=Sample(matrix.pupils, len(matrix.schools)), evidence=behind, **more,
    )  # fmt: skip


def of_work(evidence: Evidence, found: Worth) -> Finding:
    """The work as a whole: exactness of its sum, and the table of its items behind it."""
    matrix, exact, rows = found.matrix, found.exact, found.rows()
    total = float(matrix.answers.maximum.sum())
    if isinstance(exact, TooLittle):
        first = f"{words.counted(matrix.pupils, 'participant')}, надёжность не оценена: " \
            f"{exact.why[0].lower()}{exact.why[1:].rstrip('.')}"  # fmt: skip
        value = low = high = None
    else:
        value, low, high = exact.alpha, exact.low, exact.high
        first = (
            f"альфа Кронбаха {words.decimal(exact.alpha, 2)} (95 %: от "
            f"{words.decimal(exact.low, 2)} до {words.decimal(exact.high, 2)}; "
            f"{words.counted(exact.n, 'participant')}, {words.counted(exact.items, 'item')}); "
            f"ошибка суммы баллов одного участника — {words.decimal(exact.sem)} из "
            f"{words.decimal(total, 0)}, так что суммы двух участников, различающиеся на "
            f"{words.decimal(_APART * exact.sem, 0)} и менее, могут расходиться случайно"
        )
    model = f"; {found.why}" if found.pcm is None else ""
    return _finding(
        evidence, matrix, f"{first}; {_states(matrix)}{model}", "альфа Кронбаха",
        sure="described", value=value, low=low, high=high, method=_WORTH, source=_WORTH_SOURCE,
        says_not=_WORTH_NOT, chart=_chart(found),
        numbers={
            "items": rows, "sem": None if isinstance(exact, TooLittle) else exact.sem,
            "maximum": total,
            "maximum_guessed": matrix.guessed_maximum, "absent": matrix.absent,
            "model": "" if found.pcm is None else "pcm" if found.gpcm is None else "gpcm",
            "ability_sd": None if found.pcm is None else float(found.pcm.sd[0]),
        },
    )  # fmt: skip


def _states(matrix: Matrix) -> str:
    """«не приступали — 3,1 % выполнений, тема не пройдена — 0,2 %, отсутствовали — 12»."""
    given = (~np.isnan(matrix.answers.scores)) | matrix.not_taught
    tasks = max(int(given.sum()), 1)
    skipped = words.percent(int(matrix.answers.not_attempted.sum()) / tasks)
    untaught = words.percent(int(matrix.not_taught.sum()) / tasks)
    return (
        f"не приступали — {skipped} выполнений, тема не пройдена — {untaught}, отмечены "
        f"отсутствующими — {words.people(matrix.absent) if matrix.absent else 'никто'}"
    )


def _chart(found: Worth) -> Chart:
    rows = tuple(
        {
            "x": 100 * row["share"], "y": row["item"], "low": 100 * row["low"],
            "high": 100 * row["high"], "label": _ZONE_RU.get(row["zone"], ""),
        }
        for row in found.rows()
        if row["share"] is not None
    )  # fmt: skip
    title = f"Выполнение заданий: {found.matrix.titled}"
    return Chart(title, "interval", "% баллов", "задание", rows)


_ZONE_RU = {
    "insufficient": "недостаточное выполнение",
    "border": "на границе достаточности",
    "sufficient": "достаточное выполнение",
}


def doubtful(evidence: Evidence, one: Doubt, q: float) -> Finding:
    """An item to look at, with the reason."""
    found, item = one.work, one.work.matrix.items[one.number]
    ends = "" if one.low is None or one.high is None else (
        f" (95 %: от {words.decimal(one.low, 2)} до {words.decimal(one.high, 2)})"
    )  # fmt: skip
    n = int(found.figures.n[one.number])
    said = (
        f"задание {item} {one.why}: {one.measured} — {words.decimal(one.value, 2)}{ends}, "
        f"{words.counted(n, 'participant')}"
    )
    return _finding(
        evidence, found.matrix, said, one.measured, sure="signal", value=one.value,
        low=one.low, high=one.high, method=_WORTH, source=_DOUBT_SOURCE, says_not=_DOUBT_NOT,
        numbers={"item": item, "pupils": n, "q": q},
    )  # fmt: skip


def of_sex(evidence: Evidence, one: Favoured) -> Finding:
    """An item that is easier for girls or for boys of the same overall result."""
    found, item = one.found, one.matrix.items[one.number]
    half = float(normal_quantile(0.975)) * found.se
    large = "большое" if found.category == "C" else "умеренное"
    binary = one.matrix.answers.maximum[one.number] <= 1
    unit = "дельта Мантеля — Хензеля" if binary else "разность в стандартных отклонениях"
    whom = "девочек" if found.size > 0 else "мальчиков"
    said = (
        f"при одинаковой сумме баллов задание {item} легче для {whom}: различие {large} "
        f"(категория {found.category}), {unit} {words.decimal(found.size, 2)} (95 %: от "
        f"{words.decimal(found.size - half, 2)} до {words.decimal(found.size + half, 2)}); девочек "
        f"— {words.grouped(found.focal)}, мальчиков — {words.grouped(found.reference)}"
    )
    return _finding(
        evidence, one.matrix, said, unit, sure="signal", value=found.size,
        low=found.size - half, high=found.size + half, method=_DIF, source=_DIF_SOURCE,
        says_not=_DIF_NOT,
        numbers={"item": item, "category": found.category, "p": found.p, "q": one.q},
    )  # fmt: skip


def of_variants(evidence: Evidence, one: Unlike, q: float) -> Finding:
    """Two variants that are not alike, with what a middle score of one is worth in the other."""
    low, high = one.interval()
    equated = converted(one)
    middle = len(equated.equivalent) // 2
    worth = words.decimal(float(equated.equivalent[middle]))
    said = (
        f"внутри школ суммы баллов варианта {one.new} отличаются от сумм варианта {one.old} в "
        f"среднем на {words.signed(one.difference, 2)} балла "
        f"(95 %: от {words.signed(low, 2)} до {words.signed(high, 2)}); "
        f"сумма {middle} варианта {one.new} соответствует сумме {worth} варианта {one.old}"
    )
    rows = tuple(
        {"x": score, "y": float(value), "series": f"вариант {one.new}"}
        for score, value in enumerate(equated.equivalent)
    )
    title = f"Пересчёт баллов: {one.matrix.titled}"
    errors = None if equated.se is None else [float(value) for value in equated.se]
    return _finding(
        evidence, one.matrix, said, "разность средних сумм баллов",
        # Nobody can check that variants were handed out at random: never more than likely.
        sure="likely",
        value=one.difference, low=low, high=high, method=_VARIANTS, source=_VARIANTS_SOURCE,
        says_not=_VARIANTS_NOT,
        chart=Chart(title, "line", f"вариант {one.new}", f"вариант {one.old}", rows),
        numbers={
            "new": one.new, "old": one.old, "q": q, "slope": equated.slope,
            "intercept": equated.intercept, "equivalent": equated.equivalent.tolist(),
            "equivalent_se": errors,
        },
    )  # fmt: skip

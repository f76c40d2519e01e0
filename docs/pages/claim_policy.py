"""What may be said by how many pupils and schools: the table of words, from the claim policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docs.pages.markdown import page, table
from docs.pages.pictures import dashed
from msoko.analysis import policy
from msoko.analysis.ask import QUESTIONS
from msoko.analysis.finding import SURENESS_RU
from msoko.analysis.words import decimal

_MOST = 10_000  # more pupils or schools than any border of the policy
_INTERVAL_RU = {
    "none": "не показывается",
    "exact_in_words": "точный, словами рядом с «k из n»",
    "exact_and_shrunken": "точный; рядом оценка, стянутая к среднему",
    "plain": "обычный 95 %",
}
_ADJECTIVE_RU = {
    "never": "нет",
    "pooled": f"только по сумме не менее {policy.POOLED_WORKS} работ и только подтверждённое",
    "always": "да",
}
_ITEMS_RU = {
    "none": "нет",
    "classical": "классические показатели",
    "rasch": "модель Раша",
    "two_parameter": "двухпараметрическая модель",
}
_COMPARISON_RU = {
    "listing": "только перечень значений",
    "grid_bayes": "с усреднением по сетке (школ мало)",
    "full": "полное",
}
_CLUSTERS_RU = {
    "none": "нет",
    "declared_or_neighbours": "объявленные группы и похожие школы",
    "with_null_test": "найденные, если случай таких не даёт",
}
_YES = {True: "да", False: "нет"}


def text() -> str:
    """docs/explanation/claim-policy.md."""
    return page(
        "Что можно утверждать",
        "`msoko/analysis/policy.py`, текст страницы — в `docs/pages/claim_policy.py`",
        _INTRO,
        "## По числу обучающихся",
        _of_pupils(),
        "Наименьшее число участников, при котором публикуется хоть что-нибудь, — "
        f"{policy.FEW_MEMBERS}; в словах вместо меньшего числа стоит «менее "
        f"{policy.FEW_MEMBERS}».",
        "## По числу школ",
        _of_schools(),
        "Слово «эффект» требует ещё не менее "
        f"{policy.EFFECT_TREATED} школ, в которых мера проведена. Динамика и прогноз — не менее "
        f"{policy.TREND_YEARS} лет на одной шкале. Разное действие задания в группах проверяется, "
        f"когда в каждой не менее {policy.DIF_GROUP} участников.",
        "## Степень уверенности",
        _of_sureness(),
        _OUTRO,
        "## Вопросы",
        _questions(),
    )


def _of_pupils() -> str:
    borders = _borders(policy.for_pupils)
    rows = []
    for name, least in borders:
        claims = policy.for_pupils(least)
        rows.append(
            [
                name,
                _INTERVAL_RU[claims.interval],
                _ADJECTIVE_RU[claims.adjective],
                _share_ru(claims),
                _ITEMS_RU[claims.items],
            ]
        )
    heading = ["Участников", "Интервал", "«Выше», «ниже», «дефицит»", "Доля", "Задания"]
    return table(heading, rows)


def _share_ru(claims: policy.PupilClaims) -> str:
    if claims.interval == "none":
        return f"не называется («менее {policy.FEW_MEMBERS}»)"
    return "числом людей" if claims.counts_in_words else "в процентах"


def _of_schools() -> str:
    rows = []
    for name, least in _borders(lambda schools: policy.for_schools(schools, schools)):
        claims = policy.for_schools(least, policy.EFFECT_TREATED)
        rows.append(
            [
                name,
                _COMPARISON_RU[claims.comparison],
                _YES[claims.factors],
                _CLUSTERS_RU[claims.clusters],
                _YES[claims.effect_word],
            ]
        )
    heading = ["Школ", "Сравнение школ", "Факторы", "Группы школ", "Слово «эффект»"]
    return table(heading, rows)


def _borders(rule: Callable[[int], Any]) -> list[tuple[str, int]]:
    """Intervals of numbers with the same claims, in words, and the least number of each."""
    starts = [n for n in range(_MOST) if n == 0 or rule(n) != rule(n - 1)]
    ends = [*(start - 1 for start in starts[1:]), None]
    return [
        (f"{start} и более" if end is None else f"{start}–{end}", start)
        for start, end in zip(starts, ends, strict=True)
    ]


def _of_sureness() -> str:
    sure, likely = (decimal(100 * share, 0) for share in (policy.SURE, policy.LIKELY))
    means = {
        "sure": f"вероятность вывода больше {sure} %",
        "likely": f"вероятность больше {likely} %",
        "signal": "необычное сочетание данных: повод проверить, а не вывод о ком-либо",
        "described": "различие не доказано или судить нельзя: сказано только, что было",
    }
    return table(["Пометка", "Когда"], [[SURENESS_RU[key], means[key]] for key in SURENESS_RU])


def _questions() -> str:
    return "\n".join(f"- [{one.ru}]({dashed(one.name)}.md)" for one in QUESTIONS.values())


_INTRO = """Один ученик из четырёх — это 25 %, но не «дефицит школы». Какое слово допустимо,
решает число людей, стоящих за ним, и решает одинаково для всех выводов и всех школ. Правила
записаны в одном месте программы; ни один анализ не сравнивает число участников с порогом сам.

![Доли отметок «2» по школам с интервалами рядом с порогом](../images/low-results.svg)

На рисунке — доли отметок «2» вымышленного муниципалитета с интервалами 95 %. Чем меньше класс,
тем длиннее отрезок: значение маленькой школы может перейти порог случайно."""

_OUTRO = """Там, где проверяется много сравнений сразу, вместо вероятности берётся единица
минус значимость, поправленная на все сравнения одного рода (Бенджамини — Хохберг, 1995): из сотни
сравнений несколько выделились бы и сами по себе. Что вероятно, так и сказано в предложении:
«вероятно, выше».

**Слова.** Каждое предложение перед показом проверяется: если судить нельзя, в нём не может быть
слов «выше», «ниже», «дефицит», «требует внимания» и подобных. Слов, которые выстраивают школы
по местам — «лучшая», «рейтинг», «отстающие», — не бывает никогда (письмо Рособрнадзора от
18.04.2025 № 02-86).

**Молчание — тоже ответ.** Когда данных мало, вместо числа сказано, чего не хватает и сколько
есть."""

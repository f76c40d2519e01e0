"""Formulas, conditions and thresholds said in Russian words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from msoko.facts.schema import TABLES
from msoko.profile.condition_words import condition_words, number_words
from msoko.profile.conditions import (
    All,
    Any_,
    Bound,
    Compare,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    MeetsUnit,
)
from msoko.profile.formula import (
    Band,
    ChangeFormula,
    CountFormula,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatingFormula,
    RatioFormula,
    ReportedFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from msoko.profile.indicator import (
    Exclusion,
    Indicator,
    Line,
    LineBound,
    Persistence,
    Threshold,
)
from msoko.profile.threshold_words import threshold_words
from msoko.profile.words import formula_words, indicator_words

FOUR = Bound("at_least", Fraction(4))
WORKS = Selection(
    "results",
    All((Compare("grade", "is", 4), Compare("participated", "is", True))),
    unknown={"grade": "drop", "mark": "keep"},
)
PUPILS = Selection("enrolment", count=Distinct("pupil"))
FAILED = Indicator(
    id="failed",
    area="a",
    label="Доля двоек",
    unit="percent",
    polarity="lower_is_better",
    level=("school",),
    formula=ShareFormula(WORKS, Compare("mark", "is", 2)),
    lines=(Line("top", "пятёрки", CountFormula(WORKS), "count", "context"),),
)
SCHOOLS = UnitsScope(("school",), Compare("rural", "is", True))
NAMES = {"failed": "Доля двоек", "low": "Школы с низкими результатами", "low/weak": "низкие"}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            Compare("procedure", "is", "vpr"),
            "«Процедура» — «Всероссийские проверочные работы (ВПР)»",
        ),
        (Compare("participated", "is", False), "«Участвовал» — нет"),
        (Compare("grade", "one_of", (5, 9)), "«Класс программы» — 5 или 9"),
        (Compare("grade", "not", (5, 9)), "«Класс программы» не 5 или 9"),
        (Compare("raw_score", "above", 2.5), "«Первичный балл» больше 2,5"),
        (Compare("date", "at_most", date(2025, 4, 30)), "«Дата» не больше 30.04.2025"),
        (Compare("year", "is", 2024), "«Учебный год» — 2024/25"),
        (Compare("mark", "known", False), "«Отметка» не заполнено"),
        (
            Any_(
                (
                    Compare("mark", "is", 2),
                    All((Compare("mark", "is", 3), Compare("sex", "is", "f"))),
                )
            ),
            "«Отметка» — 2 либо («Отметка» — 3, «Пол» — «женский»)",
        ),
    ],
)
def test_a_condition_is_said_with_the_headings_and_words_of_the_table(
    condition: Compare | Any_, said: str
) -> None:
    assert condition_words(condition, TABLES["results"]) == said


@pytest.mark.parametrize(
    ("number", "said"), [(20, "20"), (Fraction(1, 2), "0,5"), (-1.25, "−1,25")]
)
def test_a_number_is_written_the_russian_way(number: Fraction | int | float, said: str) -> None:
    assert number_words(number) == said


def test_a_share_tells_denominator_numerator_and_empty_cells() -> None:
    assert indicator_words(FAILED, {}) == (
        "Доля двоек: знаменатель — строки таблицы «Результаты работ», где «Класс программы» — 4, "
        "«Участвовал» — да; числитель — те из них, где «Отметка» — 2; строки, где не заполнено "
        "«Класс программы», не учитываются; строки, где не заполнено «Отметка», остаются в "
        "знаменателе"
    )


def test_an_outcome_in_doubt_is_said_with_what_becomes_of_the_value() -> None:
    works = replace(WORKS, unknown={"grade": "drop", "mark": "doubt"})
    assert formula_words(ShareFormula(works, Compare("mark", "is", 5)), {}).endswith(
        "; строки, где не заполнено «Отметка», условие не выполняют, значение помечается неполным; "
        "когда таких больше половины, значения нет"
    )
    every = Selection(
        "results",
        count=Distinct("pupil"),
        every=Compare("mark", "is", 5),
        unknown={"mark": "doubt"},
    )
    assert formula_words(CountFormula(every), {}).endswith(
        "; строки, где не заполнено «Отметка», условие не выполняют, значение помечается неполным"
    )


def test_what_a_review_leaves_out_is_said() -> None:
    exclusion = Exclusion(Compare("status", "is", "unreliable"), "keep", "с учётом объективности")
    said = indicator_words(
        Indicator(**{**vars(FAILED), "exclude": (exclusion,)}),  # type: ignore[arg-type]
        {},
    )
    assert said.endswith(
        "; не учитываются работы, о которых в таблице «Объективность» записано: «Заключение» — "
        "«есть признаки необъективности» (с учётом объективности); работы без заключения "
        "учитываются"
    )


WHOLE_WORKS = "«Результаты работ»"
SAID: list[tuple[Formula, tuple[str, ...]]] = [
    (
        ShareFormula(PUPILS, Compare("special_needs", "is", True), every_row=True),
        ("разные значения «Обучающийся»", "у которых во всех строках «ОВЗ» — да"),
    ),
    (
        CountFormula(Selection("activities", sum="participants")),
        ("считается сумма «Участников» по строкам таблицы «Мероприятия и объединения»",),
    ),
    (
        RatioFormula((PUPILS, PUPILS), (PUPILS,)),
        ("числитель — разные значения", "плюс", "знаменатель — разные значения"),
    ),
    (
        MeanFormula(WORKS, "scaled_score"),
        ("среднее «Тестовый балл»", "где «Тестовый балл» заполнено"),
    ),
    (
        UnitsFormula("share_of_units", SCHOOLS, MeetsIndicator("failed", None, (FOUR,)), "drop"),
        (
            "организации вида «Общеобразовательная организация», где «Сельская» — да",
            "показатель «Доля двоек» не меньше 4",
            "не учитывается, а значение помечается неполным",
        ),
    ),
    (
        UnitsFormula("count_of_units", SCHOOLS, MeetsRuleSet("low", ("weak",)), "keep"),
        (
            "считаются организации",
            "отнесена набором правил «Школы с низкими результатами» к категории «низкие»",
            "считается не выполнившей условие",
        ),
    ),
    (
        UnitsFormula(
            "share_of_units",
            SCHOOLS,
            MeetsAll(
                (
                    MeetsNot(MeetsUnit(Compare("rural", "is", True))),
                    MeetsAny((MeetsAttribute("site", yes=True), MeetsRows(WORKS, (FOUR,)))),
                )
            ),
            "drop",
        ),
        (
            "неверно, что в реестре организаций «Сельская» — да; и (признак «site» — да; либо "
            "найдено не меньше 4: строки таблицы «Результаты работ»",
        ),
    ),
    (ExistsFormula(MeetsRows(PUPILS, (FOUR,))), ("выполнено, если найдено не меньше 4",)),
    (
        ExistsFormula(MeetsAttribute("norms", text=("high", "middle"), every_group=True)),
        ("признак «norms» во всех группах — «high» или «middle»",),
    ),
    (
        ChangeFormula("failed", None, 1, "decrease"),
        ("показатель «Доля двоек»: значение за прошлый год минус значение за год",),
    ),
    (
        CumulativeFormula(Selection("participation", count=Distinct("pupil")), "date", "quarter"),
        ("нарастающим итогом", "по кварталам", "по первой дате столбца «Дата»"),
    ),
    (
        LevelsFormula(
            WORKS,
            "raw_score",
            (
                Band("low", "низкий", below=Fraction(5)),
                Band("rest", "остальные", at_least=Fraction(5), at_most=Fraction(9)),
            ),
            "share",
        ),
        ("доля по уровням столбца «Первичный балл»", "«низкий» — меньше 5", "от 5 до 9"),
    ),
    (RatingFormula(("site",)), ("по критериям «site»", "ссылка которых проверена и открывается")),
    (
        ReportedFormula(numerator_field="filled", denominator_field="total"),
        ("числитель — сумма поля формы «filled»; знаменатель — сумма поля формы «total»",),
    ),
]


@pytest.mark.parametrize(("formula", "parts"), SAID)
def test_every_kind_of_formula_is_said(formula: Formula, parts: tuple[str, ...]) -> None:
    said = formula_words(formula, NAMES)
    assert [part for part in parts if part not in said] == [], said


def test_every_kind_is_tried_here() -> None:
    assert {type(formula) for formula, _ in SAID} == set(Formula.__args__)  # type: ignore[attr-defined]


def test_a_selection_says_its_organisations_its_calendar_and_its_every() -> None:
    selection = Selection(
        "prevention",
        count=Distinct("person"),
        every=Compare("repeated", "is", True),
        unknown={"repeated": "keep"},
        organisations=Compare("rural", "is", True),
        calendar_year_of="registered_on",
    )
    said = formula_words(CountFormula(selection), {})
    for part in (
        "у организаций, где «Сельская» — да",
        "причём во всех этих строках «Повторное» — да",
        "за календарный год по столбцу",
        "строки, где не заполнено «Повторное», условие не выполняют",
    ):
        assert part in said


def test_a_threshold_tells_its_dates_its_companions_and_its_years() -> None:
    threshold = Threshold(
        "low",
        "at_least",
        ((date(2021, 8, 17), Fraction(20)), (date(2025, 9, 1), Fraction(15))),
        with_=(LineBound("top", (Bound("is", Fraction(0)),)),),
        persists=Persistence(2, 3, "before"),
    )
    assert threshold_words(FAILED, threshold) == (
        "значение не меньше 20 (с 17.08.2021), 15 (с 01.09.2025), и строка «пятёрки» ровно 0; "
        "не меньше 2 из 3 последних лет (до года выявления)"
    )


def test_a_threshold_may_count_works() -> None:
    threshold = Threshold(
        "low",
        "below",
        ((date(2021, 8, 17), Fraction(20)),),
        persists=Persistence(None, 2, "including", works=2),
        line="top",
    )
    assert threshold_words(FAILED, threshold) == (
        "строка «пятёрки» меньше 20 (с 17.08.2021); не меньше 2 работ, лет в счёте 2 (включая год "
        "выявления)"
    )

"""A formula said in Russian words, for passports of indicators, explanations and the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msoko.facts.schema import TABLES
from msoko.profile.condition_words import (
    attribute_words,
    bounds_words,
    condition_words,
    number_words,
    unit_condition_words,
)
from msoko.profile.conditions import ALWAYS, Condition, MeetsAttribute, columns_of
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
)
from msoko.profile.indicator import Exclusion, Indicator
from msoko.profile.profile import Profile
from msoko.vocabulary import UNIT_KINDS

Names = Mapping[str, str]
_INCOMPLETE = "условие не выполняют, значение помечается неполным"
_IN_DOUBT = f"{_INCOMPLETE}; когда таких больше половины, значения нет"


def names_of(profile: Profile) -> dict[str, str]:
    """What formulas refer to by id, in words: indicators, lines, rule sets, categories.

    Keys: `indicator`, `indicator/line`, `rule_set`, `rule_set/category`.
    """
    names: dict[str, str] = {}
    for indicator in {**profile.common, **profile.indicators}.values():
        names[indicator.id] = indicator.label
        names.update({f"{indicator.id}/{line.id}": line.label for line in indicator.lines})
    for rules in profile.rule_sets.values():
        names[rules.id] = rules.label
        names.update({f"{rules.id}/{one.id}": one.label for one in rules.categories})
    return names


def indicator_words(indicator: Indicator, names: Names) -> str:
    """«Доля …: числитель — …; знаменатель — …», with what is left out because of reviews."""
    parts = [formula_words(indicator.formula, names), *map(exclusion_words, indicator.exclude)]
    return f"{indicator.label}: {'; '.join(parts)}"


def exclusion_words(exclusion: Exclusion) -> str:
    """Which works are left out, and what becomes of works nobody reviewed."""
    when = condition_words(exclusion.when, TABLES["reviews"])
    rest = "учитываются" if exclusion.unknown == "keep" else "не учитываются"
    return (
        f"не учитываются работы, о которых в таблице «{TABLES['reviews'].ru}» записано: {when} "
        f"({exclusion.because}); работы без заключения {rest}"
    )


def formula_words(formula: Formula, names: Names) -> str:
    """How the value is made: «числитель — строки таблицы «…», где …; знаменатель — …»."""
    return _SAID[type(formula)](formula, names)


def selection_words(selection: Selection, *, over: bool = True) -> str:
    """What is counted: rows or different values of a column, and in which rows.

    `over`: it stands over a denominator.
    """
    counted = "строки"
    if isinstance(selection.count, Distinct):
        counted = f"разные значения «{_column(selection, selection.count.column)}» в строках"
    elif selection.sum is not None:
        counted = f"сумма «{_column(selection, selection.sum)}» по строкам"
    return "; ".join([f"{counted} {_rows(selection)}", *_unknown(selection, over=over)])


def _column(selection: Selection, name: str) -> str:
    return TABLES[selection.table].column(name).ru


def _rows(selection: Selection, added: Condition = ALWAYS) -> str:
    """«таблицы «Результаты работ», где …», with a further condition if there is one."""
    table = TABLES[selection.table]
    conditions = (selection.population, added)
    where = ", ".join(words for one in conditions if (words := condition_words(one, table)))
    told = f"таблицы «{table.ru}»" + (f", где {where}" if where else "")
    if selection.organisations != ALWAYS:
        told += f", у организаций, где {condition_words(selection.organisations, TABLES['units'])}"
    if selection.every is not None:
        told += f", причём во всех этих строках {condition_words(selection.every, table)}"
    if selection.calendar_year_of is not None:
        told += (
            f", за календарный год по столбцу «{_column(selection, selection.calendar_year_of)}»"
        )
    return told


def _unknown(
    selection: Selection, numerator: Condition = ALWAYS, *, over: bool = True
) -> Iterator[str]:
    """What becomes of rows whose cells are empty."""
    table = TABLES[selection.table]
    of_rows = columns_of(selection.population, known=False)
    of_top = columns_of(numerator, known=False)
    of_every = columns_of(selection.every or ALWAYS, known=False)
    places = [
        ("drop", dict.fromkeys([*of_rows, *of_top, *of_every]), "не учитываются"),
        ("keep", of_rows, "учитываются"),
        ("keep", of_top, "остаются в знаменателе"),
        ("keep", of_every, "условие не выполняют"),
        ("doubt", (*of_top, *of_every), _IN_DOUBT if over else _INCOMPLETE),
    ]
    for word, columns, what in places:
        named = [
            f"«{table.column(name).ru}»" for name in columns if selection.unknown.get(name) == word
        ]
        if named:
            yield f"строки, где не заполнено {' или '.join(named)}, {what}"


def _share(formula: ShareFormula, _names: Names) -> str:
    selection = formula.selection
    counted, rows = "строки", "те из них, где"
    if isinstance(selection.count, Distinct):
        counted = f"разные значения «{_column(selection, selection.count.column)}» в строках"
        which = "во всех строках" if formula.every_row else "хотя бы в одной строке"
        rows = f"те из них, у которых {which}"
    met = condition_words(formula.numerator, TABLES[selection.table])
    told = [
        f"знаменатель — {counted} {_rows(selection)}",
        f"числитель — {rows} {met}",
        *_unknown(selection, formula.numerator),
    ]
    return "; ".join(told)


def _count(formula: CountFormula, _names: Names) -> str:
    verb = "считается" if formula.selection.sum is not None else "считаются"
    return f"{verb} {selection_words(formula.selection, over=False)}"


def _ratio(formula: RatioFormula, _names: Names) -> str:
    above, below = (
        " плюс ".join(selection_words(one) for one in part)
        for part in (formula.numerator, formula.denominator)
    )
    return f"числитель — {above}; знаменатель — {below}"


def _mean(formula: MeanFormula, _names: Names) -> str:
    column = _column(formula.selection, formula.column)
    told = [f"среднее «{column}» по строкам {_rows(formula.selection)}, где «{column}» заполнено"]
    return "; ".join([*told, *_unknown(formula.selection)])


def _units(formula: UnitsFormula, names: Names) -> str:
    kinds = " или ".join(f"«{UNIT_KINDS[kind]}»" for kind in formula.units.kinds)
    scope = f"организации вида {kinds}"
    if formula.units.where != ALWAYS:
        scope += f", где {condition_words(formula.units.where, TABLES['units'])}"
    met = unit_condition_words(formula.meets, names, selection_words)
    silent = "не учитывается, а значение помечается неполным"
    if formula.unknown == "keep":
        silent = "считается не выполнившей условие"
    if formula.kind == "count_of_units":
        told = f"считаются {scope}, для которых верно: {met}"
    else:
        told = f"знаменатель — {scope}; числитель — те из них, для которых верно: {met}"
    return f"{told}; организация, о которой сведений нет, {silent}"


def _exists(formula: ExistsFormula, _names: Names) -> str:
    condition = formula.condition
    if isinstance(condition, MeetsAttribute):
        return f"выполнено, если {attribute_words(condition)}"
    bounds = bounds_words(condition.bounds)
    return f"выполнено, если найдено {bounds}: {selection_words(condition.rows)}"


def _change(formula: ChangeFormula, names: Names) -> str:
    shown = names.get(formula.of, formula.of)
    line = names.get(f"{formula.of}/{formula.line}", formula.line) if formula.line else None
    told = f"показатель «{shown}»" + (f", строка «{line}»" if line else "")
    years = "прошлый год" if formula.back == 1 else f"год на {formula.back} раньше"
    if formula.as_ == "difference":
        return f"{told}: значение за год минус значение за {years}"
    return f"{told}: значение за {years} минус значение за год"


def _cumulative(formula: CumulativeFormula, _names: Names) -> str:
    steps = "кварталам" if formula.steps == "quarter" else "месяцам"
    column = _column(formula.selection, formula.date)
    return (
        f"считаются {selection_words(formula.selection)}; нарастающим итогом с начала учебного "
        f"года по {steps}, каждый — один раз, по первой дате столбца «{column}»"
    )


def _levels(formula: LevelsFormula, _names: Names) -> str:
    column = _column(formula.selection, formula.column)
    bands = ", ".join(f"«{band.label}» — {_band(band)}" for band in formula.bands)
    what = "число" if formula.as_ == "count" else "доля"
    return (
        f"{what} по уровням столбца «{column}»: {bands}; {selection_words(formula.selection)}; "
        "не попавшие ни в один уровень показаны отдельно"
    )


def _band(band: Band) -> str:
    ends = [
        (band.at_least, "от"),
        (band.above, "больше"),
        (band.at_most, "до"),
        (band.below, "меньше"),
    ]
    said = [f"{word} {number_words(number)}" for number, word in ends if number is not None]
    return " ".join(said) or "все"


def _rating(formula: RatingFormula, _names: Names) -> str:
    codes = ", ".join(f"«{code}»" for code in formula.criteria)
    return (
        f"числитель — сумма баллов экспертов по критериям {codes}; знаменатель — сумма "
        "наибольших баллов; учитываются оценки, ссылка которых проверена и открывается"
    )


def _reported(formula: ReportedFormula, _names: Names) -> str:
    if formula.field is not None:
        told = f"сумма поля формы «{formula.field}»"
    else:
        told = (
            f"числитель — сумма поля формы «{formula.numerator_field}»; "
            f"знаменатель — сумма поля формы «{formula.denominator_field}»"
        )
    return told + ("; показывается и по разрезам формы" if formula.by_breakdown else "")


_SAID: dict[type[Any], Callable[[Any, Names], str]] = {
    ShareFormula: _share,
    CountFormula: _count,
    RatioFormula: _ratio,
    MeanFormula: _mean,
    UnitsFormula: _units,
    ExistsFormula: _exists,
    ChangeFormula: _change,
    CumulativeFormula: _cumulative,
    LevelsFormula: _levels,
    RatingFormula: _rating,
    ReportedFormula: _reported,
}

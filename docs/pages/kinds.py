"""Closed kinds of formula with their keys, conditions, the rule of the unknown, states."""

from __future__ import annotations

from typing import get_args

from docs.pages.markdown import page, table
from msoko.indicators.values import STATE_RU
from msoko.profile.model_base import Model
from msoko.profile.model_condition import (
    FORMS,
    AttributeMet,
    IndicatorMet,
    RowsMet,
    RuleSetMet,
    SelectionWords,
)
from msoko.profile.model_formula import FormulaWords

# kind → (name, what its value is)
KIND_RU = {
    "share": ("доля", "доля строк (или разных значений столбца), для которых верно `numerator`"),
    "count": ("количество", "число строк или разных значений столбца, либо сумма столбца"),
    "ratio": ("отношение", "одно количество к другому; таблицы могут быть разными"),
    "mean": ("среднее", "среднее столбца по строкам, где он заполнен"),
    "share_of_units": ("доля организаций", "доля организаций, для которых верно `meets`"),
    "count_of_units": ("количество организаций", "сколько организаций, для которых верно `meets`"),
    "exists": ("наличие", "есть ли такие строки или такой признак: 1 или 0"),
    "change": ("изменение", "значение другого показателя против прошлых лет"),
    "cumulative": ("нарастающий итог", "сколько людей с начала учебного года, каждый один раз"),
    "levels": ("уровни", "сколько строк в каждом отрезке числового столбца"),
    "rating": (
        "экспертная оценка",
        "сумма баллов к сумме наибольших баллов по проверенным ссылкам",
    ),
    "reported": ("сведения по форме", "поле формы или одно поле к другому"),
}
KEY_RU = {
    "table": "таблица сведений",
    "population": "какие строки берутся",
    "organisations": "только строки организаций, у которых в реестре верно это условие",
    "calendar_year_of": "столбец с датой, по которому период — календарный год",
    "unknown": "что делать с незаполненным: `keep`, `drop` или `doubt`",
    "count": "`rows` — строки; `{distinct: СТОЛБЕЦ}` — разные значения",
    "sum": "столбец, который складывается вместо счёта",
    "every": "условие, верное во ВСЕХ строках значения (при `distinct`)",
    "numerator": "что попадает в числитель",
    "denominator": "знаменатель",
    "column": "числовой столбец",
    "units": "какие организации: `kind`, `where`, `unknown`",
    "meets": "условие на организацию",
    "rows": "выборка строк",
    "attribute": "код признака организации",
    "yes": "признак — да или нет",
    "number": "границы числа",
    "text": "слово или список слов",
    "every_group": "во всех группах детского сада",
    "at_least": "не меньше",
    "above": "больше",
    "at_most": "не больше",
    "below": "меньше",
    "is": "ровно",
    "of": "код другого показателя",
    "line": "его строка",
    "back": "на сколько лет назад (по умолчанию 1)",
    "as": "для `change`: `difference` или `decrease`; для `levels`: `count` или `share`",
    "date": "столбец с датой",
    "steps": "`quarter` или `month`",
    "bands": "отрезки: `id`, `label` и границы: `from`, `to` включая, `above`, `below` не включая",
    "criterion": "код критерия или список кодов",
    "field": "поле формы",
    "numerator_field": "поле числителя",
    "denominator_field": "поле знаменателя",
    "by_breakdown": "показать и по разрезам формы",
    "indicator": "код другого показателя",
    "every_cell": "в каждой ячейке его разрезов, а не в целом",
    "rule_set": "набор правил профиля",
    "category": "его категории; без них — любая",
}
CONDITIONS = """\
## <a id="conditions"></a>Условия на строки

Условие — всегда набор «столбец: значение»; несколько ключей значат «всё вместе».

| Запись | Значит |
| --- | --- |
| `{mark: 2}` | равно |
| `{grade: [5, 9]}` | любое из |
| `{raw_score: {at_least: 5, at_most: 9}}` | в границах; бывают и `above`, `below` |
| `{grade: {not: 4}}` | не равно; со списком — ни одно из |
| `{mark: {known: true}}` | ячейка заполнена (`false` — пуста) |
| `{any: [{mark: 2}, {mark: 3}]}` | верно хотя бы одно |

Коды берутся из [таблиц сведений](facts.md); неизвестный столбец или код не загружается.

## <a id="unknown"></a>Незаполненное

Неизвестное — не «нет» и не ноль. Если ячейка столбца может быть пустой, а формула на него смотрит,
она обязана сказать в `unknown`, что делать с такой строкой; иначе профиль не загружается.

| Где столбец | `drop` | `keep` | `doubt` |
| --- | --- | --- | --- |
| в `population`, `organisations` | строка не берётся | строка берётся | не пишется |
| в `numerator` | строка выходит и из числителя, и из знаменателя | строка остаётся в \
знаменателе | остаётся в знаменателе, а значение неполно |
| в `every` | строка не рассматривается | строка считается не выполнившей условие | \
считается не выполнившей, а значение неполно |
| `unknown` у организаций | организация без сведений не берётся, значение `partial` | \
организация считается не выполнившей условие | не пишется |

`keep` — там, где пустая ячейка и значит «нет»; `doubt` — там, где файл мог просто не сказать итог
(сдан ли экзамен, когда минимального балла ещё не знают). Не решён тот, кто в числитель не вошёл, но
вошёл бы, окажись неизвестное в его пользу. Есть нерешённые — значение `partial`; их больше половины
знаменателя — значения нет (`no_data`). Это верно для каждой организации, свода и разреза
отдельно. `doubt` пишут о столбцах `numerator` доли и `every` — в `count` и в числителе `ratio`.
У числа без знаменателя половины нет: оно только `partial`.

Условие `{СТОЛБЕЦ: {known: …}}` само говорит о незаполненном, ему `unknown` не нужно."""


def text() -> str:
    """docs/reference/kinds.md."""
    parts = [
        "Формула записывается одним из видов; вид решает, какие ключи допустимы, остальные не "
        "загружаются. Схемы для редактора лежат в [profile/](profile/).",
        "## Виды формул",
        table(["Вид", "Название", "Что это", "Ключи"], _kinds()),
        "Ключ без скобок обязателен.",
        f"Выборка (`rows`, части `ratio`): {_keys(SelectionWords)}.",
        "## Ключи",
        table(["Ключ", "Что значит"], [[f"`{key}`", said] for key, said in KEY_RU.items()]),
        CONDITIONS,
        '## <a id="unit-conditions"></a>Условия на организации (`meets`)',
        _unit_conditions(),
        '## <a id="states"></a>Состояния значения',
        table(["Состояние", "Что значит"], [[f"`{k}`", said] for k, said in STATE_RU.items()]),
        "Подробнее о состояниях: [объяснение](../explanation/states.md).",
    ]
    return page("Виды формул и условия", "`docs/pages/kinds.py`", *parts)


def _kinds() -> list[list[str]]:
    rows = []
    for words in get_args(get_args(FormulaWords)[0]):
        for kind in get_args(words.model_fields["kind"].annotation):
            name, said = KIND_RU[kind]
            rows.append([f"`{kind}`", name, said, _keys(words)])
    return rows


def _keys(words: type[Model]) -> str:
    """Legal keys, those that may be left out in brackets; KeyError for one not yet explained."""
    shown = []
    for name, field in words.model_fields.items():
        key = field.alias or name
        if key != "kind" and KEY_RU[key]:
            shown.append(f"`{key}`" if field.is_required() else f"[`{key}`]")
    return ", ".join(shown)


def _unit_conditions() -> str:
    said = {
        "indicator": f"значение другого показателя в границах: {_keys(IndicatorMet)}",
        "attribute": f"признак организации: {_keys(AttributeMet)}",
        "rows": f"сколько строк нашлось: {_keys(RowsMet)}",
        "unit": "условие на строку организации в реестре",
        "rule_set": f"организация отнесена набором правил: {_keys(RuleSetMet)}",
        "all": "верны все условия списка",
        "any": "верно хотя бы одно",
        "not": "условие неверно; неизвестное остаётся неизвестным",
    }
    return table(["Ключ", "Что проверяется"], [[f"`{form}`", said[form]] for form in FORMS])

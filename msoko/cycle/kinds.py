"""What a cycle is made of: kinds of entries, their fields, and what each points back to.

An entry is one thing a person enters at a stage: a goal, a method, an action. Pages, acts, exports
and the thread are made from these declarations, so a new field is one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from msoko.vocabulary import SUBJECTS

# Which side of its target a value is to be on, and units of indicators a number can be set for
# (msoko.profile.indicator.Unit; yes-and-no has none).
SIDES = (("at_least", "не менее"), ("at_most", "не более"))
UNITS = (
    ("percent", "%"), ("count", "единиц"), ("mean", "в среднем"), ("score", "баллов"),
    ("share", "доли единицы"), ("ratio", "отношение"),
)  # fmt: skip
FieldType = Literal[
    "line", "text", "date", "choice", "goal", "indicator", "organisations", "address"
]


@dataclass(frozen=True)
class Field:
    """One field of an entry; `must` fields are asked for before the stage is complete."""

    name: str
    ru: str
    type: FieldType = "line"
    must: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry: `follows` are kinds it points back to, `states` in their usual order.

    `title` names the field a person knows the entry by.
    """

    id: str
    ru: str
    plural: str
    fields: tuple[Field, ...]
    follows: tuple[str, ...] = ()
    states: tuple[tuple[str, str], ...] = (("kept", "внесено"), ("withdrawn", "снято"))
    title: str = "title"

    @property
    def must(self) -> tuple[Field, ...]:
        """Fields that must be filled."""
        return tuple(one for one in self.fields if one.must)

    def named(self, title: str, number: int = 0) -> str:
        """One of the kind as messages call it: «мера «Провести семинар…»», a long title cut."""
        told = f"{self.ru} № {number}" if number else self.ru
        short = title if len(title) <= _SHORT else title[:_SHORT].rsplit(" ", 1)[0] + "…"
        return f"{told} «{short}»"


_SHORT = 60
_WITHDRAWN = ("withdrawn", "снято")
_TERM = (
    Field("starts", "Начало", "date"),
    Field("due", "Срок", "date", must=True),
    Field("responsible", "Ответственный", must=True, hint="должность и фамилия"),
    Field("participants", "Участники", "organisations", must=True),
)
LACKS = (
    ("gap", "дефициты не выявлены"),
    ("factor", "факторы не выявлены"),
    ("good_practice", "успешные практики не выявлены"),
)

KINDS: Mapping[str, EntryKind] = {
    one.id: one
    for one in (
        EntryKind("goal", "цель", "цели", (
            Field("goal", "Цель положения", "goal", hint="пусто — цель своя, не из положения"),
            Field("title", "Цель", "text", must=True),
            Field("justification", "Обоснование цели", "text", must=True),
        ), follows=("problem",)),
        EntryKind("objective", "задача", "задачи", (
            Field("title", "Задача", "text", must=True),
        ), follows=("goal",)),
        EntryKind("indicator", "показатель", "показатели", (
            Field("indicator", "Показатель", "indicator", must=True),
            Field("expected", "Ожидаемый результат", hint="словами"),
            Field("target_side", "Цель числом: не менее или не более", "choice", choices=SIDES,
                  hint="если числом цель не ставится, оставьте это и следующие поля пустыми"),
            Field("target", "Целевое значение", hint="число, например 85 или 85,5"),
            Field("target_unit", "В чём измеряется цель", "choice", choices=UNITS,
                  hint="пусто — в том же, в чём показатель"),
            Field("target_by", "Достичь к", "date"),
        ), follows=("goal",), title="indicator"),
        EntryKind("method", "метод сбора", "методы сбора и обработки", (
            Field("title", "Метод сбора и обработки", "text", must=True),
            Field("source", "Источник данных", "text", must=True),
            Field("due", "Срок сбора", "date", must=True),
            Field("responsible", "Ответственный за сбор", must=True),
        ), follows=("indicator",)),
        EntryKind("monitoring", "мониторинг", "мониторинги", (
            Field("title", "Что наблюдается", must=True),
            Field("starts", "Начало", "date", must=True),
            Field("due", "Окончание", "date", must=True),
            Field("participants", "В отношении кого проводится", "organisations", must=True),
            Field("use_of_results", "Использование результатов", "text", must=True),
        ), follows=("indicator",)),
        EntryKind("relevance", "отнесение вывода", "выводы, отнесённые к направлению", (
            Field("title", "Почему вывод относится к направлению", "text", must=True,
                  hint="нужно для выводов, которые анализ делает обо всех предметах и годах сразу"),
        ), follows=("finding",)),
        EntryKind("lack", "отметка об отсутствии", "отметки об отсутствии", (
            Field("of", "Чего нет", "choice", must=True, choices=LACKS),
            Field("title", "Почему: на чём основан вывод", "text", must=True),
        )),
        EntryKind("recommendation", "адресная рекомендация", "адресные рекомендации", (
            Field("title", "Рекомендация", "text", must=True),
            Field("addressees", "Организации", "organisations",
                  hint="рекомендацию направляют организациям, группе или лицу: назовите адресата"),
            Field("group", "Группа организаций", hint="например: школы с низкими результатами"),
            Field("person", "Лицо (виден только руководителю)"),
            Field("due", "Исполнить до", "date"),
            Field("practices", "Использование успешных практик", "text", must=True,
                  hint="если не используются, напишите «нет»"),
            Field("materials", "Методические материалы", "text", must=True,
                  hint="если не прилагаются, напишите «нет»"),
            Field("documents", "Иные документы", "text", must=True,
                  hint="если не прилагаются, напишите «нет»"),
        ), follows=("finding", "lack"), states=(
            ("draft", "готовится"), ("sent", "направлена"),
            ("acknowledged", "адресаты ознакомились"), _WITHDRAWN,
        )),
        EntryKind("action", "мера или мероприятие", "меры и мероприятия", (
            Field("title", "Мера или мероприятие", "text", must=True), *_TERM,
            Field("indicator", "Показатель, который должен измениться", "indicator"),
            Field("subject", "Или предмет, результаты ВПР по которому должны измениться", "choice",
                  choices=tuple(SUBJECTS.items()), hint="по баллам работ заметна меньшая разница"),
            Field("done_on", "Проведено", "date"),
        ), follows=("recommendation", "goal", "indicator"), states=(
            ("planned", "намечено"), ("running", "идёт"), ("done", "проведено"),
            ("cancelled", "отменено"), _WITHDRAWN,
        )),
        EntryKind("decision", "управленческое решение", "управленческие решения", (
            Field("title", "Решение", "text", must=True), *_TERM,
            Field("done_on", "Исполнено", "date"),
            Field("proof", "Подтверждение", hint="документ или ссылка: отчёт, приказ"),
        ), follows=("action", "finding"), states=(
            ("draft", "готовится"), ("taken", "принято"), ("done", "исполнено"),
            ("cancelled", "отменено"), _WITHDRAWN,
        )),
        EntryKind("review", "анализ эффективности", "анализ эффективности мер", (
            Field("title", "Что оценивается", "text", must=True),
            Field("starts", "Анализ проводился с", "date", must=True),
            Field("due", "по", "date", must=True),
            Field("conclusion", "Вывод", "text", must=True),
        ), follows=("action", "decision"), states=(
            ("draft", "готовится"), ("concluded", "вывод сделан"), _WITHDRAWN,
        )),
        EntryKind("problem", "проблема", "проблемы для нового цикла", (
            Field("title", "Проблема", "text", must=True),
            Field("proposal", "Предлагаемая цель нового цикла", "text", must=True),
        ), follows=("review", "decision", "finding")),
        EntryKind("note", "итог этапа", "итоги этапа", (
            Field("title", "Что сделано", "text", must=True),
        )),
    )
}  # fmt: skip

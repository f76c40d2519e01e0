"""The list of questions and the one way to ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer


@dataclass(frozen=True)
class Question:
    """One question: its name on the command line, its words, and the function that answers it."""

    name: str
    ru: str
    answer: Callable[[Evidence], Answer]


def _question(name: str, ru: str) -> Question:
    """A question answered by the module of its name, which is loaded when it is first asked."""

    def answer(evidence: Evidence) -> Answer:
        found: Answer = import_module(f"msoko.analysis.{name}").answer(evidence)
        return found

    return Question(name, ru, answer)


_ASKED = (
    ("gaps", "дефициты и сильные стороны: значение против порога, прошлого года и других школ"),
    ("skills", "дефициты по умениям и элементам содержания"),
    ("trends", "динамика за три года и более на сопоставимых шкалах"),
    ("forecast", "прогноз на следующий учебный год"),
    ("differences", "различия: между годами, группами, единицей и остальными"),
    ("similar", "похожие по условиям школы и группы школ"),
    ("factors", "факторы: признаки обучающихся и условия школ, связанные с результатами"),
    ("practices", "успешные практики и резильентные школы: лучше ожидаемого два года и более"),
    ("items", "задания работ: трудность, надёжность, модель, группы, варианты, классы и школы"),
    ("effect", "результат мер: изменения школ с мерой и без неё"),
    ("integrity", "объективность: официальные признаки и перечни, сигналы для проверки"),
    ("agreement", "согласованность ВПР, ОГЭ, ЕГЭ и журнала и её изменение по годам"),
    ("problems", "проявились ли проблемы, названные в положении"),
    ("low_performing", "школы с низкими результатами: критерии буквально и их вероятность"),
)
QUESTIONS: Mapping[str, Question] = {name: _question(name, ru) for name, ru in _ASKED}


def ask(name: str, evidence: Evidence) -> Answer:
    """The answer to a question; KeyError for an unknown one."""
    return QUESTIONS[name].answer(evidence)

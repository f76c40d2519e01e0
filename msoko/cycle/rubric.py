"""Questions of an expert review of documents, as the regulations word them: the default rubric.

No regulation names points, so every question has one: whoever keeps the rubric sets their own.
"""

from __future__ import annotations

from dataclasses import dataclass

_KALININSKY = "Положение Калининского района"
_SOLNECHNY = "Положение ЗАТО Солнечный от 17.08.2021 № 109"


@dataclass(frozen=True)
class Question:
    """One question of the rubric: the link of the chain it asks about, its points, its source."""

    link: str
    question: str
    clause: str
    quote: str
    points: int = 1


DEFAULT: tuple[Question, ...] = (
    Question(
        "goal", "Названы ли цели направления, и есть ли документ, который их утверждает?",
        f"{_KALININSKY}, раздел 2, заголовок", "Характеристики целей, показателей",
    ),
    Question(
        "indicator", "Названы ли показатели, по которым видно достижение каждой цели?",
        f"{_KALININSKY}, раздел 2, заголовок", "Характеристики целей, показателей",
    ),
    Question(
        "method", "Описаны ли методы сбора и обработки информации по каждому показателю?",
        f"{_KALININSKY}, раздел 2, заголовок",
        "наличия методов сбора и обработки информации направлений",
    ),
    Question(
        "documents", "Открываются ли документы и материалы направления по ссылкам?",
        f"{_KALININSKY}, п. 1.2",
        "размещённых в открытом доступе по ссылкам, предоставленным образовательными учреждениями",
    ),
    Question(
        "monitoring", "Проведён ли мониторинг теми методами, которые были определены?",
        f"{_SOLNECHNY}, п. 5.1",
        "осуществления сбора информации по разработанным показателям при помощи тех методов, "
        "которые были определены",
    ),
    Question(
        "finding", "Выявлены ли дефициты, факторы и успешные практики, или есть только числа?",
        f"{_SOLNECHNY}, п. 5.1",
        "выявление дефицитов и факторов, влияющих на результаты анализа, а также успешных практик",
    ),
    Question(
        "recommendation", "Разработаны ли адресные рекомендации по итогам анализа?",
        f"{_SOLNECHNY}, п. 5.1",
        "разработка адресных рекомендаций по итогам анализа значений показателей",
    ),
    Question(
        "action", "Приняты ли меры, названы ли сроки, ответственные и участники?",
        f"{_SOLNECHNY}, п. 5.1",
        "принятие мер и проведение мероприятий, направленных на совершенствование направлений",
    ),
    Question(
        "decision", "Приняты ли управленческие решения по итогам мероприятий?",
        f"{_SOLNECHNY}, п. 5.1",
        "принятие управленческих решений по итогам проводимых мероприятий",
    ),
    Question(
        "review", "Проанализирована ли эффективность принятых мер?",
        f"{_SOLNECHNY}, п. 5.1", "анализ эффективности принятых мер",
    ),
)  # fmt: skip

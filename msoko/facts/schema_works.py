"""Fact tables about works themselves: what their items check, and how scores become marks."""

from __future__ import annotations

from msoko.facts.column import Column, Table
from msoko.facts.schema_results import EXAM_LEVEL, GRADE, PROCEDURE, SUBJECT, YEAR

CODIFIER = Table(
    "codifier",
    "Кодификаторы",
    "работа × задание: что проверяется",
    (
        YEAR,
        PROCEDURE,
        SUBJECT,
        GRADE,
        Column(
            "item", "text", "Задание", "Номер задания по КИМ: 5.1", unknown=False, example="5.1"
        ),
        Column(
            "position",
            "int",
            "Порядковый номер задания в работе",
            "Место задания в работе по порядку: им названы задания выгрузок ВПР 2020 и 2021 годов",
            example="6",
        ),
        Column("max_points", "number", "Наибольший балл", "Наибольший балл за задание"),
        Column(
            "difficulty",
            "code",
            "Уровень сложности",
            "Базовый, повышенный, высокий",
            codes={"base": "Б", "raised": "П", "high": "В"},
        ),
        Column("skill", "text", "Умение", "Проверяемое умение"),
        Column("content", "text", "Содержание", "Элемент содержания"),
        Column("skill_code", "text", "Код умения", "Код по кодификатору"),
        Column("content_code", "text", "Код содержания", "Код по кодификатору"),
    ),
    key=("year", "procedure", "subject", "grade", "item"),
)

SCALES = Table(
    "scales",
    "Шкалы",
    "граница балла: процедура × предмет × год × регион",
    (
        YEAR,
        PROCEDURE,
        SUBJECT,
        GRADE,
        EXAM_LEVEL,
        Column("region", "text", "Регион", "Регион, установивший шкалу; пусто — федеральная"),
        Column(
            "boundary",
            "code",
            "Граница",
            "Что начинается с этого балла",
            unknown=False,
            codes={
                "mark_3": "отметка «3»",
                "mark_4": "отметка «4»",
                "mark_5": "отметка «5»",
                "pass": "минимальный балл",
                "max": "наибольший балл",
            },
        ),
        Column("score", "number", "Балл", "Наименьший балл, с которого начинается", unknown=False),
        Column(
            "score_kind",
            "code",
            "Какой балл",
            "Первичный или тестовый",
            unknown=False,
            codes={"raw": "первичный", "scaled": "тестовый"},
        ),
        Column(
            "certainty",
            "code",
            "Достоверность",
            "Откуда известно",
            codes={
                "official": "официальный документ",
                "secondary": "неофициальный источник",
                "derived": "выведено из файла с баллами и отметками",
            },
        ),
        Column("source", "text", "Источник", "Документ или файл"),
    ),
    key=("year", "procedure", "subject", "grade", "exam_level", "region", "boundary"),
)

TABLES = (CODIFIER, SCALES)

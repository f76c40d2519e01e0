"""Code lists that several fact tables share: code → Russian word."""

from __future__ import annotations

LEVELS = {
    "below_base": "ниже базового",
    "base": "базовый",
    "above_base": "выше базового",
    "high": "высокий",
}
PROGRAMMES = {"oop": "основная программа", "aoop": "адаптированная программа (АООП)"}
SEX = {"m": "мужской", "f": "женский"}
EVENT_LEVELS = {
    "school": "школьный",
    "municipal": "муниципальный",
    "regional": "региональный",
    "federal": "всероссийский",
    "international": "международный",
}
SECTORS = {"education": "Образование", "culture": "Культура", "sport": "Спорт"}
TOPICS = {
    "talents": "выявление и развитие способностей и талантов",
    "upbringing": "приоритетные направления воспитания и социализации",
    "preschool": "вопросы дошкольного образования",
    "career": "профориентация",
    "management": "управление в образовании",
    "subject": "предметная подготовка",
    "methodical": "методическая подготовка",
    "assessment": "оценка качества образования",
    "other": "другое",
}

ATTEMPTS = {"main": "основной", "reserve": "резервный", "retake": "пересдача"}

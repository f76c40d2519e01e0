"""Fact tables about results: works, items, graduates, aggregates."""

from __future__ import annotations

from msoko.facts.codes import ATTEMPTS, LEVELS, PROGRAMMES, SEX
from msoko.facts.column import Column, Table
from msoko.vocabulary import PROCEDURES, SUBJECTS

ORGANISATION = Column(
    "organisation",
    "text",
    "Код организации",
    "Код организации в системе: цифры логина ФИС ОКО sch или edu (223379), логин ksh или spo "
    "целиком (ksh223379) либо код из реестра организаций",
    unknown=False,
    example="220164",
)
YEAR = Column(
    "year", "year", "Учебный год", "Учебный год, например 2024-25", unknown=False, example="2024-25"
)
PUPIL = Column(
    "pupil",
    "person",
    "Обучающийся",
    "Код участника или любое обозначение ребёнка; хранится только псевдоним",
    unknown=False,
    example="40001",
)
GRADE = Column(
    "grade", "int", "Класс (год обучения)", "Параллель: 1–11 (12)", dimension=True, example="4"
)
SPECIAL_NEEDS = Column(
    "special_needs",
    "bool",
    "ОВЗ",
    "Обучающийся с ограниченными возможностями здоровья",
    dimension=True,
    example="нет",
)
SUBJECT = Column(
    "subject",
    "code",
    "Предмет",
    "Учебный предмет",
    codes=SUBJECTS,
    dimension=True,
    example="Математика",
)
PROCEDURE = Column(
    "procedure",
    "code",
    "Процедура",
    "Оценочная процедура",
    unknown=False,
    codes=PROCEDURES,
    dimension=True,
    example="Всероссийские проверочные работы (ВПР)",
)
EXAM_LEVEL = Column(
    "exam_level",
    "code",
    "Уровень экзамена",
    "Базовый или профильный (углублённый)",
    codes={"base": "базовый", "profile": "профильный"},
    dimension=True,
)

ATTEMPT = Column(
    "attempt",
    "code",
    "Период",
    "Основной срок, резервный день или пересдача",
    codes=ATTEMPTS,
    dimension=True,
)

RESULTS = Table(
    "results",
    "Результаты работ",
    "обучающийся × работа (и тот, кто отсутствовал)",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        PROCEDURE,
        SUBJECT,
        Column(
            "grade",
            "int",
            "Класс программы",
            "Класс, за программу которого написана работа",
            dimension=True,
            example="4",
        ),
        EXAM_LEVEL,
        Column(
            "control_stage",
            "code",
            "Вид контроля",
            "Входной, промежуточный или итоговый контроль",
            codes={"entry": "входной", "interim": "промежуточный", "final": "итоговый"},
            dimension=True,
        ),
        Column(
            "domain",
            "code",
            "Вид грамотности",
            "Вид функциональной грамотности",
            codes={
                "reading": "читательская",
                "math": "математическая",
                "science": "естественно-научная",
                "financial": "финансовая",
                "global": "глобальные компетенции",
                "creative": "креативное мышление",
            },
            dimension=True,
        ),
        Column("class_group", "text", "Класс", "Буква или номер класса", example="а"),
        Column("date", "date", "Дата", "Дата проведения"),
        ATTEMPT,
        Column("variant", "text", "Вариант", "Номер варианта"),
        Column(
            "participated",
            "bool",
            "Участвовал",
            "Писал работу (нет — отсутствовал)",
            unknown=False,
            example="да",
        ),
        Column("raw_score", "number", "Первичный балл", "Сумма баллов за задания", example="14"),
        Column("max_score", "number", "Наибольший балл", "Наибольший первичный балл работы"),
        Column("scaled_score", "number", "Тестовый балл", "Балл по стобалльной шкале"),
        Column("mark", "int", "Отметка", "Отметка за работу, 2–5", example="4"),
        Column("journal_mark", "int", "Отметка по журналу", "Отметка за предыдущий период"),
        Column("level", "code", "Уровень подготовки", "Достигнутый уровень", codes=LEVELS),
        Column(
            "passed", "bool", "Порог преодолён", "Набран минимальный балл или отметка не ниже «3»"
        ),
        Column("mandatory", "bool", "Обязательный экзамен", "Обязателен для аттестата"),
        Column("sex", "code", "Пол", "Пол обучающегося", codes=SEX, dimension=True),
        SPECIAL_NEEDS,
        Column(
            "programme",
            "code",
            "Программа",
            "Основная или адаптированная",
            codes=PROGRAMMES,
            dimension=True,
        ),
        Column(
            "observed",
            "bool",
            "Под наблюдением",
            "Проведено под контролем независимого наблюдателя",
            dimension=True,
        ),
    ),
    key=(
        "organisation",
        "year",
        "pupil",
        "procedure",
        "subject",
        "grade",
        "exam_level",
        "control_stage",
        "domain",
        "attempt",
    ),
)

ITEMS = Table(
    "items",
    "Выполнение заданий",
    "обучающийся × работа × задание",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        PROCEDURE,
        SUBJECT,
        GRADE,
        EXAM_LEVEL,
        ATTEMPT,
        Column("item", "text", "Задание", "Номер задания, как в работе: 4К1, 5.2", unknown=False),
        Column("points", "number", "Балл", "Полученный балл; пусто, если задание не выполнялось"),
        Column("max_points", "number", "Наибольший балл", "Наибольший балл за задание"),
        Column(
            "state",
            "code",
            "Состояние",
            "Что произошло с заданием",
            unknown=False,
            codes={
                "done": "выполнялось",
                "not_attempted": "не приступал (X)",
                "not_taught": "тема не пройдена",
            },
            dimension=True,
        ),
    ),
    key=(
        "organisation",
        "year",
        "pupil",
        "procedure",
        "subject",
        "grade",
        "exam_level",
        "attempt",
        "item",
    ),
)

GRADUATES = Table(
    "graduates",
    "Выпускники",
    "выпускник 9 или 11 класса",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        Column(
            "grade", "int", "Класс", "9 или 11 (12)", unknown=False, dimension=True, example="11"
        ),
        SPECIAL_NEEDS,
        Column(
            "certificate", "bool", "Получил аттестат", "Аттестат соответствующего уровня получен"
        ),
        Column("honours", "bool", "Аттестат с отличием", "Аттестат особого образца"),
        Column(
            "advanced_study",
            "bool",
            "Углублённое изучение",
            "Изучал предметы на углублённом (профильном) уровне",
        ),
        Column(
            "exam_matches_profile",
            "bool",
            "Экзамен по профилю",
            "Выбрал хотя бы один экзамен, соответствующий профилю обучения",
        ),
        Column(
            "destination",
            "code",
            "Куда поступил",
            "Дальнейший путь выпускника",
            codes={
                "vocational": "профессиональная образовательная организация",
                "higher": "организация высшего образования",
                "school": "10 класс",
                "work": "работа",
                "army": "служба",
                "other": "другое",
            },
            dimension=True,
        ),
        Column("destination_by_profile", "bool", "Поступил по профилю", "По профилю обучения"),
        Column(
            "destination_in_region",
            "bool",
            "Остался в регионе",
            "Поступил в организацию своего региона",
        ),
        Column("gifted", "bool", "В реестре одарённых", "Состоит в реестре одарённых детей"),
    ),
    key=("organisation", "year", "pupil", "grade"),
)

AGGREGATES = Table(
    "aggregates",
    "Сводные результаты",
    "известно только в сумме: процедура × категория",
    (
        ORGANISATION,
        YEAR,
        Column(
            "unit_kind",
            "code",
            "Уровень",
            "К чему относится строка",
            unknown=False,
            codes={
                "organisation": "организация",
                "municipality": "муниципалитет",
                "region": "регион",
                "country": "вся выборка",
            },
        ),
        PROCEDURE,
        SUBJECT,
        GRADE,
        Column(
            "category",
            "code",
            "Категория",
            "Что сосчитано",
            unknown=False,
            codes={
                "mark_2": "получили «2»",
                "mark_3": "получили «3»",
                "mark_4": "получили «4»",
                "mark_5": "получили «5»",
                "lowered": "понизили",
                "confirmed": "подтвердили",
                "raised": "повысили",
            },
            dimension=True,
        ),
        Column("participants", "int", "Участников", "Всего участников"),
        Column("number", "int", "Число", "Сколько участников в категории"),
        Column("percent", "number", "Процент", "Доля категории, %"),
    ),
    key=("organisation", "year", "unit_kind", "procedure", "subject", "grade", "category"),
)

TABLES = (RESULTS, ITEMS, GRADUATES, AGGREGATES)

"""Fact tables about organisations: units, attributes, forms, activities, procedures, reviews."""

from __future__ import annotations

from msoko.facts.codes import EVENT_LEVELS, TOPICS
from msoko.facts.column import Column, Table
from msoko.facts.schema_results import GRADE, ORGANISATION, PROCEDURE, SUBJECT, YEAR
from msoko.vocabulary import UNIT_KINDS


def _flag(name: str, ru: str, meaning: str) -> Column:
    return Column(name, "bool", ru, meaning)


UNITS = Table(
    "units",
    "Организации",
    "организация × учебный год, с которого сведения действуют",
    (
        ORGANISATION,
        YEAR,
        Column("name", "text", "Название", "Краткое название", example="МКОУ «Усть-Кажинская СОШ»"),
        Column("kind", "code", "Вид организации", "Вид", unknown=False, codes=UNIT_KINDS),
        Column("municipality", "text", "Муниципалитет", "Название муниципалитета", unknown=False),
        Column("region", "text", "Регион", "Название региона"),
        Column("parent", "text", "Головная организация", "Код головной организации для филиала"),
        Column("login", "text", "Логин ФИС ОКО", "Логин федеральной системы", example="edu223379"),
        Column("oge_code", "text", "Код ОГЭ", "Код организации в базе ОГЭ"),
        Column("ege_code", "text", "Код ЕГЭ", "Код организации в базе ЕГЭ"),
        Column("inn", "text", "ИНН", "10 цифр, контрольная цифра проверяется"),
        Column("cluster", "text", "Группа", "Группа сопоставимых организаций"),
        _flag("municipal", "Муниципальная", "Учредитель — муниципалитет"),
        _flag("rural", "Сельская", "Расположена в сельской местности"),
        _flag(
            "disadvantaged",
            "Неблагоприятные условия",
            "Функционирует в неблагоприятных социальных условиях",
        ),
        _flag(
            "low_performing",
            "В перечне ШНОР",
            "Включена актом в перечень школ с низкими результатами",
        ),
        Column("closed_from", "year", "Закрыта с", "Учебный год, с которого не действует"),
    ),
    key=("organisation", "year"),
)

ATTRIBUTES = Table(
    "attributes",
    "Признаки организации",
    "организация × год × признак (× группа ДОУ)",
    (
        ORGANISATION,
        YEAR,
        Column(
            "attribute",
            "text",
            "Признак",
            "Код признака, на который ссылается показатель",
            unknown=False,
            dimension=True,
        ),
        Column("group", "text", "Группа", "Группа детского сада, если признак смотрят по группам"),
        Column("yes", "bool", "Да/нет", "Выполнено ли"),
        Column("number", "number", "Число", "Значение, если признак — число"),
        Column(
            "text", "text", "Текст", "Значение, если признак — слово: low, high …", dimension=True
        ),
        Column("link", "text", "Ссылка", "Подтверждающий документ"),
        Column("date", "date", "Дата", "На какую дату"),
    ),
    key=("organisation", "year", "attribute", "group"),
)

REPORTED = Table(
    "reported",
    "Сведения по форме",
    "организация × год × поле формы (× разрез)",
    (
        ORGANISATION,
        YEAR,
        Column(
            "field",
            "text",
            "Поле",
            "Код поля, на которое ссылается показатель",
            unknown=False,
            dimension=True,
        ),
        Column(
            "breakdown", "text", "Разрез", "Значение разреза, если поле разбито", dimension=True
        ),
        Column("value", "number", "Значение", "Число", unknown=False),
    ),
    key=("organisation", "year", "field", "breakdown"),
)

ACTIVITIES = Table(
    "activities",
    "Мероприятия и объединения",
    "мероприятие, программа, проект или объединение организации",
    (
        ORGANISATION,
        YEAR,
        Column(
            "kind",
            "code",
            "Что это",
            "Вид",
            unknown=False,
            codes={
                "family_event": "мероприятие по укреплению семьи",
                "patriotic_event": "гражданско-патриотическое мероприятие",
                "mutual_learning": "взаимодействие и взаимообучение работников",
                "young_teacher_project": "проект поддержки молодых педагогов",
                "mentoring_programme": "программа наставничества педагогов",
                "pupil_mentoring": "программа «Наставничество» для обучающихся",
                "methodical_association": "методическое объединение",
                "working_group": "муниципальная рабочая группа",
                "partner_event": "мероприятие с предприятием или учреждением",
                "vocational_event": "мероприятие с профессиональной организацией или вузом",
                "volunteer_movement": "волонтёрское движение",
                "holiday_programme": "программа каникулярного отдыха",
                "other": "другое",
            },
            dimension=True,
        ),
        Column("name", "text", "Название", "Название", unknown=False),
        Column("level", "code", "Уровень", "Уровень", codes=EVENT_LEVELS, dimension=True),
        Column("topic", "code", "Тема", "О чём", codes=TOPICS, dimension=True),
        Column("date", "date", "Дата", "Дата проведения или начала"),
        Column("participants", "int", "Участников", "Число участников"),
        Column("link", "text", "Ссылка", "Подтверждающий документ"),
    ),
    key=("organisation", "year", "kind", "name", "date"),
)

PROCEDURES_HELD = Table(
    "procedures",
    "Проведённые процедуры",
    "процедура × организация × предмет × дата",
    (
        ORGANISATION,
        YEAR,
        PROCEDURE,
        SUBJECT,
        GRADE,
        Column(
            "stage",
            "code",
            "Этап олимпиады",
            "Этап ВсОШ",
            codes={
                "school": "школьный",
                "municipal": "муниципальный",
                "regional": "региональный",
                "final": "заключительный",
            },
            dimension=True,
        ),
        Column("date", "date", "Дата", "Дата проведения"),
        Column(
            "observer",
            "code",
            "Наблюдатель",
            "Кто наблюдал",
            unknown=False,
            codes={"public": "общественный", "independent": "независимый", "none": "не было"},
            dimension=True,
        ),
        _flag("controlled", "Под контролем", "Соблюдение порядка проверялось"),
        Column("violations", "int", "Нарушений", "Сколько нарушений записано в акте"),
    ),
    key=("organisation", "year", "procedure", "subject", "grade", "stage", "date"),
)

REVIEWS = Table(
    "reviews",
    "Объективность",
    "заключение об объективности: организация × работа",
    (
        ORGANISATION,
        YEAR,
        Column(
            "procedure", "code", "Процедура", "Пусто — все", codes=PROCEDURE.codes, dimension=True
        ),
        SUBJECT,
        GRADE,
        Column(
            "status",
            "code",
            "Заключение",
            "Вывод",
            unknown=False,
            codes={"unreliable": "есть признаки необъективности", "reliable": "объективно"},
            dimension=True,
        ),
        Column("source", "text", "Источник", "Перечень или акт, из которого взято", unknown=False),
        Column("basis", "text", "Основание", "Почему так решено"),
    ),
    key=("organisation", "year", "procedure", "subject", "grade", "source"),
)

RATINGS = Table(
    "ratings",
    "Экспертные оценки",
    "экспертная оценка по ссылке: организация × критерий",
    (
        ORGANISATION,
        YEAR,
        Column(
            "criterion",
            "text",
            "Критерий",
            "Код показателя или критерия",
            unknown=False,
            dimension=True,
        ),
        Column("score", "number", "Балл", "Оценка эксперта", unknown=False),
        Column(
            "max_score", "number", "Наибольший балл", "Наибольшая возможная оценка", unknown=False
        ),
        Column("link", "text", "Ссылка", "Подтверждающий документ или страница"),
        Column("checked_on", "date", "Проверено", "Когда ссылка проверена"),
        Column("link_alive", "bool", "Ссылка открывается", "Открывалась ли ссылка при проверке"),
        Column("expert", "person", "Эксперт", "Обозначение эксперта; хранится псевдоним"),
    ),
    key=("organisation", "year", "criterion", "expert"),
)

TABLES = (UNITS, ATTRIBUTES, REPORTED, ACTIVITIES, PROCEDURES_HELD, REVIEWS, RATINGS)

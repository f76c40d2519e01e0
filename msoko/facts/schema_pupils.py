"""Fact tables about pupils: enrolment, participation, coverage, prevention."""

from __future__ import annotations

from msoko.facts.codes import EVENT_LEVELS, PROGRAMMES, SECTORS, SEX
from msoko.facts.column import Column, Table
from msoko.facts.schema_results import GRADE, ORGANISATION, PUPIL, SPECIAL_NEEDS, SUBJECT, YEAR


def _flag(name: str, ru: str, meaning: str, *, dimension: bool = False) -> Column:
    return Column(name, "bool", ru, meaning, dimension=dimension)


AGE = Column("age", "int", "Возраст, полных лет", "Полных лет на дату среза")
NATIVE_RUSSIAN = _flag("native_russian", "Русский язык родной", "нет — русский язык не родной")

ENROLMENT = Table(
    "enrolment",
    "Контингент",
    "обучающийся (воспитанник) × организация × учебный год",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        Column(
            "grade",
            "int",
            "Класс (год обучения)",
            "1–11 (12); 0 — дошкольная группа",
            unknown=False,
            dimension=True,
            example="4",
        ),
        Column("class_group", "text", "Класс", "Буква или номер класса, группа"),
        Column(
            "programme",
            "code",
            "Программа",
            "Основная или адаптированная",
            codes=PROGRAMMES,
            dimension=True,
        ),
        SPECIAL_NEEDS,
        Column("sex", "code", "Пол", "Пол", codes=SEX, dimension=True),
        AGE,
        Column("profile", "text", "Профиль", "Профиль обучения; пусто — универсальный"),
        _flag("advanced_study", "Углублённое изучение", "Класс с углублённым изучением предметов"),
        _flag("individual_plan", "Индивидуальный учебный план", "Учится по ИУП"),
        _flag(
            "individual_route",
            "Индивидуальный маршрут",
            "Есть индивидуальный образовательный маршрут",
        ),
        _flag(
            "gifted",
            "Повышенные способности",
            "Состоит в реестре детей с повышенными способностями",
        ),
        _flag("at_risk", "Группа риска", "Отнесён к «группе риска»"),
        _flag(
            "from_other_school",
            "Пришёл из другой организации",
            "Освоил основное общее образование в другой организации",
        ),
        NATIVE_RUSSIAN,
        _flag("resettled", "Из числа переселенцев", "Из числа переселенцев"),
        _flag("poor_housing", "Неблагоустроенное жильё", "Проживает в неблагоустроенных условиях"),
    ),
    key=("organisation", "year", "pupil"),
)

PARTICIPATION = Table(
    "participation",
    "Участие в мероприятиях",
    "обучающийся × мероприятие",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        Column(
            "event_kind",
            "code",
            "Вид мероприятия",
            "К чему относится мероприятие",
            unknown=False,
            codes={
                "olympiad": "Всероссийская олимпиада школьников",
                "contest": "конкурс, соревнование",
                "career_contest": "конкурс профориентационной направленности",
                "career_event": "профориентационное мероприятие",
                "safety_event": "мероприятие по безопасности",
                "adaptation_event": "мероприятие по социальной и культурной адаптации",
                "patriotic_event": "мероприятие гражданско-патриотической направленности",
                "conference": "научно-практическая конференция",
                "award": "поощрение",
                "other": "другое",
            },
            dimension=True,
        ),
        Column("event", "text", "Мероприятие", "Название", example="Шаг в будущее"),
        Column(
            "level", "code", "Уровень", "Уровень мероприятия", codes=EVENT_LEVELS, dimension=True
        ),
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
        SUBJECT,
        Column(
            "outcome",
            "code",
            "Итог",
            "Чем закончилось",
            unknown=False,
            codes={"participant": "участник", "prize": "призёр", "winner": "победитель"},
        ),
        _flag("significant", "В перечне значимых", "Мероприятие входит в перечень значимых"),
        _flag(
            "high_demand",
            "Востребованная отрасль",
            "По наиболее востребованным отраслям экономики региона",
            dimension=True,
        ),
        Column(
            "safety_kind",
            "code",
            "Вид безопасности",
            "Какая безопасность",
            codes={
                "physical": "физическая",
                "information": "информационная",
                "psychological": "психологическая",
            },
            dimension=True,
        ),
        Column("date", "date", "Дата", "Дата мероприятия"),
        GRADE,
        SPECIAL_NEEDS,
        NATIVE_RUSSIAN,
    ),
    key=("organisation", "year", "pupil", "event_kind", "event", "stage", "subject", "date"),
)

COVERAGE = Table(
    "coverage",
    "Охват формами работы",
    "обучающийся (или родитель) × форма работы",
    (
        ORGANISATION,
        YEAR,
        PUPIL,
        Column(
            "form",
            "code",
            "Форма работы",
            "Чем охвачен",
            unknown=False,
            codes={
                "group_testing": "групповое профориентационное тестирование",
                "individual_testing": "индивидуальное профориентационное тестирование",
                "counselling": "адресная психолого-педагогическая помощь в самоопределении",
                "extra_education": "дополнительное образование",
                "extracurricular": "внеучебная исследовательская и проектная работа",
                "social_support": "социальное сопровождение",
                "learning_support": "повышение образовательных результатов",
                "association": "общественное объединение, движение",
                "volunteering": "добровольчество",
                "holiday": "занятость в каникулы",
                "partner_event": "мероприятие с предприятием или учреждением",
                "vocational_event": "мероприятие с профессиональной организацией или вузом",
            },
            dimension=True,
        ),
        Column(
            "recipient",
            "code",
            "Кому оказано",
            "Обучающийся или родитель (законный представитель)",
            unknown=False,
            codes={"pupil": "обучающийся", "parent": "родитель"},
            dimension=True,
        ),
        Column(
            "sector",
            "code",
            "Отрасль",
            "Отрасль организации дополнительного образования",
            codes=SECTORS,
            dimension=True,
        ),
        Column(
            "movement",
            "code",
            "Движение",
            "Объединение или движение",
            codes={"rdsh": "РДШ", "yunarmiya": "Юнармия", "yuid": "ЮИД", "other": "другое"},
            dimension=True,
        ),
        _flag("joined_in_year", "Вступил в этом году", "Вступил в объединение в отчётном году"),
        Column("date", "date", "Дата", "Дата начала"),
        GRADE,
        AGE,
        SPECIAL_NEEDS,
        _flag("at_risk", "Группа риска", "Отнесён к «группе риска»"),
    ),
    key=("organisation", "year", "pupil", "form", "recipient", "sector", "movement"),
)

PREVENTION = Table(
    "prevention",
    "Профилактика",
    "постановка на учёт, правонарушение или семья под сопровождением",
    (
        ORGANISATION,
        YEAR,
        Column(
            "case_kind",
            "code",
            "Что это",
            "Вид записи",
            unknown=False,
            codes={"register": "учёт", "offence": "правонарушение", "family": "семья"},
            dimension=True,
        ),
        Column("person", "person", "Кто", "Обозначение обучающегося или семьи; хранится псевдоним"),
        Column(
            "register",
            "code",
            "Вид учёта",
            "На каком учёте",
            codes={"pdn": "ПДН", "intra_school": "внутришкольный"},
            dimension=True,
        ),
        Column("registered_on", "date", "Дата постановки", "Дата постановки или события"),
        Column("removed_on", "date", "Дата снятия", "Пусто — состоит на учёте"),
        Column(
            "removal_reason",
            "code",
            "Причина снятия",
            "Почему снят",
            codes={
                "corrected": "исправление",
                "departed": "выбытие",
                "age": "возраст",
                "other": "другое",
            },
            dimension=True,
        ),
        _flag("at_year_end", "На учёте на конец года", "Состоит на учёте на конец учебного года"),
        _flag("first_time", "Впервые", "Поставлен или выявлен впервые"),
        _flag("repeated", "Повторное", "Повторное проявление"),
        _flag("asocial", "Асоциальная семья", "Семья признана асоциальной"),
        _flag("positive_change", "Положительная динамика", "Есть положительная динамика"),
    ),
    key=("organisation", "year", "case_kind", "person", "register", "registered_on"),
)

TABLES = (ENROLMENT, PARTICIPATION, COVERAGE, PREVENTION)

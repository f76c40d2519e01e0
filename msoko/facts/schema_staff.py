"""Fact tables about people who work: staff, their events, the leadership reserve."""

from __future__ import annotations

from msoko.facts.codes import EVENT_LEVELS, TOPICS
from msoko.facts.column import Column, Table
from msoko.facts.schema_results import ORGANISATION, SUBJECT, YEAR

PERSON = Column(
    "person",
    "person",
    "Работник",
    "Табельный номер или иное обозначение; хранится псевдоним",
    unknown=False,
    example="т-017",
)


def _flag(name: str, ru: str, meaning: str) -> Column:
    return Column(name, "bool", ru, meaning)


STAFF = Table(
    "staff",
    "Кадры",
    "работник × организация × учебный год (у учителя — по строке на предмет)",
    (
        ORGANISATION,
        YEAR,
        PERSON,
        Column(
            "role",
            "code",
            "Должность",
            "Кем работает",
            unknown=False,
            codes={
                "leader": "руководитель",
                "deputy": "заместитель руководителя",
                "teacher": "учитель",
                "educator": "воспитатель",
                "psychologist": "педагог-психолог",
                "other_pedagogue": "иной педагог",
            },
            dimension=True,
        ),
        _flag("pedagogical", "Педагогический работник", "Относится к педагогическим работникам"),
        SUBJECT,
        Column("age", "int", "Возраст, полных лет", "Полных лет на дату среза"),
        Column("experience", "number", "Педагогический стаж, лет", "Лет"),
        Column(
            "education",
            "code",
            "Образование",
            "Наивысшее образование",
            codes={"higher": "высшее", "vocational": "среднее профессиональное", "other": "иное"},
            dimension=True,
        ),
        _flag(
            "education_matches", "Образование по профилю", "Соответствует преподаваемому предмету"
        ),
        Column(
            "category",
            "code",
            "Категория",
            "Квалификационная категория",
            codes={"highest": "высшая", "first": "первая", "none": "без категории"},
            dimension=True,
        ),
        _flag("degree", "Учёная степень или звание", "Имеет учёную степень или учёное звание"),
        _flag(
            "young_specialist",
            "Молодой специалист",
            "Принят в отчётном учебном году после окончания вуза или колледжа",
        ),
        Column(
            "graduated_from",
            "code",
            "Что окончил",
            "Вуз или колледж",
            codes={"university": "вуз", "college": "колледж"},
            dimension=True,
        ),
        _flag("class_teacher", "Классный руководитель", "Осуществляет классное руководство"),
        _flag(
            "class_teacher_evaluated",
            "Оценён как классный руководитель",
            "Проведена оценка эффективности классного руководства",
        ),
        _flag(
            "class_teacher_awarded",
            "Поощрён как классный руководитель",
            "Получил поощрение за классное руководство",
        ),
        _flag(
            "low_results", "Низкие результаты обучения", "Обучающиеся показывают низкие результаты"
        ),
        Column(
            "effectiveness",
            "code",
            "Эффективность руководителя",
            "Уровень эффективности",
            codes={"optimal": "оптимальный", "acceptable": "допустимый", "critical": "критический"},
            dimension=True,
        ),
        Column(
            "competence",
            "code",
            "Уровень компетенций",
            "Сформированность профессиональных компетенций",
            codes={"low": "низкий", "medium": "средний", "high": "высокий"},
        ),
        _flag(
            "competence_raised",
            "Повысил компетенции",
            "Повысил уровень профессиональных компетенций",
        ),
        _flag(
            "qualified",
            "Подготовка соответствует требованиям",
            "Обладает требуемым качеством профессиональной подготовки",
        ),
        _flag("newly_appointed", "Вновь назначен", "Назначен на должность в отчётном году"),
        _flag("by_competition", "Назначен по конкурсу", "Назначен на конкурсной основе"),
    ),
    key=("organisation", "year", "person", "role", "subject"),
)

STAFF_EVENTS = Table(
    "staff_events",
    "Развитие работников",
    "работник × диагностика, курсы, конкурс, наставничество …",
    (
        ORGANISATION,
        YEAR,
        PERSON,
        Column(
            "kind",
            "code",
            "Что это",
            "Вид события",
            unknown=False,
            codes={
                "diagnosis": "диагностика дефицитов и компетенций",
                "training": "повышение квалификации",
                "retraining": "профессиональная переподготовка",
                "contest": "конкурс педагогического мастерства",
                "mentoring": "наставничество",
                "association": "методическое объединение",
                "network": "сетевое сообщество",
                "young_project": "проект поддержки молодых педагогов",
                "support": "практическая помощь",
                "tools": "психодиагностический инструментарий",
                "attestation": "аттестация",
                "expert": "экспертная деятельность",
            },
            dimension=True,
        ),
        Column(
            "role",
            "code",
            "Должность",
            "Кем работает",
            codes=STAFF.column("role").codes,
            dimension=True,
        ),
        _flag("pedagogical", "Педагогический работник", "Относится к педагогическим работникам"),
        STAFF.column("age"),
        STAFF.column("experience"),
        _flag(
            "low_results", "Низкие результаты обучения", "Обучающиеся показывают низкие результаты"
        ),
        SUBJECT,
        Column("topic", "code", "Тема", "О чём", codes=TOPICS, dimension=True),
        Column(
            "deficit",
            "code",
            "Вид дефицита",
            "Выявленный дефицит",
            codes={
                "subject": "предметный",
                "methodical": "методический",
                "psychological": "психолого-педагогический",
                "communicative": "коммуникативный",
                "digital": "цифровой",
                "none": "не выявлен",
            },
            dimension=True,
        ),
        Column(
            "level", "code", "Уровень", "Уровень мероприятия", codes=EVENT_LEVELS, dimension=True
        ),
        Column(
            "part",
            "code",
            "Роль",
            "Наставник или наставляемый",
            codes={"mentor": "наставник", "mentee": "наставляемый"},
            dimension=True,
        ),
        _flag("independent", "Независимая", "Проведена независимо от организации"),
        _flag("improved", "Положительная динамика", "Результат выше предыдущего"),
        _flag("completed", "Завершено", "Завершено с документом"),
        _flag("after_diagnosis", "По итогам диагностики", "Назначено по выявленным дефицитам"),
        Column(
            "years_ago",
            "int",
            "Лет назад",
            "Сколько учебных лет назад завершено; 0 — в отчётном году",
        ),
        Column("date", "date", "Дата", "Дата завершения"),
    ),
    key=("organisation", "year", "person", "kind", "subject", "topic", "deficit", "level", "date"),
)

RESERVE = Table(
    "reserve",
    "Кадровый резерв",
    "претендент или участник резерва × учебный год",
    (
        ORGANISATION,
        YEAR,
        PERSON,
        _flag("in_reserve", "В резерве", "Зачислен в резерв управленческих кадров"),
        _flag("candidate", "Претендент", "Претендент для включения в резерв"),
        _flag("enrolled_in_year", "Зачислен в отчётном периоде", "Зачислен в отчётном периоде"),
        _flag("trained", "Прошёл обучение", "Прошёл обучение в отчётном периоде"),
        _flag("appointed", "Назначен", "Назначен на руководящую должность в отчётном периоде"),
        _flag("diagnosed", "Прошёл диагностику", "Охвачен личностно-профессиональной диагностикой"),
        _flag("diagnosis_passed", "Диагностика успешна", "Успешно прошёл диагностику"),
        _flag("has_plan", "Есть план развития", "Имеет план индивидуального развития"),
        Column(
            "plan_done", "number", "План выполнен, %", "Выполнение плана за отчётный период, 0–100"
        ),
    ),
    key=("organisation", "year", "person"),
)

TABLES = (STAFF, STAFF_EVENTS, RESERVE)

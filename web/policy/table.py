"""The table of permissions: what may be done, and how far each role reaches.

Reaches: `all` — every organisation of one's municipality; `own` — one's organisation and its
branches; `subject` — values of one's subject; `totals` — sums of the municipality, small groups
hidden; `self` — one's own account. What is not in the table is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.policy.roles import ROLES

REACH_RU = {
    "all": "весь муниципалитет",
    "own": "своя организация",
    "subject": "свой предмет",
    "totals": "только итоги муниципалитета",
    "self": "своё",
    "": "нет",
}
_HEAD, _SPECIALIST, _OPERATOR = "authority_head", "authority_specialist", "operator"
_SCHOOL, _DATA, _ADMIN = "organisation_head", "data_officer", "administrator"
_SUBJECT, _EXPERT, _OBSERVER = "methodical_association", "expert", "observer"
_COMMISSION, _PUBLIC, _READER = "commission", "public_representative", "external_reader"

_OFFICE = (_HEAD, _SPECIALIST, _OPERATOR)
_ORGANISATION = (_SCHOOL, _DATA)
_INVITED = (_SUBJECT, _EXPERT, _OBSERVER, _COMMISSION)
_OUTSIDE = (_PUBLIC, _READER)


@dataclass(frozen=True)
class Permission:
    """One thing that may be done; `reach` by role."""

    name: str
    ru: str
    reach: Mapping[str, str]


def _permission(name: str, ru: str, **roles: tuple[str, ...]) -> Permission:
    reach = {role: how for how, names in roles.items() for role in names}
    return Permission(name, ru, reach)


PERMISSIONS: Mapping[str, Permission] = {
    one.name: one
    for one in (
        _permission("account.own", "своя учётная запись, пароль, сеансы", self=tuple(ROLES)),
        _permission("rules.see", "роли, права, словарь оформления", self=tuple(ROLES)),
        _permission(
            "areas.see", "направления и паспорта показателей",
            all=(*_OFFICE, *_ORGANISATION, *_INVITED, *_OUTSIDE),
        ),
        _permission(
            "values.see", "значения показателей",
            all=_OFFICE, own=_ORGANISATION, subject=(_SUBJECT,),
            totals=(_EXPERT, _OBSERVER, _COMMISSION, *_OUTSIDE),
        ),
        _permission(
            "values.explain", "откуда число: файлы и строки", all=_OFFICE, own=_ORGANISATION
        ),
        _permission(
            "values.export", "выгрузка значений", all=_OFFICE, own=_ORGANISATION
        ),
        _permission(
            "findings.see", "выводы анализа",
            all=_OFFICE, own=_ORGANISATION, subject=(_SUBJECT,),
        ),
        _permission(
            "findings.integrity", "признаки необъективности результатов",
            all=_OFFICE, own=(_SCHOOL,),
        ),
        _permission(
            "findings.decide", "подтверждение и отклонение выводов", all=_OFFICE
        ),
        _permission(
            "cycles.see", "управленческие циклы", all=_OFFICE, own=_ORGANISATION
        ),
        _permission(
            "cycles.lead", "ведение циклов и этапов", all=(_SPECIALIST, _OPERATOR)
        ),
        _permission("cycles.decide", "решения по циклам", all=(_HEAD,)),
        _permission(
            "recommendations.acknowledge", "ознакомление с рекомендациями", own=_ORGANISATION
        ),
        _permission("acts.see", "акты цикла", all=_OFFICE, own=_ORGANISATION),
        _permission(
            "acts.draft", "подготовка актов и отметки о доведении", all=(_SPECIALIST, _OPERATOR)
        ),
        _permission("acts.sign", "подписание, опубликование и отмена актов", all=(_HEAD,)),
        _permission(
            "roadmap.see", "дорожная карта и ожидаемые документы",
            all=_OFFICE, own=_ORGANISATION, totals=_INVITED,
        ),
        _permission(
            "roadmap.mark", "отметки о ходе мероприятий и документов",
            all=_OFFICE, own=_ORGANISATION,
        ),
        _permission(
            "roadmap.edit", "строки и сроки дорожной карты", all=_OFFICE
        ),
        _permission("roadmap.approve", "утверждение дорожной карты", all=(_HEAD,)),
        _permission(
            "readiness.see", "готовность к внешней экспертизе", all=(*_OFFICE, _EXPERT)
        ),
        _permission(
            "readiness.edit", "рубрика экспертизы", all=(_SPECIALIST, _OPERATOR)
        ),
        _permission(
            "readiness.rate", "экспертные оценки по ссылкам", all=(_EXPERT, _OPERATOR)
        ),
        _permission(
            "organisations.see", "карточки организаций",
            all=(*_OFFICE, _ADMIN, *_INVITED), own=_ORGANISATION,
        ),
        _permission(
            "organisations.edit", "ведение перечня организаций", all=(_SPECIALIST, _OPERATOR)
        ),
        _permission("people.see", "люди и их роли", all=(_HEAD, _ADMIN), own=(_SCHOOL,)),
        _permission(
            "people.appoint", "приглашение, назначение, отключение людей",
            all=(_HEAD, _ADMIN), own=(_SCHOOL,),
        ),
        _permission(
            "jobs.mind", "фоновая работа и её повтор", all=(_SPECIALIST, _OPERATOR, _ADMIN)
        ),
        _permission("journal.see", "журнал действий", all=(_HEAD, _ADMIN)),
        _permission("uploads.see", "присланные файлы", all=_OFFICE, own=_ORGANISATION),
        _permission(
            "uploads.send", "отправка файлов", all=(_SPECIALIST, _OPERATOR), own=_ORGANISATION
        ),
        _permission(
            "uploads.decide", "приём, отказ и отзыв файлов", all=(_SPECIALIST, _OPERATOR)
        ),
    )
}  # fmt: skip

"""Roles of the regulations as data: what a role is called and whose functions it quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role; `quotes` are ids of roles in profiles whose functions it carries out.

    `seat` says where in the tree an appointment to it is made; `subject`: whether it has one.
    """

    name: str
    ru: str
    what: str
    quotes: tuple[str, ...]
    seat: str
    subject: bool = False


_AUTHORITY = ("authority", "municipality")
_EXPERTS = ("expert", "expert_council", "expert_community")
_PUBLIC = ("public_body", "public_organisations", "parents_community")

ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("authority_head", "Руководитель органа управления образованием",
             "утверждает акты и принимает решения",
             ("authority_head", "head_of_authority", "administration", *_AUTHORITY),
             "municipality"),
        Role("authority_specialist", "Специалист органа управления образованием",
             "ведёт систему оценки качества в муниципалитете",
             ("officials", *_AUTHORITY), "municipality"),
        Role("operator", "Оператор (методическая служба)",
             "собирает и проверяет сведения, готовит анализ и рекомендации",
             ("operator", "methodical_department"), "municipality"),
        Role("organisation_head", "Руководитель организации",
             "отвечает за сведения организации и выполнение рекомендаций",
             ("organisation_head", "organisation"), "organisation"),
        Role("data_officer", "Ответственный за сведения организации",
             "присылает файлы и формы своей организации", ("organisation",), "organisation"),
        Role("methodical_association", "Руководитель методического объединения",
             "анализирует результаты по своему предмету",
             ("methodical_associations",), "municipality", subject=True),
        Role("expert", "Эксперт", "оценивает документы и материалы", _EXPERTS, "municipality"),
        Role("observer", "Общественный наблюдатель", "наблюдает за проведением процедур",
             ("observer", "observers", "independent_observers"), "municipality"),
        Role("commission", "Член муниципальной комиссии", "проверяет и перепроверяет работы",
             ("municipal_commissions", "procedure_specialists"), "municipality"),
        Role("public_representative", "Представитель общественности",
             "читает сводные сведения, спрашивает, предлагает", _PUBLIC, "municipality"),
        Role("external_reader", "Внешний читатель",
             "читает сводные сведения: регион, ведомства, работодатели",
             ("stakeholders", "employers", "regional_ministry", "regional_authority"),
             "municipality"),
        Role("administrator", "Администратор", "заводит людей и следит за журналом", (),
             "municipality"),
    )
}  # fmt: skip

# Who may appoint to which roles: nobody hands out more than is theirs to hand out.
APPOINTS: Mapping[str, tuple[str, ...]] = {
    "administrator": tuple(ROLES),
    "authority_head": tuple(name for name in ROLES if name != "administrator"),
    "organisation_head": ("data_officer",),
}

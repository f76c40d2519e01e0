"""Roles and permissions, as the policy tables tell them."""

from __future__ import annotations

from docs.pages.markdown import page, table
from web.policy.fields import SEES, SENSITIVITY_RU
from web.policy.roles import APPOINTS, ROLES, Role
from web.policy.table import PERMISSIONS, REACH_RU

_SEATS = {"municipality": "муниципалитет", "organisation": "организация"}


def text() -> str:
    """docs/reference/roles.md."""
    roles = table(
        ("Роль", "Что делает", "Где назначают", "Кого назначает сама", "Какие поля видит"),
        [_row(role) for role in ROLES.values()],
    )
    parts = [
        "Роль дают человеку в одном месте дерева организаций с определённого дня. Чего нет в "
        "таблице прав, того нельзя. Программа с ключом человека имеет его права. Функции ролей "
        "словами положения показывает страница «Роли и права».",
        f"## Роли\n\n{roles}",
        "## Права\n\nСтроки — права; в них названо, у каких ролей право есть и докуда "
        "простирается.\n\n"
        + table(
            ("Право", "Имя", *REACH_RU.values()),
            [_permission(name) for name in PERMISSIONS],
        ),
    ]
    return page("Роли и права", "`web/policy/roles.py` и `web/policy/table.py`", *parts)


def _row(role: Role) -> list[str]:
    seen = ", ".join(ru for name, ru in SENSITIVITY_RU.items() if name in SEES[role.name])
    appoints = APPOINTS.get(role.name, ())
    told = "все роли" if len(appoints) == len(ROLES) else ", ".join(ROLES[n].ru for n in appoints)
    return [role.ru, role.what, _SEATS[role.seat], told or "—", seen]


def _permission(name: str) -> list[str]:
    one = PERMISSIONS[name]
    cells = []
    for reach in REACH_RU:
        held = [role for role in ROLES if one.reach.get(role, "") == reach]
        everybody = len(held) == len(ROLES)
        cells.append("все" if everybody else ", ".join(ROLES[r].ru for r in held) or "—")
    return [one.ru, f"`{name}`", *cells]

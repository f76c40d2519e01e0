"""System checks: the server does not start with an undeclared page or unsafe settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from web.databases import WAL_IS_SOUND
from web.policy.declare import LIBRARY_PAGES
from web.policy.pages import pages
from web.policy.table import PERMISSIONS


@register(Tags.security)
def every_page_is_declared(app_configs: Any, **kwargs: Any) -> list[Error]:
    """One error for every page without a permission, or with one the table does not know."""
    found = []
    seen = set()
    for page in pages():
        seen.add(page.name)
        if page.needs is None:
            found.append(
                Error(
                    f"страница «{page.name}» не говорит, кому она открыта",
                    hint="поставьте над функцией страницы needs(«право») из web.policy.declare",
                    id="msoko.E001",
                )
            )
        elif page.needs not in (*PERMISSIONS, "open", "closed"):
            found.append(
                Error(f"страница «{page.name}»: права «{page.needs}» нет", id="msoko.E002")
            )
    stale = sorted(set(LIBRARY_PAGES) - seen)
    return found + [Error(f"страницы «{one}» больше нет", id="msoko.E003") for one in stale]


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[Error]:
    """In production every unsafe setting is named and stops the start."""
    if settings.MODE != "production":
        return []
    return [Error(said, id="msoko.E010") for said in unsafe()]


def unsafe() -> Iterator[str]:
    """What is wrong with the settings for real work, one sentence each."""
    if settings.DEBUG:
        yield "DEBUG включён: страницы ошибок показывают внутреннее устройство"
    if (settings.DATA / "session.key").exists() or len(settings.SECRET_KEY) < 50:
        yield "MSOKO_SECRET_KEY: задайте свой ключ не короче 50 знаков и уберите session.key"
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "MSOKO_HOSTS: перечислите имена узла, звёздочка не годится"
    if not settings.HTTPS:
        yield "MSOKO_HTTPS: без https пароли и персональные данные идут открыто; поставьте yes"
    if not settings.SECOND_FACTOR_ROLES:
        yield "MSOKO_SECOND_FACTOR: администратору нужен второй фактор"
    yield from _unsafe_database()


def _unsafe_database() -> Iterator[str]:
    told = settings.DATABASES["default"]
    if "sqlite" not in told["ENGINE"]:
        return
    said = told["OPTIONS"]["init_command"]
    if "journal_mode=WAL" in said and sqlite3.sqlite_version_info < WAL_IS_SOUND:
        yield "SQLite старше 3.51.3 нельзя вести журналом WAL: возможна порча базы"
    if "foreign_keys=ON" not in said:
        yield "SQLite: выключена проверка внешних ключей"
    if not any(f"synchronous={mode}" in said for mode in ("FULL", "EXTRA")):
        yield "SQLite: принятое может пропасть при отключении питания (synchronous)"

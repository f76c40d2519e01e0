"""Settings of the web application, as the table of `web.environment` tells them."""

from __future__ import annotations

from docs.pages.markdown import page, table
from web.environment import SETTINGS, Setting

_HEADING = ("Переменная", "Что значит", "Если не задана", "Допустимо")


def text() -> str:
    """docs/reference/settings.md."""
    groups: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        groups.setdefault(setting.group, []).append(setting)
    parts = [
        "Веб-приложение настраивается переменными окружения. Ни одной задавать не обязательно: без "
        "них оно открывается на этом же компьютере. Неверное значение не дают запустить и говорят, "
        "какое. Как поставить сервер — [руководство](../how-to/run-the-server.md)."
    ]
    for name, found in groups.items():
        parts.append(f"## {name}\n\n{table(_HEADING, [_row(one) for one in found])}")
    return page("Настройки веб-приложения", "`web/environment.py`", *parts)


def _row(setting: Setting) -> list[str]:
    default = f"`{setting.default}`" if setting.default else "—"
    legal = {
        "number": "целое число",
        "yes": "`yes`, `no`",
        "list": "через запятую",
        "choice": ", ".join(f"`{word}`" for word in setting.legal),
        "secret": "секрет: не показывайте его",
    }
    return [f"`{setting.name}`", setting.ru, default, legal.get(setting.kind, "")]

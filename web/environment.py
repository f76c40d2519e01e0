"""Every setting as one row of a table: its name, its meaning in Russian, its default.

`docs/reference/settings.md` is made from this table, and `web.settings` reads nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "yes", "list", "folder", "secret", "choice"]
MODES = ("local", "demo", "production")


class WrongSetting(ValueError):  # noqa: N818 - read by a person, not caught by a program
    """A setting that cannot be read; the text says which one and what it may be."""


@dataclass(frozen=True)
class Setting:
    """One environment variable; `legal` are the words a choice may be, `group` its chapter."""

    name: str
    kind: Kind
    default: str
    ru: str
    group: str
    legal: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "MSOKO_MODE", "choice", "local",
        "Как работает приложение: local — на одном компьютере для пробы, demo — учебный "
        "муниципалитет, production — настоящая работа; в последнем случае небезопасные настройки "
        "не дают запуститься",
        "Общее", MODES,
    ),
    Setting(
        "MSOKO_DATA", "folder", "var/web",
        "Папка приложения: база SQLite, присланные файлы, вычисленные значения, письма", "Общее",
    ),
    Setting(
        "MSOKO_STORE", "folder", "var/store",
        "Хранилище сведений, то же, что в ключе --store команд msoko", "Общее",
    ),
    Setting(
        "MSOKO_PROFILE", "text", "solnechny",
        "Профиль: имя папки в profiles/ или путь к папке профиля", "Общее",
    ),
    Setting(
        "MSOKO_TIME_ZONE", "text", "Europe/Moscow",
        "Часовой пояс муниципалитета: по нему считаются сроки и показывается время", "Общее",
    ),
    Setting(
        "DATABASE_URL", "secret", "",
        "База данных: postgresql://имя:пароль@узел:5432/база; пусто — SQLite в папке приложения",
        "База данных",
    ),
    Setting(
        "MSOKO_DATABASE_POOL", "number", "8",
        "Сколько соединений с PostgreSQL держать открытыми на процесс", "База данных",
    ),
    Setting(
        "MSOKO_SECRET_KEY", "secret", "",
        "Ключ подписи сеансов, не короче 50 знаков; пусто — ключ делается сам и лежит в папке "
        "приложения (в режиме production так нельзя)",
        "Безопасность",
    ),
    Setting(
        "MSOKO_KEY_FILE", "text", "",
        "Файл ключа, которым вместо имён делаются псевдонимы; пусто — secret.key в хранилище",
        "Безопасность",
    ),
    Setting(
        "MSOKO_HOSTS", "list", "localhost,127.0.0.1,[::1]",
        "Имена узла через запятую, под которыми открывают приложение", "Безопасность",
    ),
    Setting(
        "MSOKO_HTTPS", "yes", "no",
        "Открывают ли приложение по https: тогда куки и заголовки становятся строгими",
        "Безопасность",
    ),
    Setting(
        "MSOKO_SESSION_IDLE_MINUTES", "number", "60",
        "Через сколько минут бездействия нужно войти снова", "Безопасность",
    ),
    Setting(
        "MSOKO_PASSWORD_LENGTH", "number", "15",
        "Наименьшая длина пароля", "Безопасность",
    ),
    Setting(
        "MSOKO_LOGIN_ATTEMPTS", "number", "5",
        "После скольких неверных паролей вход с этого адреса под этим именем закрывается",
        "Безопасность",
    ),
    Setting(
        "MSOKO_LOGIN_COOLOFF_MINUTES", "number", "15",
        "На сколько минут закрывается вход после неверных паролей", "Безопасность",
    ),
    Setting(
        "MSOKO_SECOND_FACTOR", "list", "administrator",
        "Роли через запятую, которым без второго фактора (одноразовый код) работать нельзя",
        "Безопасность",
    ),
    Setting(
        "MSOKO_API_PER_MINUTE", "number", "120",
        "Сколько запросов в минуту одной программе отвечает один процесс; сверх этого — отказ 429",
        "Безопасность",
    ),
    Setting(
        "MSOKO_EMAIL_HOST", "text", "",
        "Почтовый сервер; пусто — письма складываются файлами в папку приложения", "Почта",
    ),
    Setting("MSOKO_EMAIL_PORT", "number", "465", "Порт почтового сервера (TLS)", "Почта"),
    Setting("MSOKO_EMAIL_USER", "text", "", "Имя на почтовом сервере", "Почта"),
    Setting("MSOKO_EMAIL_PASSWORD", "secret", "", "Пароль на почтовом сервере", "Почта"),
    Setting("MSOKO_EMAIL_FROM", "text", "msoko@localhost", "От чьего имени идут письма", "Почта"),
    Setting(
        "MSOKO_ADDRESS", "text", "http://127.0.0.1:8000",
        "Адрес, по которому открывают приложение: с него начинаются ссылки в письмах и календарях",
        "Почта",
    ),
    Setting(
        "MSOKO_DAILY_HOUR", "number", "7",
        "С какого часа по времени муниципалитета делается ежедневная работа: напоминания", "Почта",
    ),
    Setting(
        "MSOKO_CHECK_LINKS", "yes", "no",
        "Проверять ли, открываются ли внешние ссылки экспертных оценок: тогда программа обращается "
        "к ним по сети; ссылки на свои документы проверяются всегда",
        "Безопасность",
    ),
    Setting(
        "MSOKO_UPLOAD_MEGABYTES", "number", "50",
        "Наибольший размер одного присланного файла, мегабайт", "Файлы",
    ),
    Setting(
        "MSOKO_UPLOAD_FILES", "number", "300",
        "Сколько файлов можно прислать за один раз", "Файлы",
    ),
    Setting("MSOKO_BIND", "text", "127.0.0.1", "Адрес, на котором слушает msoko serve", "Сервер"),
    Setting("MSOKO_PORT", "number", "8000", "Порт, на котором слушает msoko serve", "Сервер"),
    Setting(
        "MSOKO_WORKERS", "number", "2",
        "Сколько процессов отвечают на запросы; столько же, сколько ядер, но не больше четырёх",
        "Сервер",
    ),
    Setting(
        "MSOKO_LEASE_SECONDS", "number", "60",
        "Через сколько секунд молчания обработчика его задания отдаются другому", "Сервер",
    ),
)  # fmt: skip

NAMED: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """The words of a setting; WrongSetting when a choice is none of the legal words."""
    setting = NAMED[name]
    said = os.environ.get(name, "").strip() or setting.default
    if setting.legal and said not in setting.legal:
        raise WrongSetting(f"{name}: «{said}»; допустимо: {', '.join(setting.legal)}")
    return said


def number(name: str) -> int:
    """A whole number; WrongSetting when it is none."""
    said = text(name)
    if not said.isdigit():
        raise WrongSetting(f"{name}: «{said}» — не целое число")
    return int(said)


def yes(name: str) -> bool:
    """Yes or no: yes, no, 1, 0, да, нет."""
    said = text(name).lower()
    if said not in ("yes", "no", "1", "0", "да", "нет"):
        raise WrongSetting(f"{name}: «{said}»; допустимо: yes, no")
    return said in ("yes", "1", "да")


def words(name: str) -> list[str]:
    """A list written through commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]

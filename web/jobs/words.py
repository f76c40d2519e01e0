"""Background jobs in words: what each does, and the page of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """What a job does; `page` is the address that its first argument completes, "" for none."""

    ru: str
    page: str = ""


# By the path of the job, as the applications above this one name theirs.
WORKS: Mapping[str, Work] = {
    "web.uploads.tasks.screen": Work("Проверка файла", "uploads:card"),
    "web.uploads.tasks.store_facts": Work("Приём сведений файла", "uploads:card"),
    "web.uploads.tasks.hide_facts": Work("Отзыв сведений файла", "uploads:card"),
    "web.figures.tasks.recompute": Work("Вычисление всех показателей"),
    "web.figures.tasks.analyse": Work("Анализ: все вопросы сразу"),
    "web.cycle.comparing.compare": Work("Оценка результата мер"),
    "web.roadmap.tasks.send_reminders": Work("Письма с напоминаниями за день"),
    "web.readiness.looking.look_at_links": Work("Проверка ссылок на сайты"),
}
STATES: Mapping[str, str] = {
    "READY": "ждёт очереди",
    "RUNNING": "делается",
    "FAILED": "не вышло",
    "SUCCESSFUL": "сделано",
}


def work_of(path: str) -> Work:
    """What a job does; one of an older version is called by its path."""
    return WORKS.get(path) or Work(path)

"""What is due, told alike by every part of the system: roadmap, actions, decisions, acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from msoko.roadmap.duties import CLOSED

Urgency = Literal["overdue", "soon", "later", "undated", "returned", "closed"]
SOON_DAYS = 7
RETURNED = "returned"
KIND_RU = {
    "roadmap": "дорожная карта",
    "stage": "этап цикла",
    "finding": "вывод анализа",
    "method": "метод сбора",
    "monitoring": "мониторинг",
    "recommendation": "рекомендация",
    "action": "мера",
    "decision": "решение",
    "review": "анализ эффективности",
    "act": "акт",
    "document": "документ",
    "upload": "сведения",
}


@dataclass(frozen=True)
class Due:
    """One thing with its day: `due` is None where nobody has named one.

    `url` is the address of its page inside the site and tells it apart together with `kind`;
    `organisation` a code, empty for a body of the municipality; `state` is `returned` for what
    came back, with the reason in `note`; `mine`: whether the reader is who has to act.
    """

    title: str
    due: date | None
    who: str
    organisation: str
    url: str
    state: str
    kind: str
    note: str = ""
    mine: bool = False
    starts: date | None = None

    @property
    def uid(self) -> str:
        """A name that stays the same as long as the thing does, for calendars."""
        return str(uuid5(NAMESPACE_URL, f"{self.kind}|{self.url}|{self.organisation}"))

    @property
    def kind_ru(self) -> str:
        """«дорожная карта», «мера»."""
        return KIND_RU.get(self.kind, self.kind)

    def is_between(self, first: date, last: date) -> bool:
        """Whether it has a day, and that is one of these; both ends count."""
        return self.due is not None and first <= self.due <= last

    def urgency(self, today: date) -> Urgency:
        """How pressing it is on a day: seven days ahead count as soon."""
        if self.state in CLOSED:
            return "closed"
        if self.state == RETURNED:
            return "returned"
        if self.due is None:
            return "undated"
        if self.due < today:
            return "overdue"
        return "soon" if self.due <= today + timedelta(days=SOON_DAYS) else "later"


def pressing(told: Iterable[Due], today: date) -> dict[str, tuple[Due, ...]]:
    """Overdue, soon due and returned things, the earliest first; groups with nothing are left out.

    Shape: urgency → things.
    """
    found = list(told)
    groups = {
        name: tuple(sorted((one for one in found if one.urgency(today) == name), key=in_order))
        for name in ("overdue", "soon", "returned")
    }
    return {name: group for name, group in groups.items() if group}


def in_order(one: Due) -> tuple[date, str, str]:
    """Sorts by day, what has none last."""
    return (one.due or date.max, one.title, one.organisation)

"""What changed where an action is carried out: read from what was kept, never computed here.

A job asks `msoko.analysis.effect` about every action and keeps the answers beside the values of
the state (`web.cycle.comparing`); a concluded review keeps its own for good.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from msoko.analysis.finding import Chart
from msoko.indicators.grain import period_label
from msoko.vocabulary import SUBJECTS, AcademicYear
from web import regulation
from web.cycle.card import chart_of
from web.cycle.figure import figure, figure_words
from web.cycle.models import Entry
from web.cycle.target import targets_of
from web.figures.keep import latest, root
from web.figures.read import figures
from web.organisations.tree import tree_now
from web.policy.scope import PROGRAM
from web.ui.numbers import plain, span

FILE = "effects.json"
NO_INDICATOR = (
    "В мере не названы показатель или предмет, которые должны измениться: сравнить «до» и «после» "
    "не по чему."
)
NO_TERM = "У меры нет начала и участников: сравнить «до» и «после» нельзя."
NOT_YET = "Сравнение ещё не рассчитано: оно делается после анализа принятых сведений."


@dataclass(frozen=True)
class Asked:
    """What is asked about an action: the indicator or subject, where, since which school year."""

    indicator: str
    treated: tuple[str, ...]
    since: int
    subject: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As it is kept beside its answer."""
        return {
            "indicator": self.indicator, "treated": list(self.treated), "since": self.since,
            "subject": self.subject,
        }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One participant before and after, its own numbers with intervals."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """What may be told of one action; `said` is the answer of the analysis, None without one."""

    action: str
    title: str
    indicator: str
    said: Mapping[str, Any] | None
    why: str
    rows: tuple[Row, ...]
    years: tuple[str, str]
    is_frozen: bool = False
    is_stale: bool = False
    today: str = ""

    @property
    def sentence(self) -> str:
        """What the comparison says, or why it says nothing."""
        return _sentence(self.said) or self.why

    @property
    def number(self) -> str:
        """«+0,28 (от −0,10 до 0,66)» in the words of what is measured."""
        if not self.said or self.said.get("value") is None:
            return ""
        value, low, high = (self.said.get(name) for name in ("value", "low", "high"))
        told = plain(value, 2)
        known = low is not None and high is not None
        return f"{told} (95 %: от {plain(low, 2)} до {plain(high, 2)})" if known else told

    @property
    def chart(self) -> Chart | None:
        """Means of both groups of schools by year."""
        return chart_of(self.said) if self.said else None


def asked_of(entry: Entry) -> Asked | None:
    """The question an action is; None when it names nothing to change, term or participants."""
    said = entry.said
    first = said.get("starts") or said.get("due")
    treated = tuple(sorted(said.get("participants") or ()))
    indicator = str(said.get("indicator") or "")
    subject = "" if indicator else str(said.get("subject") or "")
    if not (indicator or subject) or not first or not treated:
        return None
    day = date.fromisoformat(first)
    since = AcademicYear.of_date(day.year, day.month).start
    return Asked(indicator, treated, since, subject)


def kept() -> Mapping[str, Any]:
    """Answers kept for the values that pages show, by the id of the action."""
    state = latest()
    path = root() / state / FILE if state else None
    return _read(str(path), path.stat().st_mtime_ns) if path and path.exists() else {}


@lru_cache(maxsize=4)
def _read(path: str, _at: int) -> Mapping[str, Any]:
    with open(path, encoding="utf-8") as file:
        told: dict[str, Any] = json.load(file)
    return told


def actions_of(entry: Entry) -> list[Entry]:
    """The actions an entry speaks of: itself, those reviewed, those a decision follows."""
    if entry.kind == "action":
        return [entry]
    linked = _linked([entry])
    direct = [one for one in linked if one.kind == "action"]
    through = _linked([one for one in linked if one.kind == "decision"])
    told = {one.pk: one for one in (*direct, *through) if one.kind == "action"}
    return list(told.values())


def _linked(entries: Sequence[Entry]) -> list[Entry]:
    refs = [link.ref for one in entries for link in one.links.all()]
    keys = [ref.removeprefix("entry:") for ref in refs if ref.startswith("entry:")]
    return list(Entry.objects.filter(pk__in=keys).prefetch_related("links")) if keys else []


def effects_of(request: HttpRequest, entry: Entry) -> list[Compared]:
    """For pages: frozen numbers of a concluded review, today's otherwise.

    The comparison speaks of other organisations, so it is for those who see them all.
    """
    if entry.kind not in ("action", "decision", "review"):
        return []
    if not request.actor.scope.reaches_all("findings.see"):
        return []
    frozen = (entry.frozen or {}).get("effects")
    if entry.kind == "review" and frozen:
        today = kept()
        return [_thawed(one, today) for one in frozen]
    return [compared(one) for one in actions_of(entry)]


def compared(action: Entry) -> Compared:
    """What is known today of one action."""
    asked, answer = asked_of(action), kept().get(str(action.pk))
    profile = regulation.profile()
    known = profile.indicators.get(str(action.said.get("indicator", "")))
    label = known.label if known else SUBJECTS.get(str(action.said.get("subject", "")), "")
    if asked is None:
        why = NO_TERM if label else NO_INDICATOR
        return Compared(str(action.pk), str(action), label, None, why, (), ("", ""))
    before, after = _years(asked)
    said = answer["answer"] if answer else None
    return Compared(
        str(action.pk), str(action), label, said, NOT_YET, _rows(asked, before, after),
        (before, after), is_stale=bool(answer) and answer["asked"] != asked.as_dict(),
    )  # fmt: skip


def _years(asked: Asked) -> tuple[str, str]:
    """The last year before the action, and the last year with values since it began."""
    found = figures()
    since = [year for year in (found.years if found else ()) if year >= asked.since]
    return period_label(asked.since - 1), period_label(max(since)) if since else ""


def _rows(asked: Asked, before: str, after: str) -> tuple[Row, ...]:
    known, nodes = regulation.profile().indicators.get(asked.indicator), tree_now().nodes
    unit = known.unit if known else ""
    return tuple(
        Row(nodes[code].name if code in nodes else code,
            *(_said(asked.indicator, code, year, unit) for year in (before, after)))
        for code in (asked.treated if known else ())
    )  # fmt: skip


def _said(indicator: str, code: str, period: str, unit: str) -> str:
    """«20,0 % (8 из 40), 95 %: 10,5–34,8»."""
    told = figure(PROGRAM.scope, indicator, code, period) if period else None
    between = span(told["low"], told["high"]) if told else ""
    return figure_words(told, unit) + (f", 95 %: {between}" if between else "")


def freeze(review: Entry) -> dict[str, Any]:
    """What a review keeps when it is concluded: answers and numbers of the day."""
    actions = actions_of(review)
    told = [compared(one) for one in actions]
    return {
        "targets": [one.ru for one in targets_of(PROGRAM.scope, review, actions)],
        "effects": [
            {"action": one.action, "title": one.title, "indicator": one.indicator,
             "said": one.said, "why": one.why, "years": list(one.years),
             "rows": [[row.name, row.before, row.after] for row in one.rows]}
            for one in told
        ],
        "profile_version": regulation.profile().version,
        "figures_state": latest() or "",
        "at": timezone.now().isoformat(),
    }  # fmt: skip


def _thawed(one: Mapping[str, Any], today: Mapping[str, Any]) -> Compared:
    rows = tuple(Row(*row) for row in one["rows"])
    now = _sentence((today.get(one["action"]) or {}).get("answer"))
    was = _sentence(one["said"])
    return Compared(
        one["action"], one["title"], one["indicator"], one["said"], one["why"], rows,
        (one["years"][0], one["years"][1]), is_frozen=True, today=now if now != was else "",
    )  # fmt: skip


def kept_and_today(frozen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of sentences, kept with a review and said today, where they differ."""
    told = [_thawed(one, kept()) for one in frozen.get("effects", ())]
    return [(one.sentence, one.today) for one in told if one.today]


def _sentence(said: Mapping[str, Any] | None) -> str:
    return str(said.get("sentence") or said.get("why") or "") if said else ""

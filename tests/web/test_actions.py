"""Every action of the register: one event, nothing without it, nobody without the right."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from msoko.roadmap.occurrences import Key
from tests.web import course, made_acts, made_readiness, world
from web import regulation
from web.accounts import actions as accounts
from web.accounts import tokens
from web.accounts.models import Appointment, Person, Token
from web.audit.action import ACTIONS
from web.audit.models import Event
from web.audit.seal import broken
from web.cycle import actions as findings
from web.cycle.models import Finding
from web.cycle.proposal import Proposal, proposal_of
from web.organisations.models import Organisation
from web.policy.scope import PROGRAM, STRANGER, Denied
from web.roadmap import marking, reminder_actions
from web.roadmap.models import FeedKey, OwnRow
from web.uploads.models import Delivery, Mapping

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 1)


def place(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def somebody() -> Person:
    return Person.objects.get(email=f"data{world.OWN}@school.example")


def delivery(state: str) -> Delivery:
    found = Delivery.objects.get(organisation__code=world.OWN)
    Delivery.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    return found


def failed_job() -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="FAILED", task_path="web.figures.tasks.recompute", backend_name="default",
        args_kwargs={"args": [], "kwargs": {}}, run_after=timezone.now(),
    )  # fmt: skip


def key() -> Token:
    token, _ = tokens.make_token(by=PROGRAM, person=somebody(), name="журнал", days=30)
    return token  # type: ignore[no-any-return]


def invited() -> str:
    _, token = accounts.invite(
        by=PROGRAM, email="new@school.example", name="Новая", role="data_officer",
        organisation=place(world.OWN),
    )  # fmt: skip
    return str(token)


def own(**said: Any) -> dict[str, Any]:
    return {"organisation": place(world.OWN), **said}


# The name of an action → what it is called with; a new action without a line here fails.
SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    "organisations.found": lambda: {
        "code": "150", "kind": "school", "name": "Новая", "opened_on": DAY,
        "parent": place(world.NORTH),
    },
    "organisations.correct": lambda: own(
        version=place(world.OWN).version, name="Иная", full_name="", opened_on=DAY
    ),
    "organisations.move": lambda: own(
        version=place(world.OWN).version, parent=place(world.SOUTH), since=DAY
    ),
    "organisations.close": lambda: own(
        version=place(world.OWN).version, closed_on=DAY, act="приказ"
    ),
    "organisations.succeed": lambda: {
        "old": place(world.OWN), "version": place(world.OWN).version,
        "new": place(world.OTHER), "on": DAY, "kind": "merged", "act": "а",
    },
    "organisations.identify": lambda: own(
        version=place(world.OWN).version, kind="login", value="edu1", since=DAY
    ),
    "organisations.flag": lambda: own(version=place(world.OWN).version, kind="rural", since=DAY),
    "accounts.invite": lambda: own(email="a@b.example", name="А", role="data_officer"),
    "accounts.join": lambda: {"token": invited(), "name": "А", "password": world.PASSWORD},
    "accounts.enrol": lambda: {"email": "a@b.example", "name": "А", "password": world.PASSWORD},
    "accounts.appoint": lambda: own(person=somebody(), role="organisation_head", since=DAY),
    "accounts.dismiss": lambda: {"appointment": Appointment.objects.get(person=somebody())},
    "accounts.correct": lambda: {
        "person": somebody(), "version": somebody().version, "name": "Иное Имя", "position": "",
    },
    "accounts.make_token": lambda: {"person": somebody(), "name": "журнал", "days": 30},
    "accounts.revoke_token": lambda: {"token": key()},
    "accounts.use_token": lambda: {"token": key()},
    "accounts.switch": lambda: {
        "person": somebody(), "version": somebody().version, "is_active": False,
    },
    "accounts.end_sessions": lambda: {"person": somebody()},
    "accounts.sign_in": lambda: {"person": somebody()},
    "accounts.new_password": lambda: {"person": somebody(), "password": world.PASSWORD},
    "jobs.repeat": lambda: {"job": failed_job()},
    "findings.confirm": lambda: {"proposal": proposal()},
    "findings.reject": lambda: {"proposal": proposal(), "reason": "ошибка в файле"},
    "findings.reopen": lambda: {"finding": confirmed(), "version": 1, "reason": "новый файл"},
    "roadmap.mark": lambda: {
        **line(), "responsible": "organisation", "organisation": world.OWN, "state": "done",
        "done_on": DAY,
    },
    "roadmap.set_date": lambda: {**line(), "due": DAY, "reason": "график"},
    "roadmap.clear_date": lambda: {**line(), "version": dated(), "reason": "график отменён"},
    "roadmap.add_row": lambda: {
        "place": world.NORTH, "year": 2025, "said": row_fields(),
    },
    "roadmap.change_row": lambda: {
        "row": own_row(), "version": own_row().version,
        "said": {**row_fields(), "term": "permanent"},
    },
    "roadmap.withdraw_row": lambda: {
        "row": own_row(), "version": own_row().version, "reason": "не проводится",
    },
    "roadmap.approve": lambda: {
        "place": world.NORTH, "year": 2025, "rows": [{"Мероприятие": "Мониторинг"}],
    },
    "roadmap.register": lambda: {
        "place": world.NORTH, "year": 2025, "version": approved(), "kind": "приказ",
        "number": "5", "approved_on": DAY,
    },
    "roadmap.make_feed": lambda: {"person": somebody(), "name": "телефон"},
    "roadmap.revoke_feed": lambda: {"key": feed()},
    "reminders.choose": lambda: {"person": somebody(), "is_wanted": False},
    "reminders.sent": lambda: {"person": somebody(), "day": DAY, "things": 3},
    "documents.mark": lambda: {
        "place": world.NORTH, "document": "annual_report", "year": 2025, "part": 0,
        "organisation": "", "state": "delivered", "link": "https://edu.example/a",
        "delivered_on": DAY,
    },
    **course.SCENARIOS,
    **made_acts.SCENARIOS,
    **made_readiness.SCENARIOS,
    "uploads.send": lambda: own(
        number="7f3d1c52-0000-4000-8000-000000000001", file="а.xlsx", sha256="0" * 64, size=1
    ),
    "uploads.screened": lambda: {
        "delivery": delivery("waiting"), "state": "screened", "kind": "x", "told": {},
    },
    "uploads.explain": lambda: {"delivery": delivery("asked"), "said": {"subject": "math"}},
    "uploads.accept": lambda: {"delivery": delivery("screened")},
    "uploads.stored": lambda: {
        "delivery": delivery("storing"), "upload": "0", "outcome": {}, "replaced": ["1"],
    },
    "uploads.returned": lambda: {
        "delivery": delivery("storing"), "state": "screened", "reason": "иначе", "told": {},
        "effect": {},
    },
    "uploads.refuse": lambda: {"delivery": delivery("screened"), "reason": "не тот год"},
    "uploads.withdraw": lambda: {"delivery": delivery("accepted"), "reason": "ошибка в файле"},
    "uploads.hidden": lambda: {"delivery": delivery("withdrawing"), "state": "withdrawn"},
    "uploads.remember": lambda: {
        "organisation": place(world.NORTH), "signature": "0" * 64, "headings": ["Школа"],
        "table": "results", "columns": {"organisation": "школа"}, "constants": {},
    },
    "uploads.forget": lambda: {"mapping": mapping()},
}  # fmt: skip


def line() -> dict[str, Any]:
    """A line of the roadmap of the first municipality."""
    return {"place": world.NORTH, "key": Key(world.planned_row(world.NORTH), DAY.year)}


def row_fields() -> dict[str, Any]:
    """What a row of one's own says."""
    return {
        "number": "2", "title": "Новое", "about": "", "area": "", "plan": "", "term": "date",
        "starts": None, "due": DAY, "wording": "", "responsible": ["ОО"],
        "roles": ["organisation"], "organisations": [], "result": "",
    }  # fmt: skip


def own_row() -> OwnRow:
    return OwnRow.objects.get(place=world.NORTH)


def dated() -> int:
    marking.set_date(by=PROGRAM, **line(), due=DAY, reason="график")
    return 1


def approved() -> int:
    ACTIONS["roadmap.approve"].run(by=PROGRAM, **SCENARIOS["roadmap.approve"]())
    return 1


def feed() -> FeedKey:
    key, _ = reminder_actions.make_feed(by=PROGRAM, person=somebody(), name="телефон")
    return key  # type: ignore[no-any-return]


def mapping() -> Mapping:
    """A remembered layout of the first municipality."""
    ACTIONS["uploads.remember"].run(by=PROGRAM, **SCENARIOS["uploads.remember"]())
    return Mapping.objects.get()


def proposal() -> Proposal:
    """What the analysis found about the first school."""
    said = world.finding(world.OWN).as_dict()
    return proposal_of(world.key(world.OWN), said, regulation.profile(), "расчёт")


def confirmed() -> Finding:
    """The same, already confirmed."""
    found: Finding = findings.confirm(by=PROGRAM, proposal=proposal())
    return found


def test_every_action_has_a_scenario() -> None:
    assert set(SCENARIOS) == set(ACTIONS)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_action_leaves_exactly_one_event_in_words(name: str) -> None:
    said = SCENARIOS[name]()
    before = Event.objects.count()
    ACTIONS[name].run(by=PROGRAM, **said)
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("number")
    assert (event.action, event.by) == (name, PROGRAM.id)
    assert event.kind
    assert ACTIONS[name].ru


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_stranger_can_do_nothing_and_leaves_nothing(name: str) -> None:
    said = SCENARIOS[name]()
    before = Event.objects.count()
    with pytest.raises(Denied):
        ACTIONS[name].run(by=STRANGER, **said)
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_is_called_by_names_only_and_knows_who_acts(name: str) -> None:
    told = inspect.signature(inspect.unwrap(ACTIONS[name].run)).parameters.values()
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in told)
    assert "by" in {one.name for one in told}


def test_the_event_tells_old_and_new_and_hides_what_is_personal() -> None:
    flag = SCENARIOS["accounts.switch"]()
    accounts.switch(by=PROGRAM, **flag)
    event = Event.objects.latest("number")
    assert (event.old, event.new) == ({"is_active": True}, {"is_active": False})
    accounts.invite(by=PROGRAM, **SCENARIOS["accounts.invite"]())
    assert Event.objects.latest("number").new["email"] == "•••"


def test_an_action_that_fails_leaves_neither_change_nor_event() -> None:
    before = Event.objects.count()
    with pytest.raises(ValueError, match="ИНН неверен"):
        ACTIONS["organisations.identify"].run(
            by=PROGRAM, organisation=place(world.OWN), version=place(world.OWN).version,
            kind="inn", value="123", since=DAY,
        )  # fmt: skip
    assert Event.objects.count() == before


def test_the_chain_of_events_is_whole_and_shows_a_changed_event() -> None:
    events = list(Event.objects.order_by("number"))
    assert broken(events) is None
    events[3].new = {"name": "подмена"}
    assert broken(events) == events[3].number


def test_nobody_hands_out_a_role_that_is_not_theirs(acting: Callable[[str], Any]) -> None:
    head = acting("organisation_head")
    said = {"person": somebody(), "organisation": place(world.OWN), "since": timezone.localdate()}
    with pytest.raises(Denied, match="назначаете не вы"):
        accounts.appoint(by=head, role="authority_head", **said)

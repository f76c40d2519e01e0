"""Reminders and the calendar address: once a day, only one's own, taken back at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from msoko.roadmap.due import Due
from tests.web import world
from web.accounts.models import Appointment, Person
from web.audit.models import Event
from web.jobs import daily
from web.policy.scope import PROGRAM, Denied
from web.roadmap import digest, plan_actions, reminder_actions, tasks
from web.roadmap.models import DigestSent, FeedKey

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
Named = Callable[[str], Person]
TODAY = timezone.localdate()


def added(place: str, title: str, day: date, role: str = "organisation") -> None:
    said = {
        "number": "", "title": title, "about": "", "area": "", "plan": "", "term": "date",
        "starts": None, "due": day, "wording": "", "responsible": ["кто"], "roles": [role],
        "organisations": [], "result": "",
    }  # fmt: skip
    plan_actions.add_row(by=PROGRAM, place=place, year=day.year, said=said)


def letters(name: str) -> list[Any]:
    return [one for one in mail.outbox if one.to == [f"{name}@school.example"]]


def soon() -> date:
    """A day that is overdue or within a week and lies in this year."""
    return TODAY


def test_one_letter_a_day_names_what_is_due_with_whole_addresses() -> None:
    added(world.NORTH, "Диагностика чтения", soon())
    with override_settings(SITE_ADDRESS="https://msoko.example"):
        first = digest.send_all(TODAY)
    (letter,) = letters("organisation_head")
    assert "срок в ближайшие 7 дней" in letter.subject
    assert "Диагностика чтения" in letter.body
    assert "https://msoko.example/roadmap/rows/own-" in letter.body
    assert first.sent >= 1
    assert digest.send_all(TODAY).sent == 0
    assert len(letters("organisation_head")) == 1
    assert Event.objects.filter(action="reminders.sent").count() == first.sent


def test_nobody_hears_of_another_municipality_or_of_what_is_not_theirs() -> None:
    added(world.SOUTH, "Южная диагностика", soon())
    added(world.NORTH, "Приказ отдела", soon(), role="authority")
    digest.send_all(TODAY)
    assert not any("Южная" in one.body for one in letters("organisation_head"))
    assert not any("Приказ отдела" in one.body for one in letters("organisation_head"))
    assert any("Приказ отдела" in one.body for one in letters("authority_head"))


def test_what_came_back_is_told_with_the_reason() -> None:
    back = Due("Файл", None, "", world.OWN, "/uploads/1/", "returned", "upload", "не тот год")
    with patch.object(digest, "told", return_value=[back]):
        digest.send_all(TODAY)
    (letter,) = letters("organisation_head")
    assert "Вернулось:" in letter.body
    assert "не тот год" in letter.body


def test_nobody_is_written_to_who_does_not_want_it_or_has_nothing_to_do(person: Named) -> None:
    added(world.NORTH, "Диагностика", soon())
    head = person("organisation_head")
    reminder_actions.choose(by=PROGRAM, person=head, is_wanted=False)
    digest.send_all(TODAY)
    assert letters("organisation_head") == letters("expert") == letters("former") == []
    reminder_actions.choose(by=PROGRAM, person=head, is_wanted=True)
    digest.send_all(TODAY)
    assert len(letters("organisation_head")) == 1


def test_a_letter_the_server_refused_goes_later_and_others_go_now() -> None:
    added(world.NORTH, "Диагностика", soon())
    real = mail.send_mail

    def refused(subject: str, text: str, sender: None, to: list[str]) -> int:
        if to == ["organisation_head@school.example"]:
            raise OSError("mail server is away")
        return real(subject, text, sender, to)

    with patch.object(digest, "send_mail", refused):
        done = digest.send_all(TODAY)
    assert (done.failed, letters("organisation_head")) == (1, [])
    assert letters("data_officer")
    assert digest.send_all(TODAY).sent == 1
    assert len(letters("organisation_head")) == 1


def test_a_claimed_day_is_not_sent_again_even_if_the_letter_was_lost(person: Named) -> None:
    added(world.NORTH, "Диагностика", soon())
    DigestSent.objects.create(person=person("organisation_head"), day=TODAY)
    digest.send_all(TODAY)
    assert letters("organisation_head") == []


def test_the_command_sends_and_fails_when_the_server_does(capsys: Any) -> None:
    added(world.NORTH, "Диагностика", soon())
    with patch.object(digest, "send_mail", side_effect=OSError), pytest.raises(CommandError):
        call_command("remind")
    call_command("remind")
    assert "Отправлено напоминаний:" in capsys.readouterr().out
    assert letters("organisation_head")


def at(hour: int, day: date = TODAY) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def test_the_work_of_a_day_is_asked_for_once_and_not_before_its_hour() -> None:
    known = {"reminders": tasks.remind}
    with override_settings(DAILY_HOUR=7), patch.object(daily, "EVERY_DAY", known):
        assert daily.ask(at(6)) == []
        assert daily.ask(at(7)) == ["reminders"]
        assert daily.ask(at(23)) == []
        assert daily.ask(at(8, TODAY + timedelta(1))) == ["reminders"]
    waiting = DBTaskResult.objects.filter(task_path=tasks.send_reminders.module_path)
    assert waiting.count() == 2


def test_a_letter_of_yesterday_is_not_sent_today() -> None:
    added(world.NORTH, "Диагностика", soon())
    told = tasks.send_reminders.func((TODAY - timedelta(1)).isoformat())
    assert (told, mail.outbox) == ("день прошёл", [])


def made(person: Person) -> tuple[FeedKey, str]:
    key, token = reminder_actions.make_feed(by=PROGRAM, person=person, name="телефон")
    return key, f"/roadmap/feed/{token}.ics"


def titles(answer: Any) -> set[str]:
    return {str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_address_shows_what_its_owner_may_see_and_nothing_else(person: Named) -> None:
    added(world.NORTH, "Северная", soon())
    added(world.SOUTH, "Южная", soon())
    answer = Client().get(made(person("organisation_head"))[1])
    assert answer["Content-Type"].startswith("text/calendar")
    assert "Срок: Северная" in titles(answer)
    assert "Срок: Южная" not in titles(answer)


def test_an_address_answers_no_more_once_revoked_or_its_owner_has_gone(person: Named) -> None:
    head = person("organisation_head")
    key, address = made(head)
    other = made(head)[1]
    reminder_actions.revoke_feed(by=PROGRAM, key=key)
    assert Client().get(address).status_code == 404
    assert Client().get(other).status_code == 200
    Appointment.objects.filter(person=head).update(until=TODAY)
    assert titles(Client().get(other)) == set()
    Person.objects.filter(pk=head.pk).update(is_active=False)
    assert Client().get(other).status_code == 404


def test_the_secret_is_told_once_and_only_its_hash_is_kept(signed_in: Browser) -> None:
    page = signed_in("organisation_head").post("/roadmap/reminders/feeds/", {"name": "телефон"})
    link = page.content.decode().partition("<code>")[2].partition("</code>")[0]
    assert Client().get(link.partition("8000")[2]).status_code == 200
    token = link.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(list(FeedKey.objects.values()))
    assert token not in str(list(Event.objects.values()))


def test_nobody_takes_back_the_address_of_another(
    person: Named, acting: Callable[[str], Any], signed_in: Browser
) -> None:
    key, address = made(person("organisation_head"))
    with pytest.raises(Denied):
        reminder_actions.revoke_feed(by=acting("data_officer"), key=key)
    other = signed_in("data_officer").post(f"/roadmap/reminders/feeds/{key.pk}/revoke/")
    assert (other.status_code, Client().get(address).status_code) == (404, 200)


def test_letters_are_switched_off_on_ones_own_page(signed_in: Browser) -> None:
    browser = signed_in("organisation_head")
    browser.post("/roadmap/reminders/choose/", {"wanted": "no"})
    assert "Письма выключены" in browser.get("/roadmap/reminders/").content.decode()

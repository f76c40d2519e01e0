"""Entries and findings as each reader sees them: a school its own, a person the head only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web import course, world
from tests.web.test_cycle_pages import SignedIn, card_of, page_of, text
from web.cycle import actions
from web.cycle.models import Entry, EntryPlace, Finding
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db


def addressed(code: str = world.OWN, state: str = "sent") -> Entry:
    return course.at("recommendations", "recommendation", state, addressees=[code])


def test_a_school_sees_and_answers_only_what_is_addressed_to_it(signed_in: SignedIn) -> None:
    entry = addressed()
    school = signed_in("organisation_head")
    assert "Ознакомиться и ответить" in text(school.get(card_of(entry)))
    address = reverse("cycles:acknowledge", args=[entry.pk])
    assert school.post(address, {"version": 1, "note": "Сделано"}).status_code == 302
    place = EntryPlace.objects.get(entry=entry)
    assert (place.note, place.acknowledged_at is not None) == ("Сделано", True)
    again = school.post(address, {"version": 2, "note": "ещё"})
    assert (again.status_code, "уже ознакомлена" in text(again)) == (422, True)
    assert "Сделано" in text(signed_in("operator").get(card_of(entry)))


@pytest.mark.parametrize(("code", "state"), [(world.OTHER, "sent"), (world.OWN, "draft")])
def test_what_is_anothers_or_not_sent_yet_is_not_there_for_a_school(
    code: str, state: str, signed_in: SignedIn
) -> None:
    entry = addressed(code, state)
    school = signed_in("organisation_head")
    assert school.get(card_of(entry)).status_code == 404
    assert school.get(page_of(entry.cycle)).status_code == 404
    assert school.post(reverse("cycles:acknowledge", args=[entry.pk])).status_code == 404


def test_a_school_learns_nothing_of_the_others_a_recommendation_is_for(
    signed_in: SignedIn,
) -> None:
    entry = course.at(
        "recommendations", "recommendation", "sent", addressees=[world.OWN, world.OTHER]
    )
    page = text(signed_in("organisation_head").get(card_of(entry)))
    assert f"Школа № {world.OWN}" in page
    assert f"Школа № {world.OTHER}" not in page
    whole = text(signed_in("organisation_head").get(page_of(entry.cycle)))
    assert "Чего не хватает" not in whole


def test_a_person_is_written_and_seen_by_the_head_only(signed_in: SignedIn) -> None:
    entry = addressed(state="draft")
    address, head = reverse("cycles:person", args=[entry.pk]), signed_in("authority_head")
    said = {"version": 1, "person": "Петров П. П."}
    assert signed_in("operator").post(address, said).status_code == 403
    assert head.post(address, said).status_code == 302
    assert "Петров П. П." in text(head.get(card_of(entry)))
    assert "Петров" not in text(signed_in("operator").get(card_of(entry)))
    edit = {"version": 2, "title": "Иначе", "addressees": [world.OWN]}
    signed_in("operator").post(reverse("cycles:edit", args=[entry.pk]), edit)
    entry.refresh_from_db()
    assert (entry.said["title"], entry.said["person"]) == ("Иначе", "Петров П. П.")


def test_a_finding_is_confirmed_in_other_words_and_keeps_its_own(signed_in: SignedIn) -> None:
    address, browser = f"/findings/{world.key(world.OWN)}/", signed_in("operator")
    browser.post(f"{address}confirm/", {"edited": "Каждый пятый не справился."})
    kept = Finding.objects.get()
    assert (kept.edited, kept.sentence) == (
        "Каждый пятый не справился.", world.finding(world.OWN).sentence,
    )  # fmt: skip
    page = text(browser.get(address))
    assert '<p class="lead">Каждый пятый не справился.</p>' in page
    assert "Формулировка анализа:" in page


def test_a_finding_confirmed_as_it_is_has_no_words_of_its_own() -> None:
    from tests.web.test_findings import proposal

    told = world.finding(world.OWN).sentence
    assert actions.confirm(by=PROGRAM, proposal=proposal(), edited=f" {told} ").edited == ""


def test_a_confirmed_finding_leads_to_the_entry_it_may_be_followed_by(
    signed_in: SignedIn,
) -> None:
    cycle = course.opened("recommendations", period=world.PERIOD)
    address, browser = f"/findings/{world.key(world.OWN)}/", signed_in("operator")
    browser.post(f"{address}confirm/")
    place = reverse("cycles:enter", args=[cycle.pk, "recommendations", "recommendation"])
    assert f"{place}?follows=finding" in text(browser.get(address))
    ref = f"finding:{world.key(world.OWN)}"
    course.entry(cycle, "recommendation", links=[ref], title="Помочь школе")
    assert "Помочь школе" in text(browser.get(address))
    assert "Помочь школе" in text(browser.get(f"/schools/{world.OWN}/"))

"""What a decision will change is shown before it, and nothing else is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import world
from tests.web.sending import (
    HEAD,
    accepted,
    checked,
    decide,
    last,
    page_of,
    results,
    sheet,
)
from web import regulation
from web.figures.state import store
from web.uploads.models import Delivery
from web.uploads.tasks import hide_facts, store_facts
from web.uploads.touched import touched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]


def part(grade: int) -> bytes:
    """One pupil of the ten told again, and one of another school: a clash, no correction."""
    lines = (f"{code};2023-24;vpr;russian;{grade};p0;да;5" for code in (world.OWN, world.OTHER))
    return sheet(HEAD, *lines)


def half(grade: int) -> bytes:
    """The ten pupils in Russian, and one in mathematics."""
    lines = results(grade=grade).decode("utf-8-sig").split("\r\n")
    return sheet(*lines, f"{world.OWN};2023-24;vpr;math;{grade};p0;да;5")


def visible() -> set[str]:
    return {upload.id for upload in store().visible()}


def test_rows_years_organisations_and_indicators_are_told_before_accepting(
    signed_in: SignedIn,
) -> None:
    found = checked(signed_in("data_officer"), "a.csv", results(grade=4))
    (line,) = found.effect["adds"]
    assert (line["rows"], line["years"], line["codes"]) == (10, ["2023/24"], [world.OWN])
    assert world.INDICATOR in found.effect["indicators"]
    page = page_of(signed_in("operator"), found)
    assert "Что изменится, если принять" in page
    assert regulation.profile().indicators[world.INDICATOR].label in page


def test_indicators_of_another_grade_are_not_named() -> None:
    fourth, ninth = (touched({f"results|2023|vpr|russian|{g}|||": ["101"]}) for g in (4, 9))
    assert world.INDICATOR in fourth
    assert world.INDICATOR not in ninth


def test_the_register_of_schools_reaches_every_indicator() -> None:
    everything = touched({"units|2023": ["101"]})
    assert len(everything) > len(touched({"results|2023|vpr|russian|4|||": ["101"]}))


def test_a_table_no_indicator_reads_reaches_none() -> None:
    assert touched({"codifier|2023|vpr|russian|4": [""]}) == []


def test_a_corrected_file_names_what_it_replaces_and_replaces_it(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    first = accepted(operator, "первый.csv", results(grade=5))
    found = checked(operator, "исправленный.csv", results(grade=5, twos=1))
    assert [one["file"] for one in found.effect["hides"]] == ["первый.csv"]
    page = page_of(operator, found)
    assert "Будет заменён файл «первый.csv»" in page
    assert "чего в новом нет, того не станет" in page
    decide(operator, "accept")
    store_facts.call(str(found.pk))
    first.refresh_from_db()
    assert (first.state, first.upload in visible()) == ("superseded", False)
    assert "Чем заменён" in page_of(operator, first)


def test_a_file_told_anew_in_part_is_replaced_only_by_name(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    first = accepted(operator, "целый.csv", half(5))
    found = checked(operator, "часть.csv", part(5))
    page = page_of(operator, found)
    assert "Заменить файл «целый.csv»: перестанет учитываться строк — 11" in page
    assert "--supersede" not in page
    assert "Отметьте, какие принятые файлы заменить" in decide(operator, "accept")
    assert "только файл из перечня" in decide(operator, "accept", supersede=["другой"])
    assert last().state == "screened"
    decide(operator, "accept", supersede=[first.upload])
    store_facts.call(str(found.pk))
    first.refresh_from_db()
    assert (last().state, first.state) == ("accepted", "superseded")


def test_nothing_more_is_changed_than_was_shown(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    slow = checked(operator, "медленный.csv", results(grade=6, twos=1))
    accepted(operator, "быстрый.csv", results(grade=6, twos=2))
    before = visible()
    operator.post(f"/uploads/{slow.pk}/accept/", {"version": slow.version})
    assert store_facts.call(str(slow.pk)) == "screened"
    slow.refresh_from_db()
    assert "приняты другие файлы" in slow.reason
    assert visible() == before
    assert [one["file"] for one in slow.effect["hides"]] == ["быстрый.csv"]
    assert "Принять и заменить" in page_of(operator, slow)


def test_before_withdrawing_one_reads_what_will_be_missing(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    accepted(operator, "первый.csv", results(grade=4, twos=4))
    second = accepted(operator, "второй.csv", results(grade=4, twos=5))
    page = page_of(operator, second)
    assert "Перестанет учитываться строк" in page
    assert "Файл «первый.csv», который этот файл заменил, сам не вернётся" in page
    assert regulation.profile().indicators[world.INDICATOR].label in page


def test_a_file_replaced_while_it_was_being_withdrawn_says_so(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    first = accepted(operator, "первый.csv", results(grade=4, twos=6))
    decide(operator, "withdraw")
    Delivery.objects.filter(pk=first.pk).update(state="accepted")
    accepted(operator, "второй.csv", results(grade=4, twos=7))
    Delivery.objects.filter(pk=first.pk).update(state="withdrawing")
    assert hide_facts.call(str(first.pk)) == "superseded"

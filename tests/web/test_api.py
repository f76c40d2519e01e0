"""Programs: a key works in its owner's name, is shown once, ends when told; refusals in Russian."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web import world
from web.accounts import tokens
from web.accounts.models import Person, Token
from web.audit.models import Event
from web.policy.scope import Actor, Denied
from web.uploads.models import Delivery
from web.uploads.staging import discard, marked, stage, staged

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
Programs = Callable[..., Client]


def asked(programs: Programs, who: str, path: str, **query: Any) -> Any:
    response = programs(who, is_program=True).get(ROOT + path, query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def sent(programs: Programs, who: str, code: str, text: str = "a;b\n1;2\n") -> Any:
    file = SimpleUploadedFile("сведения.csv", text.encode())
    said = {"organisation": code, "file": file}
    return programs(who, is_program=True).post(f"{ROOT}/files/send", said)


def decided(programs: Programs, who: str, one: Delivery, what: str, **said: Any) -> Any:
    """A decision on a file as it is in the database, unless another version is named."""
    said = {"version": one.version} | said
    path = f"{ROOT}/files/{one.pk}/{what}"
    return programs(who, is_program=True).post(path, said, content_type="application/json")


def test_a_key_is_shown_once_and_only_its_hash_is_kept(signed_in: Programs) -> None:
    browser = signed_in("operator")
    page = browser.post("/me/keys/", {"name": "журнал", "days": "30"}).content.decode()
    key = re.search(r"msoko_[\w-]+", page)
    assert key
    assert key[0] not in browser.get("/me/").content.decode()
    assert not Token.objects.filter(token_sha256=key[0]).exists()
    assert key[0] not in str(Event.objects.latest("number").new)
    program = Client(headers={"Authorization": f"Bearer {key[0]}"})
    assert program.get(f"{ROOT}/me").json()["name"] == "Имя operator"


def test_a_key_taken_back_is_of_no_use_at_once(
    signed_in: Programs, person: Callable[[str], Person]
) -> None:
    browser = signed_in("operator")
    token = Token.objects.get(person=person("operator"))
    assert browser.get(f"{ROOT}/me").status_code == 200
    assert browser.post(f"/me/keys/{token.pk}/revoke/").status_code == 302
    answer = browser.get(f"{ROOT}/me")
    assert (answer.status_code, "ключ" in answer.json()["error"]) == (401, True)


def test_a_key_ends_with_its_days(signed_in: Programs) -> None:
    program = signed_in("operator", is_program=True)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program.get(f"{ROOT}/me").status_code == 401


def test_nobody_makes_or_ends_the_key_of_another(
    acting: Callable[[str], Actor], person: Callable[[str], Person]
) -> None:
    with pytest.raises(Denied, match="только сам человек"):
        tokens.make_token(by=acting("administrator"), person=person("expert"), name="x", days=1)


def test_a_session_of_a_browser_is_not_looked_at(person: Callable[[str], Person]) -> None:
    browser = Client()
    browser.force_login(
        person("operator"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert browser.get(f"{ROOT}/me").status_code == 401


def test_a_role_that_needs_a_second_factor_needs_it_for_its_programs_too(
    signed_in: Programs, settings: Any
) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    answer = signed_in("administrator", is_program=True).get(f"{ROOT}/me")
    assert (answer.status_code, "второго фактора" in answer.json()["error"]) == (403, True)


def test_the_first_request_of_a_day_is_recorded_and_no_other(signed_in: Programs) -> None:
    program = signed_in("operator", is_program=True)
    before = Event.objects.count()
    for _ in range(3):
        program.get(f"{ROOT}/me")
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("number").action == "accounts.use_token"


def test_values_are_those_of_the_page_for_the_same_person(signed_in: Programs) -> None:
    everything = asked(signed_in, "operator", "/values", indicator=world.INDICATOR)
    own = asked(signed_in, "data_officer", "/values", indicator=world.INDICATOR)
    schools = {one["unit"] for one in everything["items"] if one["unit_kind"] == "organisation"}
    assert schools == {world.OWN, world.OTHER}
    assert {o["unit"] for o in own["items"] if o["unit_kind"] == "organisation"} == {world.OWN}
    one = next(
        o for o in own["items"]
        if (o["unit"], o["period"], o["breakdown"]) == (world.OWN, world.PERIOD, "")
    )  # fmt: skip
    assert (one["numerator"], one["denominator"], one["status"]) == (8, 40, "ok")


def test_small_groups_are_hidden_from_an_outsider_here_as_well(signed_in: Programs) -> None:
    told = asked(signed_in, "external_reader", "/values", indicator=world.INDICATOR)
    assert {one["unit_kind"] for one in told["items"]} <= {"municipality"}
    small = [o for o in told["items"] if o["denominator"] is not None and o["denominator"] < 10]
    assert small == []


def test_a_year_that_is_none_is_refused_in_words(signed_in: Programs) -> None:
    program = signed_in("operator", is_program=True)
    answer = program.get(f"{ROOT}/values", {"indicator": world.INDICATOR, "year": "вчера"})
    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"where": "year", "what": "записано не так"}]
    none = asked(signed_in, "operator", "/values", indicator=world.INDICATOR, year="1999-00")
    assert none["total"] == 0


def test_a_file_goes_the_same_way_as_from_a_page(signed_in: Programs) -> None:
    answer = sent(signed_in, "data_officer", world.OWN)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    number = answer.json()["id"]
    assert Event.objects.filter(action="uploads.send", object_id=number).count() == 1
    assert asked(signed_in, "data_officer", f"/files/{number}")["state_words"] == "ждёт проверки"
    again = sent(signed_in, "data_officer", world.OWN)
    assert (again.status_code, "уже прислан" in again.json()["error"]) == (409, True)


def test_a_file_from_an_organisation_not_ones_own_is_refused(signed_in: Programs) -> None:
    answer = sent(signed_in, "data_officer", world.OTHER)
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["fields"]] == ["organisation"]
    assert sent(signed_in, "expert", world.OWN).status_code == 403


def test_a_file_of_no_known_ending_is_refused_by_name(signed_in: Programs) -> None:
    said = {"organisation": world.OWN, "file": SimpleUploadedFile("а.exe", b"MZ")}
    answer = signed_in("operator", is_program=True).post(f"{ROOT}/files/send", said)
    assert (answer.status_code, "а.exe" in str(answer.json())) == (422, True)


def test_only_who_decides_on_files_accepts_one_by_a_program(signed_in: Programs) -> None:
    waiting = Delivery.objects.get(organisation__code=world.OWN)
    refused = decided(signed_in, "data_officer", waiting, "accept")
    assert (refused.status_code, "нужно право" in refused.json()["error"]) == (403, True)
    done = decided(signed_in, "operator", waiting, "accept")
    assert (done.status_code, done.json()["state"]) == (202, "storing")
    again = decided(signed_in, "operator", waiting, "accept", version=done.json()["version"])
    assert again.status_code == 409


def test_a_decision_on_a_file_that_has_changed_since_is_not_taken(signed_in: Programs) -> None:
    waiting = Delivery.objects.get(organisation__code=world.OWN)
    shown = asked(signed_in, "operator", f"/files/{waiting.pk}")["version"]
    Delivery.objects.filter(pk=waiting.pk).update(version=shown + 1)
    for what, said in (("accept", {}), ("refuse", {"reason": "не тот год"})):
        answer = decided(signed_in, "operator", waiting, what, version=shown, **said)
        assert (answer.status_code, "изменился" in answer.json()["error"]) == (409, True)
    assert Delivery.objects.get(pk=waiting.pk).state == "screened"
    assert decided(signed_in, "operator", waiting, "accept", version=None).status_code == 422


def test_a_file_refused_does_not_lie_about(
    signed_in: Programs, django_capture_on_commit_callbacks: Any
) -> None:
    waiting = Delivery.objects.get(organisation__code=world.OWN)
    file = SimpleUploadedFile("сведения.csv", b"a;b\n1;2\n")
    stage(file, str(waiting.pk))
    marked(str(waiting.pk)).write_bytes(b"kept for whoever mends it")
    with django_capture_on_commit_callbacks(execute=True):
        decided(signed_in, "operator", waiting, "refuse", reason="не тот год")
    assert staged(str(waiting.pk)) is None
    assert marked(str(waiting.pk)).exists()
    discard(str(waiting.pk))


def test_a_refusal_needs_its_reason_and_tells_it(signed_in: Programs) -> None:
    waiting = Delivery.objects.get(organisation__code=world.OWN)
    path, kind = f"{ROOT}/files/{waiting.pk}/refuse", "application/json"
    program, seen = signed_in("operator", is_program=True), {"version": waiting.version}
    assert program.post(path, seen, content_type=kind).status_code == 422
    done = program.post(path, {**seen, "reason": "не тот год"}, content_type=kind).json()
    assert (done["state"], done["reason"]) == ("refused", "не тот год")


def test_what_is_not_there_is_told_in_the_same_shape(signed_in: Programs) -> None:
    for path in ("/nothing", "/values?indicator=nothing", f"/files/{'0' * 8}-0000-4000-8000-0"):
        answer = signed_in("operator", is_program=True).get(ROOT + path)
        assert (path, answer.status_code) == (path, 404)
        assert answer.json()["error"]


def test_who_asks_too_fast_is_told_when_to_come_again(signed_in: Programs, settings: Any) -> None:
    cache.clear()
    settings.API_PER_MINUTE = 3
    program = signed_in("operator", is_program=True)
    told = [program.get(f"{ROOT}/me") for _ in range(5)]
    assert told[0].status_code == 200
    assert told[-1].status_code == 429
    assert 0 < int(told[-1]["Retry-After"]) <= 60
    assert signed_in("expert", is_program=True).get(f"{ROOT}/me").status_code == 200
    cache.clear()


def test_guessing_keys_is_slowed_by_address(settings: Any) -> None:
    cache.clear()
    settings.API_PER_MINUTE = 1000
    guess = Client(headers={"Authorization": "Bearer msoko_наугад"})
    told = [guess.get(f"{ROOT}/me").status_code for _ in range(42)]
    assert (told[0], told[-1]) == (401, 429)
    cache.clear()


def test_lists_ask_the_database_the_same_number_of_times_whatever_their_length(
    signed_in: Programs, django_assert_max_num_queries: Any
) -> None:
    program = signed_in("operator", is_program=True)
    program.get(f"{ROOT}/organisations")
    with django_assert_max_num_queries(7):
        program.get(f"{ROOT}/organisations")
    with django_assert_max_num_queries(7):
        program.get(f"{ROOT}/files")

"""A region for the application, made by `python -m benchmarks.web_prepared ШКОЛ ФАЙЛ`.

Organisations and people are written at once, without their journal: it is the pages that are
measured. Sessions and keys of the people are told in a file.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

PEOPLE, SENDERS = 50, 200


def prepare(schools: int, told: Path) -> None:
    """Tables, a municipality of that many schools, analysed; sessions of specialists, keys."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from web.accounts import tokens
    from web.accounts.models import Appointment, Person
    from web.accounts.sessions import NOTED_FOR
    from web.figures.analyse import analyse_now
    from web.figures.keep import compute_now
    from web.figures.state import store
    from web.organisations import load
    from web.organisations.models import Organisation
    from web.policy.scope import PROGRAM

    call_command("migrate", verbosity=0, interactive=False)
    from msoko.facts.read import rows_of

    load.load(load.planned(load.rows_of(rows_of(store(), "units"))), by=PROGRAM, act="проба")
    place = Organisation.objects.filter(kind="municipality").order_by("code").first()
    assert place is not None
    _more_schools(place, schools)
    compute_now()
    analyse_now()
    today = timezone.localdate()

    def person(address: str, role: str, seat: Organisation) -> Person:
        made = Person.objects.create(email=address, name=f"Имя {address}")
        Appointment.objects.create(person=made, role=role, organisation=seat, since=today)
        return made

    sessions = [
        _session(person(f"s{n}@x.example", "authority_specialist", place), NOTED_FOR * n // PEOPLE)
        for n in range(PEOPLE)
    ]
    seats = list(Organisation.objects.filter(kind="school").order_by("code")[:SENDERS])
    keys = []
    for n, seat in enumerate(seats):
        sender = person(f"k{n}@x.example", "data_officer", seat)
        keys.append(tokens.make_token(by=PROGRAM, person=sender, name="проба", days=1)[1])
    codes = [one.code for one in seats]
    card = codes[-1]
    said = {"sessions": sessions, "keys": keys, "codes": codes, "card": card, "school": codes[0]}
    told.write_text(json.dumps(said), encoding="utf-8")


def _more_schools(place: object, wanted: int) -> None:
    """Further schools of the municipality, as many as are wanted in all."""
    from datetime import date

    from web.organisations.models import Identifier, Organisation, Placement
    from web.organisations.tree import turned

    since = date(2020, 9, 1)
    have = Organisation.objects.filter(kind="school").count()
    made = Organisation.objects.bulk_create(
        Organisation(code=f"7{n:05}", kind="school", name=f"Школа № {n}", opened_on=since)
        for n in range(max(0, wanted - have))
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, parent=place, since=since) for one in made
    )
    Identifier.objects.bulk_create(
        Identifier(organisation=one, kind="code", value=one.code, since=since) for one in made
    )
    turned()


def _session(person: object, ago: int) -> str:
    """A session as signing in makes it, noted last so many seconds ago, as at work."""
    import time

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from web.accounts.sessions import NOTED

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()  # type: ignore[attr-defined]
    session[NOTED] = int(time.time()) - ago
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    prepare(int(sys.argv[1]), Path(sys.argv[2]))

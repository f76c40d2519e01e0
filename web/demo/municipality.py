"""The municipality of the demonstration: its register, people, values and cycles."""

from __future__ import annotations

from msoko.facts.read import rows_of
from web.demo import cycles
from web.demo.people import ACT, Sample, enrolled
from web.figures.analyse import analyse_now
from web.figures.keep import compute_now
from web.figures.state import store
from web.organisations import load
from web.organisations.models import Organisation
from web.policy.scope import PROGRAM


def prepare() -> list[tuple[Sample, str, str]]:
    """Organisations from the facts, people with roles, values; address and password of each."""
    load.load(load.planned(load.rows_of(rows_of(store(), "units"))), by=PROGRAM, act=ACT)
    place = Organisation.objects.filter(kind="municipality").first()
    schools = list(Organisation.objects.filter(kind="school").order_by("code"))
    if place is None or not schools:
        raise LookupError("в хранилище нет перечня организаций")
    told = enrolled(place, schools)
    compute_now()
    before = cycles.found_before() if cycles.are_wanted() else None
    analyse_now()
    if before is not None:
        cycles.prepare(before)
        analyse_now()  # cycles have set targets
    return told

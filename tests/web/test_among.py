"""A long list of codes is one parameter, finds the same rows, and may be as long as a country."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import world
from web.organisations.models import Organisation, Placement

pytestmark = pytest.mark.django_db
ODD = ["О'Нил", 'кавычки "', "100%", "%s", "обратная \\ черта", "[1]", "ё"]


def padded(*codes: str, to: int = 200) -> list[str]:
    return [*codes, *ODD, *(f"нет-{number}" for number in range(to))]


def test_a_long_list_finds_what_a_short_one_finds() -> None:
    short = {world.OWN, world.OTHER}
    for codes in (short, padded(*short), frozenset(padded(*short)), tuple(padded(*short))):
        found = Organisation.objects.filter(code__in=codes)
        assert set(found.values_list("code", flat=True)) == short
        left = Organisation.objects.exclude(code__in=codes).values_list("code", flat=True)
        assert not set(left) & short
    assert world.FOREIGN in left


def test_odd_signs_of_a_code_are_only_signs() -> None:
    for code in ODD:
        Organisation.objects.create(code=code, kind="school", name="x", opened_on="2020-09-01")
    found = Organisation.objects.filter(code__in=padded())
    assert set(found.values_list("code", flat=True)) == set(ODD)


def test_the_list_is_one_parameter_also_through_another_table() -> None:
    with CaptureQueriesContext(connection) as asked:
        found = list(Placement.objects.filter(organisation__code__in=padded(world.OWN)))
    assert {one.organisation.code for one in found} == {world.OWN}
    sql = asked.captured_queries[0]["sql"]
    assert "json_each" in sql or "= ANY" in sql


def test_a_country_of_organisations_is_not_too_long_a_list() -> None:
    codes = padded(world.OWN, to=70_000)
    assert Organisation.objects.filter(code__in=codes).count() == 1

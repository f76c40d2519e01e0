"""The register of organisations: a tree with dates, codes with a check, mergers, no lost edits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.web import world
from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.organisations import actions, load
from web.organisations.models import Organisation
from web.organisations.tree import tree_on
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db


def place(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def now(code: str) -> dict[str, Any]:
    """An organisation with the version it has now, as a form would send it."""
    return {"organisation": place(code), "version": place(code).version}


def test_the_tree_of_a_day_knows_where_everybody_stood() -> None:
    actions.move(by=PROGRAM, parent=place(world.SOUTH), since=date(2025, 9, 1), **now(world.OWN))
    assert tree_on(date(2025, 8, 31)).municipality(world.OWN) == world.NORTH
    assert tree_on(date(2025, 9, 1)).municipality(world.OWN) == world.SOUTH


def test_a_branch_is_reached_through_its_school() -> None:
    actions.found(
        by=PROGRAM, code="101-1", kind="school", name="Филиал", parent=place(world.OWN),
        opened_on=date(2024, 9, 1),
    )  # fmt: skip
    assert "101-1" in set(tree_on(date(2025, 1, 1)).below(world.OWN))


def test_a_merged_school_closes_and_points_to_its_successor() -> None:
    old, new, day = place(world.OTHER), place(world.OWN), date(2025, 7, 1)
    actions.succeed(
        by=PROGRAM, old=old, version=old.version, new=new, on=day, kind="merged",
        act="пост. № 1",
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.closed_on, old.successors.get().new) == (day, new)
    assert not old.is_open(day)
    assert old.is_open(date(2025, 6, 30))


def test_a_wrong_inn_is_told_and_a_right_one_kept() -> None:
    said = {"by": PROGRAM, "since": date(2024, 9, 1), **now(world.OWN)}
    with pytest.raises(Impossible, match="контрольной цифрой"):
        actions.identify(kind="inn", value="7707083894", **said)
    actions.identify(kind="inn", value="7707083893", **said)
    assert place(world.OWN).identifiers.get(kind="inn").value == "7707083893"


def test_a_code_has_one_bearer_at_a_time() -> None:
    said = {"by": PROGRAM, "kind": "login", "value": "edu1", "since": date(2024, 9, 1)}
    actions.identify(**now(world.OWN), **said)
    with pytest.raises(Impossible, match="уже у организации"):
        actions.identify(**now(world.OTHER), **said)


def test_the_second_of_two_editors_is_told_and_nothing_is_lost() -> None:
    first = second = place(world.OWN).version
    said = {"by": PROGRAM, "full_name": "", "opened_on": date(2020, 9, 1)}
    actions.correct(organisation=place(world.OWN), version=first, name="Первый", **said)
    with pytest.raises(Stale):
        actions.correct(organisation=place(world.OWN), version=second, name="Второй", **said)
    assert place(world.OWN).name == "Первый"


def test_the_second_editor_sees_why_on_the_page(signed_in: Callable[[str], Client]) -> None:
    browser, path = signed_in("operator"), "/organisations/card/101/correct/"
    version = place(world.OWN).version
    first = {"version": version, "name": "Первый", "opened_on": "2020-09-01"}
    assert browser.post(path, first).status_code == 302
    second = {**first, "name": "Второй", "full_name": "Второй полностью"}
    response = browser.post(path, second)
    page = response.content.decode()
    assert response.status_code == 422
    assert "запись изменил кто-то другой" in page
    assert 'value="Второй"' in page
    assert 'value="Второй полностью"' in page
    assert "<td>Второй</td><td>Первый</td>" in page
    # what was typed is saved knowingly with the version that came back
    assert browser.post(path, {**second, "version": version + 1}).status_code == 302
    assert place(world.OWN).name == "Второй"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("identify", {"kind": "login", "value": "edu7", "since": "2025-09-01"}),
        ("flag", {"kind": "rural", "since": "2025-09-01"}),
        ("move", {"parent": world.NORTH, "since": "2025-09-01"}),
        ("close", {"closed_on": "2025-09-01", "act": "приказ"}),
        ("succeed", {"new": world.OTHER, "on": "2025-09-01", "kind": "merged", "act": "пост."}),
    ],
)
def test_every_change_of_a_card_minds_the_changes_of_others(
    signed_in: Callable[[str], Client], what: str, said: dict[str, str]
) -> None:
    version, path = place(world.OWN).version, f"/organisations/card/101/{what}/"
    actions.correct(
        by=PROGRAM, name="Первый", full_name="", opened_on=date(2020, 9, 1), **now(world.OWN)
    )
    response = signed_in("operator").post(path, {**said, "version": str(version)})
    assert response.status_code == 422
    assert "запись изменил кто-то другой" in response.content.decode()
    done = signed_in("operator").post(path, {**said, "version": str(version + 1)})
    assert done.status_code == 302


def test_nothing_stands_under_itself() -> None:
    actions.found(
        by=PROGRAM, code="101-1", kind="school", name="Филиал", parent=place(world.OWN),
        opened_on=date(2024, 9, 1),
    )  # fmt: skip
    with pytest.raises(Impossible, match="под самой собой"):
        actions.move(by=PROGRAM, parent=place("101-1"), since=date(2025, 9, 1), **now(world.OWN))


def test_a_school_is_moved_only_within_ones_reach(signed_in: Callable[[str], Client]) -> None:
    said = {"version": 2, "parent": world.SOUTH, "since": "2025-09-01"}
    response = signed_in("operator").post("/organisations/card/101/move/", said)
    assert response.status_code == 422
    assert tree_on(date(2025, 9, 1)).municipality(world.OWN) == world.NORTH


def test_a_group_without_a_name_is_refused() -> None:
    with pytest.raises(Impossible, match="Назовите группу"):
        actions.flag(by=PROGRAM, kind="cluster", since=date(2025, 9, 1), **now(world.OWN))


def test_loading_the_same_table_again_changes_nothing() -> None:
    again = load.planned(world.units())
    assert (again.new, again.renamed, again.same) == ([], [], 3)


def test_loading_tells_who_is_new_and_who_is_renamed_before_writing() -> None:
    rows = world.units()
    rows[0]["name"] = "Лицей"
    rows.append({**rows[1], "organisation": "103"})
    told = load.planned(rows)
    assert [row["organisation"] for row in told.new] == ["103"]
    assert [(one.code, name) for one, name in told.renamed] == [("101", "Лицей")]
    load.load(told, by=PROGRAM)
    assert place("101").name == "Лицей"
    assert tree_on(date(2025, 1, 1)).municipality("103") == world.NORTH


def test_the_card_shows_history_and_flags(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("operator").get("/organisations/card/101/").content.decode()
    assert "В перечне школ с низкими результатами" in page
    assert world.NORTH in page


def test_the_card_leads_to_the_figures_of_those_who_may_see_them(
    signed_in: Callable[[str], Client],
) -> None:
    address = f"/schools/{world.OWN}/"
    for name, is_led in (("operator", True), ("data_officer", True), ("observer", False)):
        page = signed_in(name).get(f"/organisations/card/{world.OWN}/")
        assert (name, f'href="{address}"' in page.content.decode()) == (name, is_led)
    assert signed_in("data_officer").get(address).status_code == 200
    assert address[:9] not in signed_in("operator").get(
        f"/organisations/card/{world.NORTH}/"
    ).content.decode()  # fmt: skip

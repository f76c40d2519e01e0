"""A target of an indicator is held against the value of today, on its card and on the review."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from scipy import stats

from msoko.analysis.aspects import Number
from msoko.analysis.methods.means import clustered_mean
from msoko.analysis.methods.refusal import TooLittle
from tests.web import course, world
from web.cycle import entering
from web.cycle.models import Cycle, Entry
from web.cycle.target import measured, standing_targets, targets_of
from web.figures import analyse
from web.figures.analyse import analyse_now, is_analysed
from web.policy.scope import PROGRAM, Actor
from web.regulation import profile

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def aimed(number: str, side: str = "at_most", unit: str = "percent", **said: Any) -> Entry:
    """An indicator of a cycle with a target; 11 of 70 in the north, 1 of 4 in the south."""
    told = {"target": number, "target_side": side, "target_unit": unit, "target_by": None} | said
    return course.at("indicators", "indicator", **told)


def sentences(entry: Entry, actor: Actor) -> list[str]:
    return [one.told.ru for one in targets_of(actor.scope, entry)]


@pytest.mark.parametrize(
    ("number", "side", "told"),
    [
        ("40", "at_most", "достигнута: значение 15,71 %"),
        ("5", "at_most", "не достигнута: значение 15,71 %"),
        ("20", "at_most", "по имеющимся данным не решено: значение 15,71 %"),
        ("5", "at_least", "достигнута: значение 15,71 %"),
    ],
)
def test_the_total_of_ones_municipality_is_held_against_the_target(
    number: str, side: str, told: str, acting: Callable[[str], Actor]
) -> None:
    found = sentences(aimed(number, side), acting("authority_head"))
    assert len(found) == 1
    assert told in found[0]
    assert "за 2024/25" in found[0]


def test_who_sees_several_municipalities_is_told_of_each(acting: Callable[[str], Actor]) -> None:
    found = [one.ru for one in targets_of(PROGRAM.scope, aimed("40"))]
    assert len(found) == 2
    assert any(world.NORTH in one for one in found)
    assert any(world.SOUTH in one for one in found)


@pytest.mark.parametrize(
    ("day", "told"), [("2025-05-31", "за 2024/25"), ("2024-05-31", "за 2023/24")]
)
def test_a_target_is_not_judged_by_a_year_after_its_day(
    day: str, told: str, acting: Callable[[str], Actor]
) -> None:
    (found,) = sentences(aimed("40", target_by=day), acting("authority_head"))
    assert told in found or "значения нет" in found
    assert ("за 2024/25" in found) == (day > "2024-08-31")


def test_the_analysis_is_asked_anew_when_a_target_is_set_or_taken_back(
    acting: Callable[[str], Actor], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(analyse, "root", lambda: tmp_path)  # others read what was found before
    (tmp_path / analyse.state_now()).mkdir()
    analyse_now()
    assert is_analysed()
    entry = aimed("40")
    key = (str(entry.said["indicator"]), "", "")
    assert {one: target.ru for one, target in standing_targets().items()} == {key: "не более 40 %"}
    assert not is_analysed()
    assert analyse_now()
    assert is_analysed()
    assert not analyse_now()
    entering.withdraw(
        by=acting("authority_specialist"), entry=entry, version=entry.version, reason="Другая цель"
    )
    assert standing_targets() == {}
    assert not is_analysed()


def row(top: float, bottom: float, low: float = 52.0, high: float = 53.0) -> dict[str, Any]:
    value = {"numerator": top, "denominator": bottom, "value": 100 * top / bottom, "status": "ok"}
    return {**value, "low": low, "high": high}


def ends(of: dict[str, Any], name: str, schools: list[tuple[float, float]]) -> tuple[float, float]:
    """The interval an indicator's target is judged by."""
    inside = [Number(top, n, 100 * top / n, nan, nan, True) for top, n in schools]
    told = measured(of, profile().common[name], "2024/25", inside)
    assert told.low is not None
    assert told.high is not None
    return float(told.low), float(told.high)


def test_schools_far_apart_widen_the_interval_a_target_is_judged_by() -> None:
    alike, apart = [(12, 60)] * 5, [(0, 60), (50, 60), (0, 60), (10, 60), (0, 60)]
    low, high = ends(row(60, 300), "vpr_russian_4", alike)
    wide_low, wide_high = ends(row(60, 300), "vpr_russian_4", apart)
    assert 15 < low < 20 < high < 26
    assert wide_low < 5 < 40 < wide_high


def test_under_five_schools_or_where_they_do_not_add_up_people_decide() -> None:
    exact = stats.binomtest(60, 300).proportion_ci()
    for schools in ([(15.0, 75.0)] * 4, [(12.0, 50.0)] * 5):
        found = ends(row(60, 300), "vpr_russian_4", schools)
        assert found == pytest.approx((100 * exact.low, 100 * exact.high))


def test_a_mean_is_judged_by_its_schools_as_in_the_analysis() -> None:
    schools = [(2400, 40), (1600, 40), (3000, 50), (1500, 30), (2000, 40)]
    inside = [Number(top, n, top / n, top / n - 2, top / n + 2, True) for top, n in schools]
    of = {**row(10500, 200), "value": 52.5}
    told = measured(of, profile().common["ege_mean_russian"], "2024/25", inside)
    whole = clustered_mean(
        np.repeat([total / people for total, people in schools], [people for _, people in schools]),
        np.repeat(range(5), [people for _, people in schools]),
    )
    assert not isinstance(whole, TooLittle)
    assert told.low is not None
    assert told.high is not None
    assert (float(told.low), float(told.high)) == pytest.approx((whole.low, whole.high))


def test_what_is_no_sample_is_judged_as_it_stands_and_a_few_people_are_not() -> None:
    one = measured(row(104, 110), profile().common["grade10_external_admission"], "2024/25", [])
    assert (one.low, one.high, one.doubt) == (None, None, "")
    few = measured(row(1, 9), profile().common["vpr_russian_4"], "2024/25", [])
    assert few.doubt == "для вывода нужно не менее 10 человек"


def test_a_school_is_told_nothing_of_the_municipality(acting: Callable[[str], Actor]) -> None:
    assert sentences(aimed("40"), acting("organisation_head")) == []


def test_another_unit_and_no_value_leave_it_open(acting: Callable[[str], Actor]) -> None:
    entry = aimed("40", unit="count")
    assert "измеряются по-разному" in sentences(entry, acting("authority_head"))[0]
    Entry.objects.update(said=entry.said | {"indicator": "school_olympiad"})
    entry.refresh_from_db()
    assert "значения нет" in sentences(entry, acting("authority_head"))[0]


def test_the_card_and_the_review_say_it_and_the_conclusion_keeps_it(signed_in: SignedIn) -> None:
    entry = aimed("40")
    cycle: Cycle = entry.cycle
    browser = signed_in("authority_head")
    page = text(browser.get(reverse("cycles:entry", args=[entry.pk])))
    assert "Достигнута ли цель" in page
    assert "Цель «не более 40 %» достигнута" in page
    assert "Цель числом</dt><dd>не более 40 %</dd>" in page
    assert "Целевое значение" not in page
    cycle.stages.update(state="done")
    cycle.stages.filter(stage__in=("actions", "effectiveness")).update(state="open")
    action = course.entry(cycle, "action", "done", indicator=world.INDICATOR)
    review = course.entry(cycle, "review", links=[f"entry:{action.pk}"])
    there = reverse("cycles:entry", args=[review.pk])
    assert "Цель «не более 40 %» достигнута" in text(browser.get(there))
    course.take(review, "conclude")
    Entry.objects.filter(pk=entry.pk).update(said=entry.said | {"target": "1"})
    page = text(browser.get(there))
    assert "Цель «не более 40 %» достигнута" in page
    assert "слова сохранены, когда был сделан вывод" in page


def test_a_target_said_in_part_is_told_at_once_and_keeps_what_was_typed(
    signed_in: SignedIn,
) -> None:
    cycle = course.opened("indicators")
    address = reverse("cycles:enter", args=[cycle.pk, "indicators", "indicator"])
    said = {"indicator": world.INDICATOR, "target": "много", "version": "1"}
    response = signed_in("operator").post(address, said)
    page = text(response)
    assert response.status_code == 422
    assert "«много» — не число" in page
    assert "Не указано, «не менее» или «не более»" in page
    assert 'value="много"' in page
    assert not cycle.entries.exists()


def test_a_deadline_is_moved_from_the_card_which_tells_the_earlier_one(
    signed_in: SignedIn,
) -> None:
    action = course.at("actions", "action", "running")
    browser, day = signed_in("authority_head"), timezone.localdate()
    card = reverse("cycles:entry", args=[action.pk])
    step = reverse("cycles:entry_step", args=[action.pk, "reschedule"])
    assert step in text(browser.get(card))
    page = text(browser.get(step))
    assert 'name="due"' in page
    assert f"Срок сейчас</dt><dd>{action.due:%d.%m.%Y}" in page
    assert "button--danger" not in page
    assert "Срок уже переносили" not in page
    was, new = action.due, day + timedelta(days=20)
    said = {"version": action.version, "reason": "нет зала", "due": (was or day).isoformat()}
    again = browser.post(step, said)
    assert again.status_code == 422
    assert "Новый срок совпадает с прежним" in text(again)
    assert "нет зала" in text(again)
    browser.post(step, said | {"due": new.isoformat()})
    page = text(browser.get(card))
    assert "Переносы срока" in page
    assert f"{day:%d.%m.%Y}: с {was:%d.%m.%Y} на {new:%d.%m.%Y}. Причина: нет зала" in page
    assert "мера: перенести срок" in page
    again = text(browser.get(step))
    assert f"Срок сейчас</dt><dd>{new:%d.%m.%Y}" in again
    assert f"Срок уже переносили</h2><ul><li>{day:%d.%m.%Y}: с {was:%d.%m.%Y}" in again
    assert step not in text(signed_in("authority_specialist").get(card))


def test_correcting_an_indicator_may_set_and_take_back_its_target() -> None:
    entry = aimed("40")
    said = {"indicator": world.INDICATOR}
    entering.correct(by=PROGRAM, entry=entry, version=entry.version, said=said)
    assert [one.ru for one in targets_of(PROGRAM.scope, entry)] == []

"""A review compares before and after as far as the data allow, and keeps what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from msoko.cycle.transitions import transition
from tests.web import threads, world
from web.audit.models import Event
from web.cycle import comparing, effect
from web.cycle.models import Entry
from web.cycle.steps import take
from web.figures import tasks
from web.figures.keep import compute_now
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db
MORE = ("111", "112", "113", "114")
PUPILS = 30


def results(year: int, twos: dict[str, int]) -> list[dict[str, Any]]:
    """ВПР of a year: how many pupils of each school got a «2»."""
    work = {"year": year, "procedure": "vpr", "subject": "russian", "grade": 4}
    return [
        {**work, "organisation": code, "pupil": f"{code}-{year}-{number}", "participated": True,
         "mark": 2 if number < count else 4}
        for code, count in twos.items() for number in range(PUPILS)
    ]  # fmt: skip


@pytest.fixture
def years(db: None) -> Iterator[None]:
    """Two years before the last one and four more schools; all of it gone after the test."""
    ledger = Path(settings.STORE) / "ledger"
    before = set(ledger.iterdir())
    more = [
        {"organisation": code, "year": 2020, "name": f"Школа № {code}", "kind": "school",
         "municipality": world.NORTH, "region": "Область", "low_performing": False}
        for code in MORE
    ]  # fmt: skip
    world.put("перечень 2.xlsx", units=more)
    for year, own in ((2022, 15), (2023, 14)):
        others = {code: 6 + number + year % 2 for number, code in enumerate(MORE)}
        world.put(f"впр {year}.xlsx", results=results(year, {world.OWN: own, **others}))
    last = {code: 7 + 2 * number for number, code in enumerate(MORE)}
    world.put("впр 2024, ещё.xlsx", results=results(2024, last))
    compute_now()
    yield
    for entry in set(ledger.iterdir()) - before:
        entry.unlink()
    compute_now()


def text(browser: Client, entry: Entry) -> str:
    return browser.get(f"/thread/compared/{entry.pk}/").content.decode()


def test_one_school_is_placed_among_the_others_without_the_word_effect(
    years: None, signed_in: Callable[[str], Client]
) -> None:
    threads.decided()
    made = threads.chain(threads.opened())
    comparing.compare_now()
    told = text(signed_in("authority_specialist"), made["review"])
    assert "проводится в одной школе" in told
    assert "в школах без меры изменения от" in told
    assert "возврат к среднему" in told
    assert "школа выбрана по результатам прошлых лет" in told
    assert "эффект" not in told.partition("<main")[2].partition("</main>")[0].lower()


def test_own_numbers_stand_before_and_after_with_intervals(
    years: None, signed_in: Callable[[str], Client]
) -> None:
    made = threads.chain(threads.opened())
    comparing.compare_now()
    told = text(signed_in("authority_specialist"), made["action"])
    assert "46,7\u00a0% (14 из 30), 95 %:" in told
    assert "20,0\u00a0% (8 из 40), 95 %:" in told


def test_a_planned_action_is_told_the_smallest_difference_it_could_show(
    years: None, signed_in: Callable[[str], Client]
) -> None:
    made = threads.entered(
        threads.opened(), "action", title="Мера", indicator=world.INDICATOR,
        starts="2026-10-01", due="2026-12-20", participants=[world.OWN, MORE[0]],
    )  # fmt: skip
    comparing.compare_now()
    told = text(signed_in("authority_specialist"), made)
    assert "надёжно обнаруживается разность изменений не менее" in told


def test_too_little_data_is_told_as_such(signed_in: Callable[[str], Client]) -> None:
    made = threads.chain(threads.opened())
    comparing.compare_now()
    told = text(signed_in("authority_specialist"), made["review"])
    assert "нет данных ни за один год до начала меры" in told


def test_an_action_without_an_indicator_has_nothing_to_compare(
    signed_in: Callable[[str], Client],
) -> None:
    made = threads.entered(threads.opened(), "action", title="Мера", **threads.term(world.OWN))
    assert effect.NO_INDICATOR in text(signed_in("authority_specialist"), made)


def test_before_the_job_the_page_says_so(signed_in: Callable[[str], Client]) -> None:
    made = threads.chain(threads.opened())
    assert effect.NOT_YET in text(signed_in("authority_specialist"), made["action"])


def test_a_corrected_action_is_not_shown_with_the_old_comparison_unsaid(
    signed_in: Callable[[str], Client],
) -> None:
    made = threads.chain(threads.opened())
    comparing.compare_now()
    said = {**made["action"].said, "participants": [world.OWN, world.OTHER]}
    Entry.objects.filter(pk=made["action"].pk).update(said=said)
    assert "Меру с тех пор исправили" in text(signed_in("authority_specialist"), made["action"])


def concluded(made: dict[str, Entry]) -> Entry:
    done = {**made["action"].said, "done_on": timezone.localdate().isoformat()}
    Entry.objects.filter(pk=made["action"].pk).update(state="done", said=done)
    review: Entry = take(
        by=PROGRAM, step=transition("review", "conclude"), row=made["review"],
        version=made["review"].version,
    )  # fmt: skip
    return review


def test_a_concluded_review_keeps_its_numbers_and_says_when_today_differs(
    years: None, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = threads.chain(threads.opened())
    comparing.compare_now()
    review = concluded(made)
    assert review.frozen is not None
    kept = review.frozen["effects"][0]["said"]["sentence"]
    other = {str(made["action"].pk): {"answer": {"sentence": "Теперь иначе."}, "asked": {}}}
    monkeypatch.setattr(effect, "kept", lambda: other)
    browser = signed_in("authority_specialist")
    told = text(browser, review)
    assert kept.partition(";")[0][:60] in told.replace("&quot;", '"')
    assert "Числа сохранены" in told
    assert "Теперь иначе." in told
    thread = browser.get(f"/thread/entry:{made['action'].pk}/").content.decode()
    assert "Сегодня: Теперь иначе." in thread


def test_a_school_is_not_shown_the_comparison_with_others(
    signed_in: Callable[[str], Client],
) -> None:
    made = threads.chain(threads.opened())
    assert signed_in("organisation_head").get(
        f"/thread/compared/{made['action'].pk}/").status_code == 404  # fmt: skip


def test_asking_leaves_one_event_and_one_job(
    signed_in: Callable[[str], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    made = threads.chain(threads.opened())
    address = f"/thread/compared/{made['action'].pk}/ask/"
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            answer = signed_in("authority_specialist").post(address, follow=True)
    assert "Сравнение рассчитывается" in answer.content.decode()
    assert Event.objects.filter(action="effects.ask").count() == 2
    assert DBTaskResult.objects.filter(task_path=comparing.compare.module_path).count() == 1
    assert signed_in("authority_head").post(address).status_code == 403


@pytest.mark.parametrize(("anew", "asked"), [(True, 1), (False, 0)])
def test_a_new_analysis_asks_for_the_comparison_again(
    anew: bool, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "analyse_now", lambda: anew)
    tasks.analyse.call()
    assert DBTaskResult.objects.filter(task_path=comparing.compare.module_path).count() == asked

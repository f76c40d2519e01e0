"""Days of a stage told afterwards keep the order of stages and never lie in the future."""

from __future__ import annotations

from datetime import date

import pytest

from msoko.cycle.plan import PlannedStage
from msoko.cycle.snapshot import CycleNow, StageNow
from msoko.cycle.stage_days import unfit_days

TODAY = date(2026, 3, 1)


def stage(id_: str, order: int, state: str, *days: date) -> StageNow:
    plan = PlannedStage(id_, order, f"Этап {id_}")
    return StageNow(plan, state, *days)


CYCLE = CycleNow(
    "1", "area", "2025-26", "open",
    (
        stage("a", 1, "done", date(2025, 9, 1), date(2025, 9, 10)),
        stage("b", 2, "done", date(2026, 2, 1), date(2026, 2, 1)),
        stage("c", 3, "open", date(2026, 2, 20)),
        stage("d", 4, "waiting"),
    ),
)  # fmt: skip


def told(id_: str, started: date | None, done: date | None, cycle: CycleNow = CYCLE) -> list[str]:
    return [one.what for one in unfit_days(cycle, cycle.stage(id_), started, done, TODAY)]


@pytest.mark.parametrize(
    ("id_", "started", "done", "word"),
    [
        ("b", None, date(2026, 2, 1), "не указано, когда этап начат"),
        ("b", date(2025, 10, 1), None, "не указано, когда этап завершён"),
        ("c", date(2026, 2, 20), date(2026, 2, 21), "ещё не завершён"),
        ("c", date(2026, 3, 2), None, "ещё не наступил"),
        ("b", date(2025, 10, 1), date(2025, 9, 30), "раньше дня начала"),
        ("b", date(2025, 9, 9), date(2025, 12, 1), "не мог начаться раньше"),
        ("b", date(2025, 10, 1), date(2026, 2, 21), "не мог закончиться позже"),
        ("d", date(2026, 2, 1), None, "ещё не начат"),
    ],
)
def test_days_that_cannot_be_are_refused(
    id_: str, started: date | None, done: date | None, word: str
) -> None:
    found = told(id_, started, done)
    assert len(found) == 1
    assert word in found[0]


def test_days_in_their_order_are_taken() -> None:
    assert told("b", date(2025, 9, 10), date(2026, 2, 20)) == []
    assert told("c", date(2026, 2, 1), None) == []
    assert told("a", date(2025, 9, 1), date(2026, 2, 1)) == []


def test_a_cycle_that_is_over_keeps_its_days() -> None:
    closed = CycleNow("1", "area", "2025-26", "closed", CYCLE.stages)
    found = told("b", date(2025, 9, 10), date(2026, 2, 20), closed)
    assert found == ["цикл уже не идёт: дни его этапов не меняются"]

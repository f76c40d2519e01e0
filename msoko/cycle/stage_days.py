"""The days of a stage as they were: told by a person where the mark was made later than the work.

A stage begins and ends on the days its marks are made. A cycle led on paper and brought in
afterwards, or a mark made a week late, would then tell false days; the true ones are told apart,
and the journal keeps when and by whom they were told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import CycleNow, StageNow


def unfit_days(
    now: CycleNow, stage: StageNow, started: date | None, done: date | None, day: date
) -> Iterable[Refusal]:
    """Why a stage of this cycle cannot have begun and ended on these days."""
    if now.state != "open":
        yield Refusal("цикл уже не идёт: дни его этапов не меняются")
    if stage.state == "waiting":
        yield Refusal("этап ещё не начат: уточнять пока нечего", stage=stage.plan.id)
        return
    yield from _asked_for(stage, started, done)
    for told, what in ((started, "начала"), (done, "завершения")):
        if told is not None and told > day:
            yield Refusal(f"день {what} ({told:%d.%m.%Y}) ещё не наступил")
    if started and done and done < started:
        yield Refusal("день завершения раньше дня начала")
    yield from _out_of_order(now, stage, started, done)


def _asked_for(stage: StageNow, started: date | None, done: date | None) -> Iterable[Refusal]:
    """A day of the beginning always, one of the end when there was an end."""
    if started is None:
        yield Refusal("не указано, когда этап начат")
    if stage.state == "done" and done is None:
        yield Refusal("не указано, когда этап завершён")
    if stage.state != "done" and done is not None:
        yield Refusal("этап ещё не завершён: дня завершения у него нет")


def _out_of_order(
    now: CycleNow, stage: StageNow, started: date | None, done: date | None
) -> Iterable[Refusal]:
    """A stage begins when those before it are done; stages of one number go side by side."""
    for one in now.stages:
        earlier = one.plan.order < stage.plan.order
        if earlier and one.done_on and started and started < one.done_on:
            yield Refusal(
                f"этап «{one.plan.title}» завершён {one.done_on:%d.%m.%Y}, этот не мог начаться "
                "раньше",
                stage=one.plan.id,
            )
        later = one.plan.order > stage.plan.order
        if later and one.started_on and done and done > one.started_on:
            yield Refusal(
                f"этап «{one.plan.title}» начат {one.started_on:%d.%m.%Y}, этот не мог закончиться "
                "позже",
                stage=one.plan.id,
            )

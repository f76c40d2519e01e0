"""What several uploads tell of one person becomes one row, and nobody is counted twice."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.indicators.frame import Frame, frame_of
from msoko.indicators.merge import merged


def _frame(rows: list[tuple[int, str, int, str, int, float | None]]) -> tuple[Frame, np.ndarray]:
    names = ("upload", "organisation", "year", "entity", "w0", "d0")
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    frame = frame_of(table, (), lambda code: code.removeprefix("sch"))
    source = np.array([hash((row[0], row[1])) % 1000 for row in rows])
    return frame, source


def _told(frame: Frame) -> set[tuple[str, int, int, int, float]]:
    codes = [frame.organisation.values[code] for code in frame.organisation.codes]
    days = np.nan_to_num(frame.columns["d0"], nan=-1.0).tolist()
    columns = (codes, frame.year.tolist(), frame.entity.tolist(), frame.words["w0"].tolist(), days)
    return set(zip(*columns, strict=True))


def test_flags_are_joined_and_the_earliest_date_stays() -> None:
    frame, source = _frame(
        [
            (1, "101", 2024, "a", 1, 7.0),
            (2, "101", 2024, "a", 2, 5.0),
            (2, "101", 2024, "b", 2, None),
        ]
    )
    assert _told(merged(frame, source)) == {("101", 2024, 0, 3, 5.0), ("101", 2024, 1, 2, -1.0)}


def test_two_names_of_one_organisation_are_one() -> None:
    frame, source = _frame([(1, "101", 2024, "a", 1, None), (1, "sch101", 2024, "a", 4, 3.0)])
    assert _told(merged(frame, source)) == {("101", 2024, 0, 5, 3.0)}


def test_other_years_and_organisations_stay_apart() -> None:
    rows = [(1, "101", 2023, "a", 1, None), (2, "101", 2024, "a", 1, None),
            (3, "102", 2024, "a", 1, None)]  # fmt: skip
    frame, source = _frame(rows)
    assert len(merged(frame, source)) == 3

"""Kept sums change nothing but the time: values with them are values without them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from msoko.facts.append import retract
from msoko.facts.store import Store
from tests.store.made_up import put, result
from tests.store.spied import SpiedEngine, values


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "store")
    for number in range(4):
        rows = [result(f"{number}.{pupil}", 2 + pupil % 4) for pupil in range(number + 3)]
        put(store, f"file-{number}", [{**row, "organisation": f"10{number}"} for row in rows])
    return store


def anew(store: Store) -> list[dict[str, Any]]:
    """Values with everything kept thrown away."""
    shutil.rmtree(store.folder / "sums")
    (store.folder / "sums").mkdir()
    return values(store)


def test_values_from_kept_sums_are_the_same(store: Store) -> None:
    first = values(store)
    engine = SpiedEngine()
    assert values(store, engine) == first
    assert engine.read == []


def test_one_more_upload_scans_only_itself(store: Store) -> None:
    values(store)
    engine = SpiedEngine()
    more = put(store, "more", [result("x", 2, organisation="109")])
    now = values(store, engine)
    assert engine.read
    assert all(read == {more.upload} for read in engine.read)
    assert now == anew(store)


def test_a_correction_leaves_no_trace(store: Store) -> None:
    values(store)
    corrected = [result(f"3.{pupil}", 5, organisation="103") for pupil in range(6)]
    assert put(store, "corrected", corrected).supersedes
    assert values(store) == anew(store)


def test_a_retraction_leaves_no_trace(store: Store) -> None:
    before = values(store)
    more = put(store, "more", [result("x", 2, organisation="101")])
    assert values(store) != before
    retract(store, more.upload, by="тест", reason="ошибка")
    assert values(store) == before == anew(store)


def test_what_came_back_after_a_retraction_counts_once(store: Store) -> None:
    more = put(store, "more", [result("x", 2, organisation="101")])
    before = values(store)
    retract(store, more.upload, by="тест", reason="ошибка")
    values(store)
    put(store, "more", [result("x", 2, organisation="101")])
    assert values(store) == before == anew(store)


def test_a_pupil_of_two_uploads_is_one_pupil(store: Store) -> None:
    before = {row["numerator"] for row in values(store) if row["indicator"] == "pupils"}
    put(store, "more", [result("0.0", 2, organisation="100", subject="russian")])
    totals = [
        row["numerator"]
        for row in values(store)
        if (row["indicator"], row["breakdown"], row["unit"]) == ("pupils", "", "100")
    ]
    assert totals == [3.0]
    assert before

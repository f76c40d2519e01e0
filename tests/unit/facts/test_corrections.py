"""Corrections of single rows (appeals): known cells replace, everything else stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from msoko.facts.append import Receipt, append
from msoko.facts.incoming import Incoming
from msoko.facts.store import Store

DAY = date(2026, 6, 2)


def result(pupil: str, **more: Any) -> dict[str, Any]:
    exam = {"organisation": "oge:9306", "year": 2025, "procedure": "oge", "subject": "math"}
    return {**exam, "grade": 9, "date": DAY, "pupil": pupil, "participated": True, **more}


PROTOCOL = [
    result("тестов|иван", raw_score=14.0, mark=3, attempt="main", class_group="а"),
    result("пробная|анна", raw_score=20.0, mark=4, attempt="main", class_group="б"),
]


def put(store: Store, name: str, rows: list[dict[str, Any]], *, corrects: bool = False) -> Receipt:
    path = store.folder.parent / name
    path.write_text(name)
    table = pa.Table.from_pylist(rows)
    incoming = Incoming("gia", {"results": table}, replaces_rows=corrects)
    return append(store, incoming, file=path, sha256=name * 4, by="тест")


def shown(store: Store) -> list[dict[str, Any]]:
    return [row for path in store.paths("results") for row in pq.read_table(path).to_pylist()]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def test_a_correction_replaces_what_it_knows_and_leaves_the_rest(store: Store) -> None:
    put(store, "protocol", PROTOCOL)
    receipt = put(store, "appeal", [result("тестов|иван", raw_score=16.0, mark=4)], corrects=True)
    assert receipt.outcome == "accepted"
    assert [(row["raw_score"], row["mark"], row["class_group"]) for row in shown(store)] == [
        (16.0, 4, "а"),
        (20.0, 4, "б"),
    ]
    assert {row["attempt"] for row in shown(store)} == {"main"}


def test_each_row_still_tells_the_upload_it_came_with(store: Store) -> None:
    protocol = put(store, "protocol", PROTOCOL)
    appeal = put(store, "appeal", [result("тестов|иван", mark=4)], corrects=True)
    numbers = [store.upload(receipt.upload).number for receipt in (appeal, protocol)]
    assert [row["upload"] for row in shown(store)] == numbers


def test_the_same_correction_and_the_protocol_again_change_nothing(store: Store) -> None:
    put(store, "protocol", PROTOCOL)
    appeal = [result("тестов|иван", mark=4)]
    put(store, "appeal", appeal, corrects=True)
    assert put(store, "appeal", appeal, corrects=True).outcome == "already"
    assert put(store, "protocol", PROTOCOL).outcome == "already"
    assert [row["mark"] for row in shown(store)] == [4, 4]


def test_a_second_correction_builds_on_the_first(store: Store) -> None:
    put(store, "protocol", PROTOCOL)
    put(store, "first", [result("тестов|иван", mark=4)], corrects=True)
    put(store, "second", [result("пробная|анна", mark=5)], corrects=True)
    assert [row["mark"] for row in shown(store)] == [4, 5]


def test_other_tables_of_a_corrected_upload_stay_visible(store: Store) -> None:
    item = {**result("тестов|иван"), "item": "1", "points": 1.0, "state": "done"}
    items = pa.Table.from_pylist([item]).drop_columns(["date", "participated"])
    path = store.folder.parent / "protocol"
    path.write_text("x")
    tables = {"results": pa.Table.from_pylist(PROTOCOL), "items": items}
    append(store, Incoming("gia", tables), file=path, sha256="s", by="тест")
    put(store, "appeal", [result("тестов|иван", mark=4)], corrects=True)
    assert sum(pq.read_table(path).num_rows for path in store.paths("items")) == 1


@pytest.mark.parametrize(
    "stranger",
    [
        result("нет|такого", mark=4),
        {**result("тестов|иван", mark=4), "date": date(2026, 6, 9)},
        {**result("тестов|иван", mark=4), "subject": "russian"},
    ],
)
def test_a_correction_without_a_protocol_is_refused(store: Store, stranger: dict[str, Any]) -> None:
    put(store, "protocol", PROTOCOL)
    receipt = put(store, "appeal", [stranger], corrects=True)
    assert receipt.outcome == "refused"
    assert [problem.check for problem in receipt.problems] == ["correction_without_row"]
    assert [row["mark"] for row in shown(store)] == [3, 4]

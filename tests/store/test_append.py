"""A file is stored once and whole; corrections hide what they tell anew; clashes are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.facts.append import retract
from msoko.facts.store import Store
from tests.store.made_up import all_files, marks, put, result, shown

CLASS = [result("a", 2), result("b", 3), result("c", 4)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    first = put(store, "one", CLASS)
    before = all_files(store)
    second = put(store, "one", CLASS)
    assert (first.outcome, second.outcome) == ("accepted", "already")
    assert second.upload == first.upload
    assert all_files(store) == before
    assert marks(store) == [2, 3, 4]


def test_a_whole_correction_hides_the_earlier_file(store: Store) -> None:
    first = put(store, "one", CLASS)
    second = put(store, "two", [result("a", 5), result("b", 3), result("c", 4)])
    assert second.supersedes == (first.upload,)
    assert marks(store) == [3, 4, 5]


def test_a_correction_that_leaves_a_pupil_out_takes_the_pupil_out(store: Store) -> None:
    put(store, "one", CLASS)
    put(store, "two", [result("a", 5), result("b", 3)])
    assert marks(store) == [3, 5]


def test_another_work_stands_beside(store: Store) -> None:
    put(store, "one", CLASS)
    beside = put(store, "two", [result("a", 5, subject="russian")])
    assert beside.supersedes == ()
    assert marks(store) == [2, 3, 4, 5]


def test_a_file_that_tells_an_earlier_one_only_partly_is_refused(store: Store) -> None:
    both = [*CLASS, result("a", 4, subject="russian")]
    first = put(store, "one", both)
    partly = put(store, "two", CLASS)
    assert partly.outcome == "refused"
    assert first.upload in partly.problems[0].mend
    assert len(shown(store)) == 4


def test_a_clash_is_settled_by_naming_the_upload(store: Store) -> None:
    first = put(store, "one", [*CLASS, result("a", 4, subject="russian")])
    second = put(store, "two", CLASS, supersede=[first.upload])
    assert (second.outcome, second.supersedes) == ("accepted", (first.upload,))
    assert marks(store) == [2, 3, 4]


def test_pupils_of_the_same_work_in_two_files_stand_together(store: Store) -> None:
    put(store, "one", CLASS)
    put(store, "two", [result("d", 5)])
    assert marks(store) == [2, 3, 4, 5]


def test_a_retracted_file_is_gone_and_can_come_back(store: Store) -> None:
    first = put(store, "one", CLASS)
    retract(store, first.upload, by="тест", reason="загружен по ошибке")
    assert shown(store) == []
    again = put(store, "one", CLASS)
    assert (again.outcome, again.upload) == ("accepted", first.upload)
    assert marks(store) == [2, 3, 4]


def test_what_is_not_shown_cannot_be_retracted(store: Store) -> None:
    first = put(store, "one", CLASS)
    retract(store, first.upload, by="тест", reason="ошибка")
    with pytest.raises(KeyError):
        retract(store, first.upload, by="тест", reason="ещё раз")


def test_a_retracted_correction_does_not_bring_the_corrected_file_back_by_itself(
    store: Store,
) -> None:
    put(store, "one", CLASS)
    second = put(store, "two", [result("a", 5), result("b", 3), result("c", 4)])
    retract(store, second.upload, by="тест", reason="ошибка")
    assert shown(store) == []
    put(store, "one", CLASS)
    assert marks(store) == [2, 3, 4]


def test_an_unknown_cell_of_the_key_meets_an_unknown_cell(store: Store) -> None:
    put(store, "one", [result("a", 2, exam_level=None)])
    put(store, "two", [result("a", 5, exam_level=None)])
    assert marks(store) == [5]


def test_rows_are_told_apart_by_what_they_say(store: Store) -> None:
    one = put(store, "one", CLASS)
    two = put(store, "two", [result("x", 5)])
    digests = {store.upload(id_).rows_digest for id_ in (one.upload, two.upload)}
    assert len(digests) == 2


def test_a_store_put_in_the_place_of_another_is_read_anew(tmp_path: Path) -> None:
    for name in ("first", "second"):
        store = Store.open(tmp_path / name)
        put(store, f"{name}.txt", [result(name, 2 if name == "first" else 5)])
    assert marks(Store.open(tmp_path / "first")) == [2]
    (tmp_path / "first").rename(tmp_path / "old")
    (tmp_path / "second").rename(tmp_path / "first")
    assert marks(Store.open(tmp_path / "first")) == [5]

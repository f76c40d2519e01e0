"""What a file calls a person is nowhere in the store; the key is its owner's only."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

from msoko.facts.pseudonym import load_key
from msoko.facts.store import Store
from tests.store.made_up import all_files, put, result, shown

NAMES = ["Тестова Проба Образцовна", "Примеров Аноним", "kod-40001-kod"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def pupils(store: Store) -> list[str]:
    return sorted(row["pupil"] for row in shown(store))


def test_no_designation_lies_in_any_byte_of_the_store(store: Store) -> None:
    put(store, "with-names", [result(name) for name in NAMES], keeps_original=False)
    for path in all_files(store):
        content = path.read_bytes()
        for name in NAMES:
            assert name.encode() not in content, path
            assert name.encode("utf-16-le") not in content, path
    assert not set(pupils(store)) & set(NAMES)
    assert list((store.folder / "originals").iterdir()) == []


def test_the_search_would_find_a_designation_that_was_kept(store: Store) -> None:
    put(store, "with-codes", [result(NAMES[2])], keeps_original=True)
    assert any(NAMES[2].encode() in path.read_bytes() for path in all_files(store))


def test_the_key_is_readable_by_its_owner_only(store: Store) -> None:
    put(store, "one", [result("a")])
    assert stat.S_IMODE((store.folder / "secret.key").stat().st_mode) == 0o600


def test_the_key_can_lie_elsewhere(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSOKO_KEY_FILE", str(tmp_path / "vault" / "key"))
    put(store, "one", [result("a")])
    assert not (store.folder / "secret.key").exists()
    assert stat.S_IMODE((tmp_path / "vault" / "key").stat().st_mode) == 0o600


def test_another_key_gives_other_pseudonyms(tmp_path: Path) -> None:
    one, other = Store.open(tmp_path / "one"), Store.open(tmp_path / "other")
    for store in (one, other):
        put(store, "same", [result("a"), result("b")])
    assert not set(pupils(one)) & set(pupils(other))


def test_a_file_under_another_key_is_refused(store: Store) -> None:
    put(store, "one", [result("a")])
    (store.folder / "secret.key").unlink()
    receipt = put(store, "two", [result("a", subject="russian")])
    assert (receipt.outcome, receipt.problems[0].check) == ("refused", "other_key")


def test_an_empty_key_is_no_key(store: Store) -> None:
    (store.folder / "secret.key").write_bytes(b"")
    with pytest.raises(ValueError, match="16–64"):
        put(store, "one", [result("a")])


def test_processes_that_make_the_key_at_once_agree_on_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    with context.Pool(6) as pool:
        keys = pool.map(load_key, [tmp_path] * 24, chunksize=1)
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_one_code_in_two_schools_is_two_children(store: Store) -> None:
    rows = [result("1", organisation="101"), result("1", organisation="102")]
    put(store, "one", rows)
    assert len(set(pupils(store))) == 2


def test_a_child_of_two_organisations_is_marked_with_an_at(store: Store) -> None:
    rows = [result("@1", organisation="101"), result("@1", organisation="102")]
    put(store, "one", rows)
    assert len(set(pupils(store))) == 1


@pytest.mark.parametrize(("space", "people"), [("work", 2), ("person", 1), ("name", 1)])
def test_how_far_a_code_means_one_child(store: Store, space: str, people: int) -> None:
    rows = [result("1", year=2023), result("1", year=2024)]
    put(store, "one", rows, person_space=space)
    assert len(set(pupils(store))) == people

"""One flipped bit anywhere in the store is found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from msoko.facts.append import retract
from msoko.facts.store import Store
from msoko.facts.verify import verify
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from tests.store.made_up import all_files, put, result
from tests.store.spied import FAILED, values

FLIPS = 200


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with originals, a correction, a retraction and kept sums."""
    folder: Path = tmp_path_factory.mktemp("written") / "store"
    store = Store.open(folder)
    put(store, "one", [result(str(n), 2 + n % 4) for n in range(40)])
    put(store, "two", [result("0", 5, subject="russian")])
    put(store, "three", [result("0", 4, subject="russian")])
    gone = put(store, "four", [result("0", 4, grade=5)])
    retract(store, gone.upload, by="тест", reason="ошибка")
    compute([FAILED], StoreFacts(store))
    return folder


def test_an_untouched_store_is_in_order(written: Path) -> None:
    assert verify(Store(written)) == []


def test_every_flipped_bit_is_found(written: Path, tmp_path: Path) -> None:
    chance = random.Random(2024)
    folder = tmp_path / "store"
    shutil.copytree(written, folder)
    store = Store(folder)
    unseen = []
    for _ in range(FLIPS):
        path = chance.choice(all_files(store))
        content = path.read_bytes()
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << bit
        path.write_bytes(spoilt)
        if not verify(store):
            unseen.append((path.relative_to(folder), place, bit))
        path.write_bytes(content)
    assert unseen == []
    assert verify(store) == []


def test_every_file_that_went_missing_is_found(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(written, folder)
    store = Store(folder)
    last = max((folder / "ledger").iterdir())
    unseen = []
    for path in all_files(store):
        if path == last or "sums" in path.parts or path.name == "secret.key":
            continue
        content = path.read_bytes()
        path.unlink()
        if not verify(store):
            unseen.append(path.relative_to(folder))
        path.write_bytes(content)
    assert unseen == []


def test_spoilt_sums_are_not_used(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(written, folder)
    before = values(Store(folder))
    for path in (folder / "sums").glob("*/*.parquet"):
        spoilt = bytearray(path.read_bytes())
        spoilt[len(spoilt) // 2] ^= 1
        path.write_bytes(spoilt)
    assert values(Store(folder)) == before

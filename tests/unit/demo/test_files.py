"""Files of the made-up municipality of one school, read back through the same door."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from msoko.demo import Made, make
from msoko.demo.tables import facts_of
from msoko.facts.append import append
from msoko.facts.read import rows_of
from msoko.facts.store import Store
from msoko.profile.load import default_profiles_dir
from msoko.profile.load_common import load_scales
from msoko.sources.reading.kind import Options
from msoko.sources.reading.scales import Scales
from msoko.sources.registry import read_file


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Made, Store, dict[Path, str], dict[Path, str]]:
    """The files, the store they went into, kind told and outcome of each file."""
    folder = tmp_path_factory.mktemp("demo")
    made, store = make(folder / "files", 3, "one_school"), Store.open(folder / "store")
    scales = Scales(load_scales(default_profiles_dir() / "common"))
    kinds, outcomes = {}, {}
    for path, sha256, reading in read_file(made.files, Options(), scales):
        outcomes[path] = "refused"
        if reading.incoming is not None:
            kinds[path] = reading.incoming.kind
            receipt = append(store, reading.incoming, file=path, sha256=sha256, by="тест")
            outcomes[path] = "supersedes" if receipt.supersedes else receipt.outcome
    return made, store, kinds, outcomes


Loaded = tuple[Made, Store, dict[Path, str], dict[Path, str]]


def test_every_good_file_is_recognised_as_what_it_is(loaded: Loaded) -> None:
    made, _, kinds, _ = loaded
    wrong = {one.path.name: (one.kind, kinds.get(one.path)) for one in made.good}
    assert {name: pair for name, pair in wrong.items() if pair[0] != pair[1]} == {}


def test_every_good_file_is_accepted(loaded: Loaded) -> None:
    made, _, _, outcomes = loaded
    assert {outcomes[one.path] for one in made.good} <= {"accepted", "supersedes"}


def test_spoilt_files_end_as_foretold(loaded: Loaded) -> None:
    made, _, _, outcomes = loaded
    assert {one.path.name: outcomes[one.path] for one in made.spoilt} == {
        one.path.name: one.expected for one in made.spoilt
    }
    assert set(made.bad_files) < set(made.files)


def test_works_read_back_are_those_that_were_drawn(loaded: Loaded) -> None:
    """Ф1 of the last year knows participants only; everything else comes back line for line."""
    made, store, _, _ = loaded
    last = made.world.years[-1]
    drawn = facts_of(made.world)["results"].to_pylist()
    expected = Counter(
        (row["procedure"], row["year"], row["subject"], row["grade"], row["mark"])
        for row in drawn
        if row["procedure"] == "vpr" and (row["participated"] or row["year"] != last)
    )
    rows = rows_of(store, "results")
    assert rows is not None
    read = Counter(
        (row["procedure"], row["year"], row["subject"], row["grade"], row["mark"])
        for row in rows.to_pylist()
        if row["procedure"] == "vpr"
    )
    assert read == expected


def test_no_name_of_a_protocol_is_stored(loaded: Loaded) -> None:
    made, store, _, _ = loaded
    rows = rows_of(store, "results")
    assert rows is not None
    assert all(len(pupil) == 24 for pupil in set(rows["pupil"].to_pylist()))
    assert not any("Образцов" in path.name for path in store.folder.rglob("*"))
    assert len(list((store.folder / "originals").iterdir())) < len(made.files)

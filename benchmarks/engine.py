"""Contenders that are msoko itself: facts made, scanned to sums, computed to values."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.contender import Watch
from benchmarks.made_up import Size, one_more, write
from msoko.facts.store import Store, Upload
from msoko.indicators.closure import closure
from msoko.indicators.compute import Computed, compute
from msoko.indicators.frame import Frame
from msoko.indicators.gather import Facts, StoreFacts
from msoko.indicators.parts import ask, parts_of
from msoko.indicators.people import People
from msoko.indicators.plan import WORD, CellScan
from msoko.indicators.request import Request
from msoko.indicators.scan import Engine
from msoko.profile.indicator import Indicator
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile


def made(watch: Watch, folder: str, size: list[int]) -> int:
    """Makes a store; the number of results."""
    with watch.lap("make"):
        return write(Path(folder), Size(*size))


def added(watch: Watch, folder: str, size: list[int]) -> tuple[str, int]:
    """One upload more; its id and its number of results."""
    with watch.lap("append"):
        return one_more(Path(folder), Size(*size))


def profile() -> Profile:
    """The profile all benchmarks compute."""
    loaded = load_profile(default_profiles_dir() / "solnechny")
    if loaded.profile is None:
        raise RuntimeError("\n".join(str(problem) for problem in loaded.problems))
    return loaded.profile


def whole(profile: Profile) -> list[Indicator]:
    """Every indicator of a profile and all they are computed from."""
    known = {**profile.common, **profile.indicators}
    return closure(list(profile.indicators.values()), known, list(profile.rule_sets.values()))


def request(profile: Profile) -> Request:
    """What the indicators of a profile ask of the facts."""
    return ask([part for indicator in whole(profile) for part in parts_of(indicator)])


def scans(watch: Watch, folder: str) -> dict[str, list[float]]:
    """Results from Parquet to sums by cell, and to flags of every pupil by all breakdowns at once.

    With all that belongs to it: sums are kept on disk, flags are told from tests, and pupils who
    are alike are counted together. The totals of what came out.
    """
    store = Store.open(folder)
    forget(store)
    asked, facts = request(profile()), StoreFacts(store)
    found = {}
    with watch.lap("scan"):
        for (table, calendar), (keys, measured) in asked.cells.items():
            if table == "results":
                cells = CellScan(table, tuple(sorted(keys)), calendar)
                found["cells"] = _totals(_some(facts.scanned(cells, list(measured))))
        for scan, parts in asked.together().items():
            if scan.table == "results":
                flags, dates = asked.columns(parts)
                rows = _some(facts.scanned(scan, [*flags, *dates]))
                pupils = People(rows, scan, [*flags, *dates], str)
                found["pupils"] = _met(pupils.by(scan.keys, flags, []), len(flags))
    return found


def _some(rows: pa.Table | None) -> pa.Table:
    if rows is None:
        raise RuntimeError("в хранилище нет результатов")
    return rows


def _totals(rows: pa.Table) -> list[float]:
    """Number of cells, then the totals of all sums in ascending order."""
    names = [name for name in rows.column_names if name.startswith("m")]
    sums = [pc.sum(rows[name]).as_py() or 0 for name in names]
    return [rows.num_rows, *sorted(round(float(total), 6) for total in sums)]


def _met(pupils: Frame, flags: int) -> list[float]:
    """Number of pupils in cells, then how many of them have each flag, in ascending order."""
    number = pupils.weights(np.arange(len(pupils)))
    met = [
        float(number[pupils.words[f"w{flag // WORD}"] >> flag % WORD & 1 == 1].sum())
        for flag in range(flags)
    ]
    return [float(number.sum()), *sorted(met)]


def values(watch: Watch, folder: str, out: str | None, cold: bool) -> int:
    """All values of the profile over a store, from stored facts; the number of values."""
    store = Store.open(folder)
    if cold:
        forget(store)
    with watch.lap("profile"):
        chosen = profile()
    with watch.lap("engine"):
        computed = computed_over(chosen, StoreFacts(store))
    if out:
        import pyarrow.parquet as pq

        pq.write_table(computed.values.table, out)
    return len(computed.values)


def again(watch: Watch, folder: str, upload: str) -> list[int]:
    """Values of the municipality an upload speaks of; uploads scanned for them."""
    store = Store.open(folder)
    before = set((store.folder / "sums").rglob("*.json"))
    chosen = profile()
    with watch.lap("engine"):
        group = next(g for g in by_municipality(store) if upload in {one.id for one in g})
        computed_over(chosen, StoreFacts(store, uploads=group))
    new = set((store.folder / "sums").rglob("*.json")) - before
    return sorted({number for path in new for number in json.loads(path.read_text())["uploads"]})


def forgotten(watch: Watch, folder: str) -> int:
    """Throws kept sums away, in a process of its own."""
    forget(Store.open(folder))
    return 0


def subset(watch: Watch, folder: str) -> int:
    """The shares an analyst counts by hand, from stored facts; the number of values."""
    from benchmarks.subset import SUBSET

    store = Store.open(folder)
    forget(store)
    chosen = profile()
    with watch.lap("engine"):
        computed = compute([chosen.indicators[name] for name in SUBSET], StoreFacts(store))
    return len(computed.values)


def chunks(watch: Watch, folder: str, most: int) -> int:
    """All values, some municipalities at a time, each part written; the number of values.

    A part has at least one municipality, and more while they have no more than `most` results.
    """
    import pyarrow.parquet as pq

    store = Store.open(folder)
    forget(store)
    chosen = profile()
    rows = 0
    out = store.folder / "values"
    out.mkdir(exist_ok=True)
    with watch.lap("engine"):
        engine = Engine(memory_limit="500MB")
        for number, uploads in enumerate(parts(by_municipality(store), most)):
            facts = StoreFacts(store, engine, uploads=uploads)
            table = computed_over(chosen, facts).values.table
            pq.write_table(table, out / f"{number}.parquet")
            rows += table.num_rows
            del facts, table  # or the register of one part lives while the next is read
    shutil.rmtree(out)
    return rows


def by_municipality(store: Store) -> list[list[Upload]]:
    """Uploads that speak of the same organisations, each group with the register."""
    groups: dict[str, list[Upload]] = {}
    register = []
    for upload in store.visible():
        if "results" not in upload.rows:
            register.append(upload)
            continue
        first = min(min(codes) for codes in upload.scope.values())
        groups.setdefault(first, []).append(upload)
    return [[*register, *uploads] for uploads in groups.values()]


def parts(groups: list[list[Upload]], most: int) -> list[list[Upload]]:
    """Groups joined one after another while they have no more than `most` results."""
    found: list[list[Upload]] = []
    size = most
    for group in groups:
        rows = sum(upload.rows.get("results", 0) for upload in group)
        if size + rows > most:
            found.append([])
            size = 0
        found[-1].extend(upload for upload in group if upload not in found[-1])
        size += rows
    return found


def computed_over(chosen: Profile, facts: Facts) -> Computed:
    """All indicators of a profile."""
    return compute(whole(chosen), facts, rule_sets=list(chosen.rule_sets.values()))


def forget(store: Store) -> None:
    """Throws kept sums away."""
    shutil.rmtree(store.folder / "sums")
    (store.folder / "sums").mkdir()

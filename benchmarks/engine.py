"""Contenders that are msoko itself: facts made, scanned to sums, computed to values."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks.contender import Watch
from benchmarks.made_up import Size, one_more, write
from msoko.facts.store import Store, Upload
from msoko.indicators.closure import closure
from msoko.indicators.compute import Computed, compute
from msoko.indicators.gather import Facts, StoreFacts, scan_rows
from msoko.indicators.parts import ask, parts_of
from msoko.indicators.plan import CellScan
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
    """Every scan of results to sums, from Parquet to Arrow; totals of what came back."""
    store = Store.open(folder)
    asked = request(profile())
    engine = Engine()
    paths = store.paths("results")
    found = {}
    with watch.lap("scan"):
        for (table, calendar), (keys, measured) in asked.cells.items():
            if table == "results":
                scan = CellScan(table, tuple(sorted(keys)), calendar)
                found["cells"] = (scan_rows(engine, paths, scan, list(measured)), 0)
        for entity_scan, (flags, dates) in asked.entities.items():
            if entity_scan.table == "results":
                rows = scan_rows(engine, paths, entity_scan, [*flags, *dates])
                found["|".join(entity_scan.keys) or "pupils"] = (rows, len(flags))
    return {name: _totals(rows, flags) for name, (rows, flags) in found.items()}


def _totals(rows: Any, flags: int) -> list[float]:
    """Number of rows, then the totals of all sums or flags in ascending order."""
    import numpy as np
    import pyarrow.compute as pc

    if not flags:
        names = [name for name in rows.column_names if name.startswith("m")]
        sums = [pc.sum(rows[name]).as_py() or 0 for name in names]
        return [rows.num_rows, *sorted(round(float(total), 6) for total in sums)]
    words = [rows[name].to_numpy() for name in rows.column_names if name.startswith("w")]
    met = [int(np.sum(words[n // 60] >> (n % 60) & 1)) for n in range(flags)]
    return [rows.num_rows, *sorted(met)]


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

"""Run alone: children append uploads in a loop and are killed at random moments.

`python -m tests.store.killer FOLDER KILLS SEED [wrong]` prints what was broken, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from msoko.facts import append, ledger
from msoko.facts.store import Store
from msoko.facts.verify import verify
from tests.store.made_up import put, result

LONGEST = 0.4  # seconds until a kill; an append takes some hundredths of a second


def append_until_killed(store: Store, life: int, told: int) -> None:
    """Every other upload corrects the one before it; each is told of once it is acknowledged."""
    for number in range(10_000):
        work = f"{life}-{number // 2}"
        mark = 2 + number % 2
        rows = [result(f"{work}.{pupil}", mark, organisation=work) for pupil in range(5)]
        receipt = put(store, f"{work}-{mark}.txt", rows)
        os.write(told, f"{work} {mark} {receipt.upload}\n".encode())


def one_life(store: Store, life: int, chance: random.Random) -> dict[str, list[str]]:
    """Fork, wait, kill; acknowledged uploads by work."""
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(hear)
        append_until_killed(store, life, tell)
    os.close(tell)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(hear) as lines:
        acknowledged: dict[str, list[str]] = {}
        for line in lines.read().splitlines():
            work, _, id_ = line.split()
            acknowledged.setdefault(work, []).append(id_)
    return acknowledged


def broken(store: Store, acknowledged: dict[str, list[str]]) -> list[str]:
    """Acknowledged uploads that are not shown, works shown twice, files that are not whole."""
    found = [str(problem) for problem in verify(store)]
    shown: dict[str, list[str]] = {}
    hidden = {id_ for id_ in ledger.visible(store.history()) if not store.has(id_)}
    found.extend(f"{id_}: видна без файлов" for id_ in sorted(hidden))
    for upload in [] if hidden else store.visible():
        (organisation,) = next(iter(upload.scope.values()))
        shown.setdefault(organisation, []).append(upload.id)
        if upload.rows != {"results": 5}:
            found.append(f"{upload.id}: {upload.rows}")
    for work, ids in acknowledged.items():
        visible = shown.get(work, [])
        if len(visible) != 1 or (len(ids) == 2 and visible != ids[1:]):
            found.append(f"{work}: подтверждено {ids}, видно {visible}")
    found.extend(f"{work}: видно {ids}" for work, ids in shown.items() if len(ids) > 1)
    return found


def shown_before_written() -> None:
    """A store built wrong on purpose: the ledger shows an upload before its files are written."""
    write, show = append._write, ledger.write
    waiting: list[tuple[Any, ...]] = []

    def show_first(*arguments: Any, **named: Any) -> Any:
        entry = show(*arguments, **named)
        write(*waiting.pop())
        return entry

    vars(append).update(_write=lambda *a: waiting.append(a), sha256_of=lambda _: "")
    vars(ledger).update(write=show_first)
    globals().update(verify=lambda _: [])  # the manifest's sha256 is not known beforehand


def left_behind(store: Store) -> list[str]:
    """What a sweep leaves of killed writers."""
    with store.writing():
        pass
    known = {entry.upload for entry in store.history()}
    kept = {store.upload(id_).sha256 for id_ in known}
    left = [*(store.folder / "tmp").iterdir(), *(store.folder / "ledger").glob(".*")]
    left += [p for p in (store.folder / "uploads").iterdir() if p.name not in known]
    left += [p for p in (store.folder / "originals").iterdir() if p.name not in kept]
    return [str(path.relative_to(store.folder)) for path in left]


def main(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill as often as asked; everything acknowledged so far is looked at after every kill.

    Stops at the first that broke something.
    """
    put(
        Store.open(folder / "warm" / "store"), "warm.txt", [result("0")]
    )  # libraries are loaded once
    store, chance = Store.open(folder / "store"), random.Random(seed)
    acknowledged: dict[str, list[str]] = {}
    found: list[str] = []
    for life in range(kills):
        acknowledged |= one_life(store, life, chance)
        found.extend(f"после {life + 1}: {what}" for what in broken(store, acknowledged))
        if found:
            return {"broken": found}
    uploads = sum(map(len, acknowledged.values()))
    return {"broken": [], "left": left_behind(store), "acknowledged": uploads}


if __name__ == "__main__":
    if sys.argv[4:] == ["wrong"]:
        shown_before_written()
    told = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(told, ensure_ascii=False))

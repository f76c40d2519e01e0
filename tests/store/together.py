"""Run alone: several processes append to one store at once.

`python -m tests.store.together FOLDER WRITERS FILES` prints every receipt, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from msoko.facts.store import Store
from tests.store.made_up import put, result


def write(store: Store, writer: int, files: int, told: int) -> None:
    """Own files, and between them the same file that everybody sends."""
    for number in range(files):
        for name in (f"{writer}.{number}", f"common.{number}"):
            receipt = put(store, f"{name}.txt", [result(name, organisation=name)])
            os.write(told, f"{name} {receipt.outcome}\n".encode())


def main(folder: Path, writers: int, files: int) -> list[list[str]]:
    """Fork the writers; all their receipts."""
    store = Store.open(folder / "store")
    hear, tell = os.pipe()
    children = []
    for writer in range(writers):
        child = os.fork()
        if not child:
            write(store, writer, files, tell)
            os._exit(0)
        children.append(child)
    os.close(tell)
    with os.fdopen(hear) as lines:
        receipts = [line.split() for line in lines.read().splitlines()]
    for child in children:
        os.waitpid(child, 0)
    return receipts


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))

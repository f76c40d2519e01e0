"""The process that parses files: `python -m msoko.sources.sheets.child FOLDER`.

Protocol: a line of JSON with the task, then `size` bytes of the file; back comes a line of JSON:
`{"sheets": [{"name", "hidden", "n_rows", "n_columns", "file"}]}` or `{"failed": code, "detail"}`.
Cells come back as one Arrow IPC file a sheet in FOLDER. Limits are set here, before each file, so
a hostile file can only end this process. Imports are few: starting must be cheap.
"""

from __future__ import annotations

import sys

# pyarrow takes numpy along when it can, which would cost a quarter of a second and is not used.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]

import json  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import pyarrow as pa  # noqa: E402
import pyarrow.ipc  # noqa: E402

from msoko.sources.sheets import delimited, workbook  # noqa: E402
from msoko.sources.sheets.refused import RefusedError  # noqa: E402

try:
    import resource

    POSIX = True
except ImportError:  # only the clock guards
    POSIX = False

# A process that has swollen is replaced: one file's leftovers are not the next one's.
RETIRE_AT = 256 << 20


def address_space() -> int:
    """Bytes of address space this process has mapped now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def limit(task: dict[str, Any]) -> None:
    """Bound memory, processor time and written bytes for the next file; no core dumps."""
    if not POSIX:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + int(task["cpu"])
    bounds = {
        resource.RLIMIT_AS: address_space() + int(task["memory"]),
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: int(task["memory"]),
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        hard = resource.getrlimit(kind)[1]
        soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (soft, hard))


def write(columns: list[pa.Array], path: Path) -> None:
    """One record batch as an Arrow IPC file; columns are named by their numbers."""
    batch = pa.record_batch(columns, names=[str(number) for number in range(len(columns))])
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)


def parse(task: dict[str, Any], content: bytes, folder: Path) -> dict[str, Any]:
    """Parse one file into IPC files in `folder`; the answer says which."""
    read = delimited.read if task["format"] == "csv" else workbook.read
    sheets = []
    for number, sheet in enumerate(read(content, task)):
        n_rows = len(sheet.columns[0]) if sheet.columns else 0
        file = None
        if n_rows:
            file = f"{number}.arrow"
            write(sheet.columns, folder / file)
        about = {"name": sheet.name, "hidden": sheet.hidden, "file": file}
        sheets.append(about | {"n_rows": n_rows, "n_columns": len(sheet.columns)})
    return {"sheets": sheets}


def answer(task: dict[str, Any], content: bytes, folder: Path) -> dict[str, Any]:
    """The parsed sheets or the reason why there are none; any exception becomes a reason."""
    try:
        return parse(task, content, folder)
    except RefusedError as refused:
        return {"failed": refused.code, "detail": refused.detail, "place": refused.place}
    except MemoryError:
        return {"failed": "too_much_memory"}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the reader derives from BaseException
        return {"failed": "unreadable", "detail": f"{type(error).__name__}: {error}"[:2000]}


def main() -> None:
    """Serve tasks from standard input until it closes or this process has swollen."""
    folder = Path(sys.argv[1])
    roomy = address_space() + RETIRE_AT
    while line := sys.stdin.buffer.readline():
        task = json.loads(line)
        content = sys.stdin.buffer.read(task["size"])
        limit(task)
        reply = answer(task, content, folder)
        del content
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()
        if address_space() > roomy:
            return


if __name__ == "__main__":
    main()

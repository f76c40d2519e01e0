"""Runs one contender: `python -m benchmarks.contender module:function '{"argument": …}'`."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType


class Watch:
    """Wall and CPU seconds of named laps."""

    def __init__(self) -> None:
        self.laps: dict[str, tuple[float, float]] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Measures what is done inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.laps[name] = (time.perf_counter() - wall, time.process_time() - cpu)


class WithoutPandas:
    """Arrow imports pandas wherever it is installed; who runs msoko has no pandas."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> None:
        """Says that pandas is not installed."""
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


def main() -> None:
    """Calls the function with a watch and prints its laps and its answer as JSON."""
    module, function = sys.argv[1].split(":")
    if not module.endswith("_pandas"):
        sys.meta_path.insert(0, WithoutPandas())
    watch = Watch()
    answer = getattr(importlib.import_module(module), function)(watch, **json.loads(sys.argv[2]))
    print(json.dumps({"laps": watch.laps, "answer": answer}))


if __name__ == "__main__":
    main()

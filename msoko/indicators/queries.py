"""The SQL of scans, compiled once: a query asked before needs no compiler to be loaded again.

Kept in the user's cache folder by what is asked and by the code that compiles it; losing it costs
only time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from msoko.indicators.plan import CellScan, EntityScan, FirstDate, Flag, Measured
from msoko.profile.keep import default_cache, read_kept, write_kept

_MOST_KEPT = 400
_WRITERS = ("scan", "plan", "predicates", "bits", "tested")  # modules that decide on a query


def query_of(scan: CellScan | EntityScan, columns: Sequence[Measured | Flag | FirstDate]) -> str:
    """The query that answers a scan over the table `facts`."""
    asked = f"{_compiler()}{scan!r}{list(columns)!r}"
    folder = default_cache().parent / "queries"
    path = folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.sql"
    kept = read_kept(path)
    if isinstance(kept, str):
        return kept
    from msoko.indicators.scan import compiled

    query = compiled(scan, columns)
    write_kept(path, query)
    _make_room(folder)
    return query


@cache
def _compiler() -> str:
    """What decides how a query is written: libraries, the code of scans, the columns of tables."""
    package = Path(__file__).resolve().parents[1]
    files = [
        *sorted((package / "facts").glob("schema*.py")),
        *(package / "indicators" / f"{name}.py" for name in _WRITERS),
    ]
    total = hashlib.sha256()
    for path in files:
        total.update(path.read_bytes())
    libraries = [f"{name} {version(name)}" for name in ("ibis-framework", "sqlglot", "duckdb")]
    return f"{total.hexdigest()} {' '.join(libraries)}"


def _make_room(folder: Path) -> None:
    """The oldest queries make room; a folder somebody else is tidying is no error."""
    try:
        kept = sorted(folder.glob("*.sql"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return

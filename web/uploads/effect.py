"""What accepting or withdrawing a file will change, found without changing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from msoko.facts import clash, patch
from msoko.facts.append import prepared, upload_id
from msoko.facts.incoming import Incoming
from msoko.facts.schema import TABLES
from msoko.facts.scope import SCOPE_COLUMNS, Scope, scope_of
from msoko.facts.store import Store, Upload
from msoko.vocabulary import AcademicYear
from web.uploads.report import problems
from web.uploads.touched import touched


def of_accepting(store: Store, incoming: Incoming, file: str, sha256: str) -> dict[str, Any]:
    """Rows that come, files replaced or clashing, indicators that may change; plain values.

    The same steps as `msoko.facts.append.append` takes, without writing. `already` says that the
    file is among the facts; `hides` are told anew as a whole, `clashes` only in part.
    """
    id_ = upload_id(sha256, incoming)
    shown = store.visible()
    tables = prepared(store, incoming, id_)
    already = any(one.holds(id_) for one in shown)
    told = {"upload": id_, "already": already, "problems": [], "rows": _rows(tables)}
    told["adds"] = lines(scope_of(tables), _rows(tables))
    if incoming.replaces_rows and not told["already"]:
        patched = patch.apply(store, id_, tables, shown, file)
        if patched.problems:
            return told | {"problems": problems(patched.problems), "hides": [], "clashes": []}
        tables, id_ = patched.tables, patched.id
    upload = Upload(id_, file, sha256, incoming.kind, _rows(tables), scope_of(tables), "", {})
    hides, clashes = [], []
    for earlier in () if told["already"] else shown:
        hidden, clashing = clash.resolve(store, upload, tables, [earlier], ())
        hides += [_named(earlier) for _ in hidden]
        clashes += [_named(earlier) | {"what": one.what} for one in clashing]
    return told | {"hides": hides, "clashes": clashes, "indicators": touched(upload.scope)}


def of_withdrawing(store: Store, id_: str) -> dict[str, Any]:
    """Rows that go, indicators that may change, and earlier files that will not come back."""
    upload = store.upload(id_)
    accepted = [e for e in store.history() if e.upload == id_ and e.action == "accept"]
    gone = accepted[-1].supersedes if accepted else ()
    return {
        "adds": lines(upload.scope, upload.rows),
        "indicators": touched(upload.scope),
        "gone": [_named(store.upload(one)) for one in gone],
    }


def same(shown: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether accepting would still do what the person was shown."""
    return all(_ids(shown, name) == _ids(now, name) for name in ("hides", "clashes"))


def lines(scope: Scope, rows: Mapping[str, int]) -> list[dict[str, Any]]:
    """By table: how many rows, of which years, of how many organisations (codes too)."""
    found = []
    for name, number in rows.items():
        works = {work: codes for work, codes in scope.items() if work.split("|")[0] == name}
        years = sorted({_year(work) for work in works} - {""})
        codes = sorted({code for said in works.values() for code in said if code})
        line = {"table": TABLES[name].ru, "rows": number, "years": years, "codes": codes}
        found.append(line)
    return found


def together(effects: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The effect of several files accepted one after another."""
    by_table: dict[str, dict[str, Any]] = {}
    for one in (line for effect in effects for line in effect.get("adds", ())):
        line = by_table.setdefault(
            one["table"], {"table": one["table"], "rows": 0, "years": [], "codes": []}
        )
        line["rows"] += one["rows"]
        for name in ("years", "codes"):
            line[name] = sorted({*line[name], *one[name]})
    indicators = dict.fromkeys(i for effect in effects for i in effect.get("indicators", ()))
    return {"adds": list(by_table.values()), "indicators": list(indicators)}


def _rows(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    return {name: rows.num_rows for name, rows in tables.items()}


def _named(upload: Upload) -> dict[str, Any]:
    return {"upload": upload.id, "file": upload.file, "rows": sum(upload.rows.values())}


def _ids(effect: Mapping[str, Any], name: str) -> set[str]:
    return {one["upload"] for one in effect.get(name, ())}


def _year(work: str) -> str:
    """«2023/24» of a work; empty when its table has no year."""
    table, *words = work.split("|")
    named = dict(zip(SCOPE_COLUMNS.get(table, ("year",)), words, strict=False))
    return AcademicYear(int(named["year"])).ru if named.get("year") else ""

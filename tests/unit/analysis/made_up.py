"""Small made-up evidence: marks by school and year, a register, items with a codifier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from msoko.analysis.evidence import Evidence
from msoko.facts.append import append
from msoko.facts.incoming import Incoming
from msoko.facts.schema import TABLES, arrow_schema
from msoko.facts.store import Store
from msoko.indicators.closure import closure
from msoko.indicators.compute import compute
from msoko.indicators.gather import StoreFacts
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile

Row = dict[str, Any]
INDICATORS = ("vpr_russian_4", "vpr_math_4")


@cache
def profile() -> Profile:
    loaded = load_profile(default_profiles_dir() / "solnechny").profile
    assert loaded is not None
    return loaded


def school(number: int) -> str:
    return f"98{number:04d}"


def work(
    code: str,
    year: int,
    marks: Sequence[int],
    subject: str = "russian",
    grade: int = 4,
    **more: Any,
) -> list[Row]:
    """A work of one school: a mark for each pupil; pupils keep their codes between subjects."""
    about = {"organisation": code, "year": year, "procedure": "vpr", "subject": subject}
    return [
        {**about, "grade": grade, "pupil": f"{grade}{number:04d}", "participated": True,
         "mark": mark, "max_score": 38.0, **more}
        for number, mark in enumerate(marks)
    ]  # fmt: skip


def marks(failed: int, passed: int) -> list[int]:
    return [2] * failed + [4] * passed


def units(codes: Iterable[str], year: int, place: str = "Район", **more: Any) -> list[Row]:
    about = {"year": year, "kind": "school", "municipality": place, "region": "Край"}
    return [{"organisation": code, "name": f"Школа {code[-2:]}", **about, **more} for code in codes]


def evidence(
    folder: Path,
    tables: Mapping[str, Sequence[Row]],
    *,
    indicators: Sequence[str] = INDICATORS,
    rules: bool = False,
    of: Profile | None = None,
    **asked: Any,
) -> Evidence:
    """A store of these rows and the values of a few indicators of a profile over it."""
    store = Store.open(folder / "store")
    for number, (name, rows) in enumerate(tables.items()):
        schema = arrow_schema(TABLES[name], provenance=False)
        table = pa.Table.from_pylist([{f: r.get(f) for f in schema.names} for r in rows], schema)
        table = table.append_column("sheet", pa.nulls(len(table), pa.string()))
        table = table.append_column("row", pa.array(range(len(table)), pa.int32()))
        path = folder / f"{name}.txt"
        path.write_text(f"{number}", encoding="utf-8")
        receipt = append(
            store, Incoming("fact_table", {name: table}, person_space="work"),
            file=path, sha256=f"{number}", by="тест",
        )  # fmt: skip
        assert receipt.outcome == "accepted", receipt.problems
    whole = of or profile()
    known = {**whole.common, **whole.indicators}
    chosen = whole if rules else replace(
        whole, indicators={name: known[name] for name in indicators}, rule_sets={}
    )  # fmt: skip
    wanted = list(chosen.rule_sets.values())
    asked_for = (
        [
            known[c.indicator]
            for r in wanted
            for g in r.categories
            for c in g.criteria
            if c.indicator
        ]
        if rules
        else [known[name] for name in indicators]
    )
    computed = compute(closure(asked_for, known, wanted), StoreFacts(store), rule_sets=wanted)
    return Evidence(store, chosen, computed, **asked)

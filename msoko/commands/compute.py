"""`msoko compute`: every indicator of a profile over a store, with interval and state."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

from msoko.commands.places import place_for, store_named
from msoko.commands.said import (
    Refusal,
    add_format,
    add_profile,
    add_store,
    profile_named,
    progress,
    tell,
    tell_json,
    year_with_data,
)
from msoko.facts.store import Store
from msoko.indicators.closure import closure
from msoko.indicators.compute import Computed, compute, of_years
from msoko.indicators.gather import StoreFacts
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "compute",
        help="вычислить показатели профиля",
        description="Вычисляет показатели по принятым данным: значение, числитель и знаменатель, "
        "интервал и состояние — по организациям, муниципалитетам, региону.",
    )
    add_store(parser)
    add_profile(parser)
    parser.add_argument("--year", action="append", metavar="ГОД", help="только этот учебный год")
    parser.add_argument(
        "--indicator", action="append", metavar="КОД", help="только этот показатель"
    )
    parser.add_argument(
        "--unit", action="append", metavar="КОД", help="только эта организация или муниципалитет"
    )
    parser.add_argument("--out", type=Path, metavar="ФАЙЛ", help="записать в файл, а не на экран")
    add_format(parser, ("csv", "json", "parquet"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes values; exit code 0 also when some values are «no data».

    Refusal for a year or a unit without any value: an empty table would hide a slip of the pen.
    """
    out = _out(args)
    profile = profile_named(args.profile)
    computed = computed_for(profile, store_named(args.store), args.indicator)
    table = computed.values.table
    years = [year_with_data(said, computed.years).start for said in args.year or ()]
    if years:
        table = of_years(table, years)
    if args.indicator:
        table = _only(table, "indicator", args.indicator)
    if args.unit:
        check_units(table, args.unit)
        table = _only(table, "unit", args.unit)
    if not table.num_rows:
        progress("значений нет: для этих показателей в хранилище нет сведений")
    write_values(table, args.format, out)
    return 0


def _out(args: argparse.Namespace) -> Path | None:
    """Where to write, fit to be written before anything is computed; None for the screen."""
    if args.out is not None:
        return place_for(args.out)
    if args.format == "parquet":
        raise Refusal("для вида parquet укажите файл: --out значения.parquet")
    return None


def _only(table: pa.Table, column: str, wanted: Sequence[str]) -> pa.Table:
    known = pa.array(wanted, pa.string())
    return table.filter(pc.is_in(table[column].cast(pa.string()), known))


def check_units(table: pa.Table, units: Sequence[str]) -> None:
    """Refusal for units without a single value."""
    known = set(pc.unique(table["unit"].cast(pa.string())).to_pylist())
    strange = [unit for unit in units if unit not in known]
    if strange:
        raise Refusal(
            f"значений нет: {', '.join(strange)}; коды организаций и названия муниципалитетов — "
            "в столбце unit: msoko compute без --unit"
        )


def computed_for(profile: Profile, store: Store, indicators: list[str] | None = None) -> Computed:
    """Values of the profile's indicators (or the named ones); Refusal for an unknown name."""
    chosen = chosen_indicators(profile, indicators)
    facts = StoreFacts(store, progress=lambda table: progress(f"считаю: {table}"))
    rule_sets = list(profile.rule_sets.values())
    known = {**profile.common, **profile.indicators}
    return compute(closure(chosen, known, rule_sets), facts, rule_sets=rule_sets)


def chosen_indicators(profile: Profile, names: list[str] | None) -> list[Indicator]:
    """Indicators by name, all when none are named."""
    if not names:
        return list(profile.indicators.values())
    unknown = [name for name in names if profile.indicator(name) is None]
    if unknown:
        raise Refusal(
            f"нет показателя: {', '.join(unknown)}; список: msoko check {profile.id} --format json"
        )
    return [found for name in names if (found := profile.indicator(name))]


def write_values(table: pa.Table, form: str, out: Path | None) -> None:
    """Values as csv, json or parquet, to a file or to the screen."""
    if form == "json":
        rows = table.to_pylist()
        if out is None:
            tell_json(rows)
            return
        out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    elif form == "parquet":
        pq.write_table(table, out)
    else:
        plain = pa.table({n: _plain(table[n]) for n in table.column_names})
        if out is None:
            buffer = io.BytesIO()
            csv.write_csv(plain, buffer)
            sys.stdout.write(buffer.getvalue().decode())
            return
        csv.write_csv(plain, out)
    tell(f"Записано значений: {table.num_rows} → {out}")


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column

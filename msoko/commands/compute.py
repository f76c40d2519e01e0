"""`msoko compute`: every indicator of a profile over a store, with interval and state."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

from msoko.commands.said import (
    Refusal,
    add_format,
    add_profile,
    add_store,
    profile_named,
    progress,
    tell,
    tell_json,
)
from msoko.facts.store import Store
from msoko.indicators.closure import closure
from msoko.indicators.compute import Computed, compute
from msoko.indicators.gather import StoreFacts
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile
from msoko.vocabulary import AcademicYear


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
    """Writes values; exit code 0 also when some values are «no data»."""
    profile = profile_named(args.profile)
    computed = computed_for(profile, Store.open(args.store), args.indicator, args.year)
    table = computed.values.table
    if args.unit:
        table = table.filter(pc.is_in(table["unit"].cast(pa.string()), pa.array(args.unit)))
    if args.indicator:
        wanted = pa.array(args.indicator)
        table = table.filter(pc.is_in(table["indicator"].cast(pa.string()), wanted))
    write_values(table, args.format, args.out)
    return 0


def computed_for(
    profile: Profile, store: Store, indicators: list[str] | None, years: list[str] | None
) -> Computed:
    """Values of the profile's indicators (or the named ones); Refusal for an unknown name."""
    chosen = chosen_indicators(profile, indicators)
    wanted = [AcademicYear.parse(year).start for year in years] if years else None
    facts = StoreFacts(store, progress=lambda table: progress(f"считаю: {table}"))
    rule_sets = list(profile.rule_sets.values())
    known = {**profile.common, **profile.indicators}
    return compute(closure(chosen, known, rule_sets), facts, rule_sets=rule_sets, years=wanted)


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
        if out is None:
            raise Refusal("для вида parquet укажите файл: --out значения.parquet")
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

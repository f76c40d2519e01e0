"""Values: numbers with their unit, period, breakdown, interval and state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from msoko.indicators.frame import Floats, Ints
from msoko.indicators.grain import Names, period_label, unpack

STATES = (
    "ok",
    "no_data",
    "partial",
    "zero_denominator",
    "not_applicable",
    "too_small",
    "disputed",
    "suppressed",
)
STATE_RU = {
    "ok": "есть",
    "no_data": "нет данных",
    "partial": "сведения неполны",
    "zero_denominator": "не с чем сравнивать (знаменатель равен нулю)",
    "not_applicable": "не применяется",
    "too_small": "слишком мало данных",
    "disputed": "результат признан необъективным",
    "suppressed": "скрыто",
}
UNDECIDED_RU = "не определить: у большей части неизвестны итог или группа"


def state_words(status: str, denominator: float | None) -> str:
    """The state of a value in words; over a denominator «no data» means that too much is open."""
    if status == "no_data" and denominator:
        return UNDECIDED_RU
    return STATE_RU.get(status, status)


SCHEMA = pa.schema(
    [
        ("indicator", pa.dictionary(pa.int32(), pa.string())),
        ("area", pa.dictionary(pa.int32(), pa.string())),
        ("unit_kind", pa.dictionary(pa.int32(), pa.string())),
        ("unit", pa.dictionary(pa.int32(), pa.string())),
        ("period", pa.dictionary(pa.int32(), pa.string())),
        ("breakdown", pa.dictionary(pa.int32(), pa.string())),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("status", pa.dictionary(pa.int32(), pa.string())),
    ]
)


@dataclass(frozen=True)
class Block:
    """Values of one part at one level, as parallel arrays; `states` index STATES."""

    indicator: str
    area: str
    level: str
    keys: Ints
    numerator: Floats
    denominator: Floats
    value: Floats
    low: Floats
    high: Floats
    states: Ints


@dataclass(frozen=True)
class Missing:
    """Who has not reported: organisations expected for an indicator in a period, without data."""

    indicator: str
    period: str
    municipality: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class Values:
    """All values as one Arrow table (columns of SCHEMA), and who has not reported."""

    table: pa.Table
    missing: tuple[Missing, ...] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)


def assemble(blocks: Iterable[Block], names: dict[str, Names], cells: Names) -> pa.Table:
    """One table of all blocks; texts are dictionary-encoded."""
    kept = [block for block in blocks if len(block.keys)]
    if not kept:
        return SCHEMA.empty_table()
    indicators, areas = Names(), Names()
    units, offsets = _unit_names(names)
    counts = [len(block.keys) for block in kept]

    def repeated(numbers: list[int]) -> Ints:
        return np.repeat(np.array(numbers, dtype=np.int64), counts)

    keys = np.concatenate([block.keys for block in kept])
    unit, period, cell = unpack(keys)
    unit = unit + repeated([offsets[block.level] for block in kept])
    periods, period = np.unique(period, return_inverse=True)
    columns = [
        _texts(repeated([indicators.number(b.indicator) for b in kept]), indicators.list),
        _texts(repeated([areas.number(b.area) for b in kept]), areas.list),
        _texts(repeated([list(names).index(b.level) for b in kept]), list(names)),
        _texts(unit, units),
        _texts(period, [period_label(int(p)) for p in periods]),
        _texts(cell, cells.list),
        *(
            _numbers(np.concatenate([getattr(b, name) for b in kept]))
            for name in ("numerator", "denominator", "value", "low", "high")
        ),
        _texts(np.concatenate([b.states for b in kept]), list(STATES)),
    ]
    return pa.table(columns, schema=SCHEMA)


def _unit_names(names: dict[str, Names]) -> tuple[list[str], dict[str, int]]:
    units: list[str] = []
    offsets = {}
    for level, known in names.items():
        offsets[level] = len(units)
        units.extend(known.list)
    return units, offsets


def _texts(codes: Ints, words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array(words, pa.string())
    )


def _numbers(numbers: Floats) -> pa.Array:
    return pa.array(numbers, pa.float64(), mask=np.isnan(numbers))

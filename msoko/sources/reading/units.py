"""Organisations a file tells about → rows of `units`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from msoko.facts.login import without_login
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.lines import Lines
from msoko.vocabulary import AcademicYear


def of_lines(
    lines: Lines,
    year: AcademicYear,
    *,
    municipality: Coded,
    name: Coded | None = None,
    region: Coded | str | None = None,
) -> pa.Table | None:
    """One row per organisation from its first line; None when no municipality is told.

    ВПР files hold schools only, correctional ones (login ksh…) among them.
    """
    assert lines.columns.organisation is not None
    logins = lines.of(lines.columns.organisation)
    _, first = np.unique(lines.organisation.codes, return_index=True)
    rows: list[Mapping[str, object]] = []
    for index in np.sort(first):
        told = {
            "organisation": _word(lines.organisation, index),
            "municipality": _word(municipality, index),
        }
        if all(told.values()):
            extra = {
                "year": year.start,
                "kind": "school",
                "name": None if name is None else _name(_word(name, index)),
                "region": _word(region, index) if isinstance(region, Coded) else region,
                "login": _word(logins, index),
                "sheet": lines.sheet.name,
                "row": int(lines.kept[index]) + lines.columns.first + 1,
            }
            rows.append(told | extra)
    return pa.Table.from_pylist(rows, schema=_SCHEMA) if rows else None


def _word(coded: Coded, index: np.intp) -> str | None:
    word: str | None = coded.words[int(coded.codes[index])]
    return word


def _name(written: str | None) -> str | None:
    return None if written is None else without_login(written) or None


_SCHEMA = pa.schema(
    [
        ("organisation", pa.string()),
        ("municipality", pa.string()),
        ("year", pa.int32()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("region", pa.string()),
        ("login", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
    ]
)

"""The screening report in the words of a page: where, what is wrong, what to type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msoko.facts.incoming import Hint
from msoko.facts.schema import TABLES
from msoko.problem import Problem
from msoko.sources.reading.kind import Reading
from msoko.sources.reading.told import SAID_RU, UNCLEAR_WORK, shown, unsaid
from msoko.sources.registry import kind_named

# Enough to mend by; a file with more is wrong as a whole.
_SHOWN = 300
ASKED = ("subject", "grade", "year", "organisation")
TAKEN_RU = {
    "file": "из файла", "name": "из имени файла", "folder": "из имени папки",
    "option": "указано на странице", "default": "по умолчанию",
}  # fmt: skip
# What is said to those who type commands, and what a page says instead.
_FOR_PAGE = (
    (r"добавьте параметр --\w+.*", "выберите это ниже, в разделе «О чём файл»"),
    (r"повторите команду с --supersede \w+", "отметьте ниже, что его нужно заменить"),
    (r"возьмите шаблон: msoko template \w+", "возьмите шаблон таблицы у специалиста"),
)


def report(reading: Reading) -> dict[str, Any]:
    """Kind, rows by table, what was learnt from where, and every problem, as plain values."""
    incoming = reading.incoming
    tables = incoming.tables.items() if incoming else ()
    return {
        "kind": kind_named(incoming.kind).ru if incoming else "",
        "rows": [(TABLES[name].ru, rows.num_rows) for name, rows in tables],
        "hints": [_hint(one) for one in (incoming.hints if incoming else ())],
        "problems": problems(reading.problems),
        "more": max(0, len(reading.problems) - _SHOWN),
        "asks": asks(reading.problems),
    }


def problems(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as rows of the report, errors first, then by sheet and place as they came."""
    order = {"error": 0, "warning": 1, "note": 2}
    listed = sorted(found, key=lambda one: order[one.severity])[:_SHOWN]
    return [
        {
            "severity": one.severity, "check": one.check, "sheet": one.sheet or "",
            "cell": one.cell or "", "line": one.line, "what": _worded(one.what),
            "mend": _worded(one.mend), "count": one.count, "where": one.where,
        }
        for one in listed
    ]  # fmt: skip


def asks(found: Iterable[Problem]) -> list[str]:
    """What a person must say of the file before it can be read: "subject", "grade" …"""
    unclear = {one.what for one in found if one.check == UNCLEAR_WORK}
    return [what for what in ASKED if unsaid(what).what in unclear]


def errors(told: Mapping[str, Any]) -> int:
    """How many rows of a report are errors."""
    return sum(one["severity"] == "error" for one in told.get("problems", ()))


def _worded(text: str) -> str:
    for pattern, words in _FOR_PAGE:
        text = re.sub(pattern, words, text)
    return text


def _hint(one: Hint) -> dict[str, str]:
    return {
        "what": SAID_RU[one.what],
        "value": shown(one),
        "taken": TAKEN_RU[one.taken_from],
    }

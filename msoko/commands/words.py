"""Numbers and values as a Russian document writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msoko.indicators.parts import Part
from msoko.indicators.thresholds import VERDICT_RU, Raised
from msoko.indicators.values import state_words
from msoko.vocabulary import AcademicYear

_ANSWER = {True: "сработал", False: "не сработал", None: "слишком мало данных"}


def number(value: float | None) -> str:
    """At most one decimal, with a comma: 20 → «20», 19.96 → «20,0» (rounded on screen only)."""
    if value is None:
        return "—"
    text = str(int(value)) if value == int(value) else f"{value:.1f}"
    return text.replace(".", ",")


def headline(part: Part, row: Mapping[str, Any]) -> str:
    """«Доля …: 20,0 %  (95 %: 10,5–34,8)», with the state in words when it is not plain."""
    label = part.indicator.label
    line = part.indicator.line_of(part.label.removeprefix("line=")) if part.label else None
    state = "" if row["status"] == "ok" else f"  [{state_words(row['status'], row['denominator'])}]"
    return f"{label}{f' — {line.label}' if line else ''}: {value_words(part.unit, row)}{state}"


def value_words(unit: str, row: Mapping[str, Any]) -> str:
    """The value with its unit and interval: «20,0 %  (95 %: 10,5–34,8)», «да», «12»."""
    value = row["value"]
    if unit == "boolean" and value is not None:
        return "да" if value else "нет"
    told = number(value)
    if unit == "percent" and value is not None:
        told = f"{value:.1f} %".replace(".", ",")
    if row["low"] is not None:
        told += f"  (95 %: {number(row['low'])}–{number(row['high'])})"
    return told


def verdict(found: Raised) -> str:
    """A threshold's answer and its years: «сработал (2 из нужных 2: 2022/23 — выполнен; …)»."""
    years = "; ".join(
        f"{AcademicYear(one.year).ru}{f', {one.cell}' if one.cell else ''} — "
        f"{VERDICT_RU[one.verdict]}"
        for one in found.judged
    )
    return f"{_ANSWER[found.raised]} ({found.met} из нужных {found.needed}: {years})"

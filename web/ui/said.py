"""Cells, thresholds and clauses in the words a reader knows."""

from __future__ import annotations

from functools import lru_cache

from msoko.facts.schema import TABLES
from msoko.profile.indicator import Indicator, Threshold
from web.ui.numbers import plain

_SIGNS = {"at_least": "не меньше", "above": "больше", "at_most": "не больше", "below": "меньше"}
_YES = {"true": "да", "false": "нет", "unknown": "не указано"}
POLARITY_RU = {
    "higher_is_better": "больше — лучше",
    "lower_is_better": "меньше — лучше",
    "context": "само по себе не хорошо и не плохо",
}
UNIT_RU = {
    "percent": "проценты", "count": "число", "boolean": "да или нет", "share": "доля",
    "ratio": "отношение", "score": "баллы", "mean": "среднее",
}  # fmt: skip
LEVEL_RU = {
    "school": "школа", "preschool": "детский сад", "organisation": "организация",
    "municipality": "муниципалитет",
}  # fmt: skip


def cell_words(indicator: Indicator, cell: str) -> str:
    """«grade=4;subject=math» → «Класс: 4; Предмет: Математика»; empty for the whole."""
    pairs = [pair.split("=", 1) for pair in cell.split(";") if "=" in pair]
    return "; ".join(_pair(indicator, name, value) for name, value in pairs)


def _pair(indicator: Indicator, name: str, value: str) -> str:
    if name == "line":
        line = indicator.line_of(value)
        return line.label if line else value
    if name == "reading":
        found = next((one.label for one in indicator.variants if one.id == value), value)
        return f"Другое прочтение: {found}"
    ru, codes = _column(name)
    return f"{ru}: {codes.get(value) or _YES.get(value, value)}"


@lru_cache(maxsize=256)
def _column(name: str) -> tuple[str, dict[str, str]]:
    """What a column is called, and its codes in words, from whichever table has it."""
    for table in TABLES.values():
        if table.has(name):
            column = table.column(name)
            return column.ru, dict(column.codes or {})
    return name, {}


def threshold_words(threshold: Threshold) -> list[str]:
    """«не меньше 20 с 17.08.2021», one line for every dated number."""
    sign = _SIGNS[threshold.operator]
    lines = [f"{sign} {plain(float(n))} с {since:%d.%m.%Y}" for since, n in threshold.dated]
    lasting = threshold.persists
    if lasting and lasting.years:
        window = "предшествующих" if lasting.window == "before" else "последних"
        lines.append(f"выполняется {lasting.years} из {lasting.of_last} {window} учебных лет")
    return lines

"""Canonical tables of facts: the system's own template, or CSV with the same headings."""

from msoko.sources.fact_table.read import read
from msoko.sources.fact_table.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="fact_table",
    ru="таблица системы (по шаблону)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

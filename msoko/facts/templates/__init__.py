"""Workbooks to fill in: one template per fact table, read back by the kind `fact_table`."""

from msoko.facts.templates.workbook import write_template

__all__ = ["write_template"]

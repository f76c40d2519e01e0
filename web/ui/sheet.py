"""A table as data: shown on a page, saved as a workbook or as CSV, always with where it is from."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils import timezone

from web import regulation
from web.ui.attachment import attachment
from web.ui.workbook import workbook

Cell = str | float | int | None
FORMS = {"xlsx": "XLSX", "csv": "CSV"}
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """A table to be saved; `notes` are what it is and how it came: formula, n, date, version."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()


def origin() -> tuple[tuple[str, str], tuple[str, str]]:
    """Notes every table carries: when it was saved, and under which version of the profile."""
    profile = regulation.profile()
    return (
        ("Выгружено", f"{timezone.localtime():%d.%m.%Y %H:%M}"),
        ("Профиль и его версия", f"{profile.name}, {profile.version}"),
    )


def saved(sheet: Sheet, form: str) -> HttpResponse:
    """The table as a file; 404 for a form there is none of."""
    if form not in FORMS:
        raise Http404
    head, notes = tuple(map(safe, sheet.headings)), _plain(sheet.notes)
    rows = tuple(tuple(_safe(cell) for cell in row) for row in sheet.rows)
    if form == "csv":
        content = _as_csv(head, rows, ((safe(sheet.title), ""), *notes))
    else:
        content = workbook(safe(sheet.title), head, rows, notes)
    return attachment(content, f"{sheet.name}.{form}")


def safe(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _plain(notes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((safe(name), safe(text)) for name, text in notes if text)


def _safe(cell: Cell) -> Cell:
    return safe(cell) if isinstance(cell, str) else cell


def _as_csv(
    head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], notes: tuple[tuple[str, str], ...]
) -> bytes:
    """Semicolons and decimal commas, as a Russian spreadsheet reads them; notes under the table."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([_number(cell) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerows(notes)
    return text.getvalue().encode("utf-8-sig")


def _number(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return f"{cell:.6g}".replace(".", ",")

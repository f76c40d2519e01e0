"""What a page is asked for: the area, the indicator, the year, the cell; 404 for what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, HttpRequest

from msoko.profile.indicator import Indicator
from msoko.profile.model_area import Area
from msoko.vocabulary import AcademicYear
from web import regulation
from web.figures.read import Figures, figures, of_indicator, seen_by
from web.ui.said import cell_words
from web.workspace.rows import Line, line_of


def area_named(name: str) -> Area:
    """An area of the regulation."""
    area = regulation.profile().texts.areas.get(name)
    if area is None:
        raise Http404
    return area


def indicator_named(area: str, name: str) -> Indicator:
    """An indicator of an area."""
    found = regulation.profile().indicators.get(name)
    if found is None or found.area != area_named(area).id:
        raise Http404
    return found


def year_asked(request: HttpRequest, found: Figures | None) -> int | None:
    """The year chosen on the page, else the last one computed; None without values."""
    years = found.years if found else ()
    try:
        asked = AcademicYear.parse(request.GET.get("year", "")).start
    except ValueError:
        asked = None
    return asked if asked in years else (max(years) if years else None)


def year_query(year: int | None) -> str:
    """The year chosen, for addresses of files."""
    return f"?year={AcademicYear(year)}" if year is not None else ""


@dataclass(frozen=True)
class Asked:
    """One indicator's values as one reader may see them, with the cell and year chosen."""

    indicator: Indicator
    figures: Figures | None
    table: pa.Table
    year: int | None
    cell: str
    cells: tuple[tuple[str, str], ...]

    @property
    def unit(self) -> str:
        """The unit of measurement of the cell chosen."""
        return self.unit_of(self.cell)

    def unit_of(self, cell: str) -> str:
        """The unit of measurement of a cell: a line may have one of its own."""
        for pair in cell.split(";"):
            if pair.startswith("line="):
                line = self.indicator.line_of(pair.removeprefix("line="))
                return line.unit if line else self.indicator.unit
        return self.indicator.unit

    def line(self, row: Mapping[str, Any], names: Mapping[str, str]) -> Line:
        """One row of values in its own unit of measurement."""
        return line_of(row, self.unit_of(row["breakdown"]), names)

    @property
    def year_ru(self) -> str:
        """«2024/25 учебный год»; empty without values."""
        return f"{AcademicYear(self.year).ru} учебный год" if self.year is not None else ""

    @property
    def query(self) -> str:
        """The year and cell chosen, for addresses of files and pictures."""
        told = {"year": str(AcademicYear(self.year))} if self.year is not None else {}
        if self.cell:
            told["cell"] = self.cell
        return f"?{urlencode(told)}" if told else ""


def asked_of(request: HttpRequest, area: str, name: str, permission: str) -> Asked:
    """Read the question of a page about an indicator; nothing beyond the reader's scope."""
    indicator, found = indicator_named(area, name), figures()
    if found is None:
        return Asked(indicator, None, pa.table({}), None, "", ())
    profile, scope = regulation.profile(), request.actor.scope
    table = seen_by(scope, of_indicator(found, indicator.id), profile, permission)
    known = sorted(pc.unique(table["breakdown"].cast("string")).to_pylist())
    cells = tuple((one, cell_words(indicator, one) or "В целом") for one in known)
    cell = request.GET.get("cell", "")
    chosen = cell if cell in known else ""
    return Asked(indicator, found, table, year_asked(request, found), chosen, cells)

"""The register of organisations, as a list of rows."""

from __future__ import annotations

import re
from typing import Any

from tests.oracle.words import NO_PLACE, Row

LASTING = ("name", "municipality", "region", "parent", "login", "oge_code", "ege_code", "inn")

LASTING = ("name", "municipality", "region", "parent", "login", "oge_code", "ege_code", "inn")


class Register:
    """Who is what and where, year by year."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.codes = sorted({row["organisation"] for row in rows})

    def canonical(self, code: str) -> str:
        """The register's code for what a file wrote."""
        if code in self.codes:
            return code
        for row in reversed(self.rows):
            if row.get("login") == code:
                return str(row["organisation"])
        short = _short(code)
        if short not in self.codes:
            for row in reversed(self.rows):
                if _short(row.get("login") or "") == short:
                    return str(row["organisation"])
        return short

    def row(self, code: str, year: int) -> Row | None:
        """The latest row not after the year, else the first; those of one year are joined.

        What lasts (a name, a place) and is not told there was told before, or only later.
        """
        years = sorted({row["year"] for row in self.rows if row["organisation"] == code})
        if not years:
            return None
        past = [y for y in years if y <= year]
        chosen = past[-1] if past else years[0]
        told = self._of_year(code, chosen)
        near = [*(y for y in reversed(years) if y < chosen), *(y for y in years if y > chosen)]
        for other in near:
            lasting = self._of_year(code, other)
            told = {**{n: cell for n, cell in lasting.items() if n in LASTING}, **told}
        return told

    def _of_year(self, code: str, year: int) -> Row:
        joined: Row = {}
        for row in self.rows:
            if (row["organisation"], row["year"]) == (code, year):
                joined.update({name: cell for name, cell in row.items() if cell is not None})
        return joined

    def get(self, code: str, year: int, column: str) -> Any:
        """One cell of the organisation's row, None when not known."""
        return (self.row(code, year) or {}).get(column)

    def place(self, level: str, code: str, year: int) -> str:
        """The unit of a level the organisation belongs to."""
        if level == "organisation":
            return code
        return str(self.get(code, year, level) or NO_PLACE[level])

    def open(self, code: str, year: int) -> bool:
        """In the register and not closed."""
        closed = self.get(code, year, "closed_from")
        return self.row(code, year) is not None and not (closed and closed <= year)


def _short(login: str) -> str:
    """A school's login without its prefix; any other login or code as it is."""
    return login[3:] if re.fullmatch(r"(sch|edu)\d{6}", login) else login

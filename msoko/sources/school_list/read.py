"""Lines of a list of organisations → rows of `units`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet, missing_required, wrong_inn
from msoko.checks.place import Mask, Place, one_problem
from msoko.facts.incoming import Hint, Incoming
from msoko.facts.login import organisation_of
from msoko.problem import Problem
from msoko.sources.reading import Options, Reading, Recognition
from msoko.sources.reading.cells import Coded
from msoko.sources.reading.organisations import kind_of, said
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import plain, vpr_year
from msoko.sources.school_list.recognise import header_of
from msoko.sources.sheets import Book, Sheet
from msoko.sources.sheets.book import column_letters
from msoko.vocabulary import UNIT_KINDS, AcademicYear


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One row per organisation, in force from the year of the option or of the file's name.

    A list that tells no year holds for all years: it is stored from the first year on.
    """
    found = header_of(book)
    assert found is not None
    hint = _year(book, options)
    sheet, header = found
    lines = _Lines(sheet, header.row + 1, dict(header.columns), options)
    if not len(lines.kept):
        return Reading(None, (empty_sheet.no_lines(sheet.name),))
    problems = lines.problems()
    rows = lines.units(AcademicYear.parse(hint.value))
    tables = {"units": rows} if rows.num_rows else {}
    incoming = Incoming(recognition.kind, tables, hints=(hint,)) if tables else None
    return Reading(incoming, tuple(problems))


def _year(book: Book, options: Options) -> Hint:
    if options.year is not None:
        return Hint("year", str(options.year), "option")
    stem = book.name.rsplit(".", 1)[0]
    year = vpr_year(stem)
    return Hint("year", str(_FIRST), "default") if year is None else Hint("year", str(year), "name")


# Earlier than any file of results there is: the federal works began in 2015.
_FIRST = AcademicYear(2000)


class _Lines:
    """Lines that name an organisation by login, code or ИНН."""

    def __init__(self, sheet: Sheet, first: int, columns: dict[str, int], options: Options) -> None:
        self.sheet, self.first, self.columns, self.options = sheet, first, columns, options
        code = Coded.of(sheet.columns[columns["code"]].slice(first))
        name = Coded.of(sheet.columns[columns["name"]].slice(first))
        self.kept = np.flatnonzero(~(code.empty & name.empty))

    def words(self, name: str) -> list[str | None]:
        """Cells of a column that say something."""
        if name not in self.columns:
            return [None] * len(self.kept)
        column = Coded.of(self.sheet.columns[self.columns[name]].slice(self.first)).take(self.kept)
        return [said(column.words[code]) for code in column.codes]

    def place(self, name: str) -> Place:
        """Where a column stands."""
        letters = column_letters(self.columns[name])
        return Place(self.sheet.name, letters, self.kept + self.first + 1)

    def problems(self) -> list[Problem]:
        """Empty codes, wrong ИНН, no municipality, one code twice."""
        codes = self.words("code")
        empty = np.array([code is None for code in codes], bool)
        problems = missing_required.find({self.place("code"): empty}, "логин (код)")
        if "inn" in self.columns:
            inn = self.words("inn")
            wrong: Mask = np.array([one is not None and not wrong_inn.is_right(one) for one in inn])
            example = next((one for one, bad in zip(inn, wrong, strict=True) if bad), None)
            problems += wrong_inn.find(wrong, example, self.place("inn"))
        if not self.options.municipality:
            column = "municipality" if "municipality" in self.columns else "code"
            lacking = np.array([one is None for one in self.words("municipality")], bool)
            problems += missing_required.find({self.place(column): lacking}, "муниципалитет")
        return [*problems, *self._twice(codes)]

    def _twice(self, codes: list[str | None]) -> list[Problem]:
        seen: set[str | None] = set()
        twice = []
        for written in codes:
            code = organisation_of(written) or written
            twice.append(code is not None and code in seen)
            seen.add(code)
        return one_problem(
            "duplicate_row",
            "код организации повторяется",
            "оставьте одну строку на организацию",
            "error",
            {self.place("code"): np.array(twice, bool)},
        )

    def units(self, year: AcademicYear) -> pa.Table:
        """Rows of the lines that can be one: with a code and a municipality."""
        columns = {name: self.words(name) for name in (
            "code", "name", "municipality", "region", "inn", "oge_code", "ege_code", "kind",
            "cluster",
        )}  # fmt: skip
        rows = []
        for line in range(len(self.kept)):
            one = {name: values[line] for name, values in columns.items()}
            municipality = one["municipality"] or self.options.municipality
            if one["code"] is None or municipality is None:
                continue
            login = organisation_of(one["code"])
            rows.append({
                "organisation": login or one["code"], "year": year.start, "name": one["name"],
                "kind": _kind(one["kind"], one["code"], one["name"]),
                "municipality": municipality, "region": one["region"] or self.options.region,
                "login": one["code"] if login else None,
                "oge_code": one["oge_code"], "ege_code": one["ege_code"],
                "inn": one["inn"] if wrong_inn.is_right(one["inn"]) else None,
                "cluster": one["cluster"], "sheet": self.sheet.name,
                "row": int(self.kept[line]) + self.first + 1,
            })  # fmt: skip
        return pa.Table.from_pylist(rows, _SCHEMA)


def _kind(written: str | None, login: str | None, name: str | None) -> str:
    words = {plain(ru): code for code, ru in UNIT_KINDS.items()}
    words |= {code: code for code in UNIT_KINDS}
    return words.get(plain(written or "")) or kind_of(login, written or name)


_TEXTS = ("organisation", "name", "kind", "municipality", "region", "login", "oge_code")
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in (*_TEXTS, "ege_code", "inn", "cluster", "sheet")),
        ("year", pa.int32()),
        ("row", pa.int32()),
    ]
)

"""Marked cells of the list → rows of `reviews`; its organisations → rows of `units`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet, missing_required
from msoko.checks.place import Mask, Place, one_problem
from msoko.facts.incoming import Incoming
from msoko.facts.login import organisation_of
from msoko.problem import Problem
from msoko.sources.integrity_list.recognise import Layout, layout_of
from msoko.sources.reading import Options, Reading, Recognition
from msoko.sources.reading.cells import Coded, Ints, number
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import vpr_year
from msoko.sources.sheets import Book
from msoko.sources.sheets.book import column_letters

SOURCE = "Официальный перечень ОО с признаками необъективности результатов ВПР"


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """One review per marked work; a line that repeats an earlier one is taken once."""
    layout = layout_of(book)
    assert layout is not None
    lines = _Lines(layout)
    if not len(lines.kept):
        return Reading(None, (empty_sheet.no_lines(layout.sheet.name),))
    problems = [*lines.unclear(), *lines.miscounted(), *lines.doubled()]
    reviews = lines.reviews()
    units = lines.units(options)
    tables = {name: rows for name, rows in (("reviews", reviews), ("units", units)) if rows}
    incoming = Incoming(recognition.kind, tables) if tables else None
    return Reading(incoming, tuple(problems))


class _Lines:
    """Lines of the list that name an organisation; `once` are those not met before."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.first = layout.header.row + 1
        login = self._whole("login")
        self.kept: Ints = np.flatnonzero(~login.empty)
        self.marked = {
            place: self._places(place).where(_is_marked) for place in sorted(layout.markers)
        }
        said = [self._of(name) for name in ("year", "login")]
        keys = list(zip(*(self._words(column) for column in said), *self._marks(), strict=True))
        seen: set[object] = set()
        fresh = []
        for key in keys:
            fresh.append(key not in seen)
            seen.add(key)
        self.once: Mask = np.array(fresh, bool)

    def _whole(self, name: str) -> Coded:
        place = self.layout.header.columns[name]
        return Coded.of(self.layout.sheet.columns[place].slice(self.first))

    def _of(self, name: str) -> Coded:
        if name not in self.layout.header.columns:
            return Coded.constant(None, len(self.kept))
        return self._whole(name).take(self.kept)

    def _places(self, place: int) -> Coded:
        return Coded.of(self.layout.sheet.columns[place].slice(self.first)).take(self.kept)

    def _words(self, column: Coded) -> list[str | None]:
        return [column.words[code] for code in column.codes]

    def _marks(self) -> list[list[bool]]:
        return [mask.tolist() for mask in self.marked.values()]

    def _place(self, name: str) -> Place:
        letters = column_letters(self.layout.header.columns[name])
        return Place(self.layout.sheet.name, letters, self.kept + self.first + 1)

    def unclear(self) -> list[Problem]:
        """Lines whose year or login cannot be read."""
        year = self._of("year").where(lambda word: word is None or vpr_year(word) is None)
        login = self._of("login").where(lambda word: organisation_of(word) is None)
        return [
            *missing_required.find({self._place("year"): year}, "Год"),
            *missing_required.find({self._place("login"): login}, "Логин"),
        ]

    def miscounted(self) -> list[Problem]:
        """Lines whose number of markers is not the number of marked works."""
        counted = np.sum(list(self.marked.values()), axis=0)
        written = self._of("count").numbers(number)
        wrong = ~np.isnan(written) & (written != counted)
        return one_problem(
            "totals_disagree",
            "число маркеров не равно числу отмеченных работ; взяты отметки",
            "сверьте строку с исходным перечнем",
            "warning",
            {self._place("count"): wrong},
        )

    def doubled(self) -> list[Problem]:
        """Lines that repeat an earlier one; a whole year may be there twice (FIELD A1 g)."""
        return one_problem(
            "repeated_line",
            "строка повторяет предыдущую (год, логин, отметки); она взята один раз",
            "удалите повторы, если файл ведётся у вас",
            "warning",
            {self._place("login"): ~self.once},
        )

    def reviews(self) -> pa.Table | None:
        """One row per organisation, year and marked work."""
        years, logins = (self._words(self._of(name)) for name in ("year", "login"))
        rows = []
        for place, (subject, grade) in sorted(self.layout.markers.items()):
            for line in np.flatnonzero(self.marked[place] & self.once):
                year, organisation = vpr_year(years[line] or ""), organisation_of(logins[line])
                if year is not None and organisation is not None:
                    rows.append(
                        {"organisation": organisation, "year": year.start, "procedure": "vpr",
                         "subject": subject, "grade": grade, "status": "unreliable",
                         "source": SOURCE, "basis": self.layout.header.texts[place],
                         **self._provenance(line)}
                    )  # fmt: skip
        return pa.Table.from_pylist(rows) if rows else None

    def units(self, options: Options) -> pa.Table | None:
        """Names and municipalities, where the list tells them."""
        told = {name: self._words(self._of(name)) for name in self.layout.header.columns}
        names = told.get("name", [None] * len(self.kept))
        municipalities = told.get("municipality", [options.municipality] * len(self.kept))
        regions = told.get("region", [options.region] * len(self.kept))
        rows: dict[tuple[str, int], dict[str, object]] = {}
        for line in np.flatnonzero(self.once):
            login, year = told["login"][line] or "", vpr_year(told["year"][line] or "")
            organisation = organisation_of(login)
            if organisation and year and municipalities[line]:
                rows.setdefault((organisation, year.start), {
                    "organisation": organisation, "year": year.start, "kind": "school",
                    "name": names[line], "municipality": municipalities[line],
                    "region": regions[line], "login": login, **self._provenance(line),
                })  # fmt: skip
        return pa.Table.from_pylist(list(rows.values())) if rows else None

    def _provenance(self, line: np.intp) -> dict[str, object]:
        row = int(self.kept[line]) + self.first + 1
        return {"sheet": self.layout.sheet.name, "row": row}


def _is_marked(word: str | None) -> bool:
    return word is not None and word.lower() not in ("0", "-", "—", "нет")

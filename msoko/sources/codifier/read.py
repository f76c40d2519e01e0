"""Lines of a codifier (task × code) → one row of `codifier` per task."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet
from msoko.checks.place import Place, one_problem
from msoko.facts.incoming import Incoming
from msoko.problem import Problem
from msoko.sources.codifier.recognise import header_of
from msoko.sources.reading import Options, Reading, Recognition, told
from msoko.sources.reading.cells import Coded, number
from msoko.sources.reading.headers import Header
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.told import Work
from msoko.sources.sheets import Book, Sheet
from msoko.sources.sheets.book import column_letters

_LEVELS = {"б": "base", "п": "raised", "в": "high"}
_SOFT_BREAK = re.compile(r"_x0002_|\u00ad|(?<=[а-яё])- (?=[а-яё])")
_JOIN = "; "


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Subject, grade and year come from options, file name or folders («2021/4/Математика»)."""
    found = header_of(book)
    if found is None or found[1].missing:
        return Reading(None, (_only_codes(book),))
    sheet, header = found
    settled = told.settle(book, options, recognition.hints)
    if settled.work is None:
        return Reading(None, settled.problems)
    rows, problems = _rows(sheet, header, settled.work)
    incoming = Incoming(recognition.kind, {"codifier": rows}, hints=settled.hints) if rows else None
    return Reading(incoming, (*settled.problems, *problems))


def _rows(sheet: Sheet, header: Header, work: Work) -> tuple[pa.Table | None, list[Problem]]:
    first = header.row + 1
    columns = {
        name: Coded.of(sheet.columns[place].slice(first)) for name, place in header.columns.items()
    }
    items = columns["item"]
    if items.empty.all():
        return None, [empty_sheet.no_lines(sheet.name)]
    lines_of: dict[str, list[int]] = {}
    for line, code in enumerate(items.codes):
        if (word := items.words[code]) is not None:
            lines_of.setdefault(item_name(word), []).append(line)
    rows = []
    for item, lines in lines_of.items():
        said = {name: _distinct(column, lines) for name, column in columns.items()}
        rows.append(
            {
                "year": work.year.start,
                "procedure": work.procedure,
                "subject": work.subject,
                "grade": work.grade,
                "item": item,
                "position": _position(columns.get("position"), lines),
                "max_points": _largest(said["largest"]),
                "difficulty": next(
                    (
                        _LEVELS[word[0].lower()]
                        for word in said["difficulty"]
                        if word[0].lower() in _LEVELS
                    ),
                    None,
                ),
                **{
                    name: _JOIN.join(said.get(name, [])) or None
                    for name in ("skill", "content", "skill_code", "content_code")
                },
                "sheet": sheet.name,
                "row": lines[0] + first + 1,
            }
        )
    places = Place(
        sheet.name,
        column_letters(header.columns["largest"]),
        np.array([row["row"] for row in rows], np.int64),
    )
    unknown = np.array([row["max_points"] is None for row in rows], bool)
    return pa.Table.from_pylist(rows, _SCHEMA), _no_largest(unknown, places)


def item_name(word: str) -> str:
    """«11.3 k1» → «11.3К1», as tasks are called in the results."""
    return re.sub(r"\s*[кk]\s*(?=\d)", "К", word.strip(), flags=re.I)


def _distinct(column: Coded, lines: list[int]) -> list[str]:
    """Different words of the lines, in order, without hyphenation left from a printed page."""
    words = [column.words[column.codes[line]] for line in lines]
    return list(
        dict.fromkeys(" ".join(_SOFT_BREAK.sub("", word).split()) for word in words if word)
    )


def _position(column: Coded | None, lines: list[int]) -> int | None:
    """The ordinal most lines of a task name; in real files its first line may repeat the last one.

    None when there is no such column or two ordinals are named equally often.
    """
    if column is None:
        return None
    told_ = Counter(number(column.words[column.codes[line]]) for line in lines)
    best = [value for value, times in told_.items() if times == max(told_.values())]
    return int(best[0]) if len(best) == 1 and best[0] > 0 and best[0].is_integer() else None


def _largest(words: list[str]) -> float | None:
    """The largest score when the lines of a task agree on one."""
    told_ = {number(word) for word in words}
    return told_.pop() if len(told_) == 1 and not np.isnan(next(iter(told_))) else None


def _no_largest(unknown: np.ndarray[tuple[int], np.dtype[np.bool_]], place: Place) -> list[Problem]:
    return one_problem(
        "unreadable_score",
        "наибольший балл за задание не читается или в строках задания разный",
        "впишите одно число во все строки задания",
        "warning",
        {place: unknown},
    )


def _only_codes(book: Book) -> Problem:
    return Problem(
        check="only_codes",
        what="это перечень кодов без заданий: он ничего не добавляет к кодификатору",
        mend="загрузите файл, где указаны задания (столбец «№ КИМ»): обычно он называется ALL.xlsx",
        severity="note",
        file=book.name,
    )


_SCHEMA = pa.schema(
    [
        ("year", pa.int32()), ("procedure", pa.string()), ("subject", pa.string()),
        ("grade", pa.int32()), ("item", pa.string()), ("position", pa.int32()),
        ("max_points", pa.float64()),
        ("difficulty", pa.string()), ("skill", pa.string()), ("content", pa.string()),
        ("skill_code", pa.string()), ("content_code", pa.string()),
        ("sheet", pa.string()), ("row", pa.int32()),
    ]
)  # fmt: skip

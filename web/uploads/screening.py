"""A staged file read and checked; what a person decides by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from msoko.facts.read import rows_of
from msoko.facts.store import Store
from msoko.indicators.units import Units
from msoko.profile.load import default_profiles_dir
from msoko.profile.load_common import load_scales
from msoko.sources.fact_table.known import known_codes
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.sources.registry import read as read_book
from msoko.sources.sheets import Book, open_book
from msoko.vocabulary import AcademicYear
from web.uploads import mapped
from web.uploads.effect import of_accepting
from web.uploads.layouts import layouts
from web.uploads.mapped import Rule
from web.uploads.marking import mark
from web.uploads.report import asks, errors, report

ERRORS = "В файле есть ошибки, с которыми его нельзя принять."
NOTHING = "В файле нет сведений, которые можно добавить."
ALREADY = "Тот же файл уже принят: добавить нечего."
WORDS = "Файл не говорит, о чём он: ответьте на вопросы на его странице, и он будет проверен снова."
MAPPED = "По указанной раскладке в файле есть ошибки: поправьте её или сам файл."
LAYOUT = "Раскладка столбцов незнакома: укажите, где что стоит, и система её запомнит."


@dataclass(frozen=True)
class Seen:
    """What a check found: the state the file goes to, why, and everything the page shows.

    `layout` is the signature of the remembered layout the file was read by.
    """

    state: str
    told: Mapping[str, Any]
    reason: str = ""
    kind: str = ""
    effect: Mapping[str, Any] = field(default_factory=dict)
    layout: str = ""


@dataclass(frozen=True)
class Asked:
    """What is known of a file before it is read: what people said, and remembered layouts.

    `chosen` was made for this very file; of `remembered` only those without constants are used
    unasked: a year that was right for one file is wrong for the next.
    """

    said: Mapping[str, str]
    chosen: Rule | None = None
    remembered: Mapping[str, Rule] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """The book, None when it cannot be opened, what came of reading it, and by which layout."""

    book: Book | None
    reading: Reading
    layout: str = ""


def read(path: Path, asked: Asked, store: Store) -> Read:
    """Read a file as its kind, or by a layout people have explained."""
    book = open_book(path)
    if not isinstance(book, Book):
        return Read(None, Reading(None, tuple(book)))
    options, scales, rule = _options(asked.said, store), _scales(), asked.chosen
    if rule is None:
        reading = read_book(book, options, scales)
        rule = _remembered(book, asked) if is_unknown(reading) else None
        if rule is None:
            return Read(book, reading)
    return Read(book, mapped.read(book, rule, options, scales), rule.signature)


def look(path: Path, asked: Asked, store: Store, mark_in: Path) -> Seen:
    """Read, check, try what accepting would change; cells with problems are marked in a copy."""
    found = read(path, asked, store)
    book, reading, told = found.book, found.reading, report(found.reading)
    if book is not None and found.layout:
        told["layouts"] = layouts(book)
    if book is None or reading.incoming is None:
        return replace(_not_readable(book, reading, told, path, mark_in), layout=found.layout)
    effect = of_accepting(store, reading.incoming, path.name, book.sha256)
    told["problems"] += effect.pop("problems")
    kind = reading.incoming.kind
    if effect["already"]:
        return Seen("refused", told, ALREADY, kind)
    told["marked"] = mark(path, book, told["problems"], mark_in)
    if errors(told):
        return Seen("refused", told, ERRORS, kind)
    return Seen("screened", told, "", kind, effect, found.layout)


def is_unknown(reading: Reading) -> bool:
    """Whether the file is of no kind the system knows."""
    return any(one.check == "unknown_kind" for one in reading.problems)


def _not_readable(
    book: Book | None, reading: Reading, told: dict[str, Any], path: Path, mark_in: Path
) -> Seen:
    if book is not None and is_unknown(reading) and (found := layouts(book)):
        return Seen("asked", told | {"layouts": found}, LAYOUT)
    if asks(reading.problems):
        return Seen("asked", told, WORDS)
    if book is not None:
        told["marked"] = mark(path, book, told["problems"], mark_in)
    if told.get("layouts"):
        return Seen("asked", told, MAPPED)
    return Seen("refused", told, NOTHING if reading.nothing_to_add else ERRORS)


def _remembered(book: Book, asked: Asked) -> Rule | None:
    found = (asked.remembered.get(one) for one in sorted(mapped.signatures(book)))
    return next((rule for rule in found if rule is not None and not rule.constants), None)


def _options(said: Mapping[str, str], store: Store) -> Options:
    rows = rows_of(store, "units")
    register = frozenset(Units.of(rows).codes) if rows is not None else None
    known = known_codes(default_profiles_dir() / "common")
    options = Options(register=register, known=known)
    words = {name: word for name, word in said.items() if word}
    year, grade = words.pop("year", ""), words.pop("grade", "")
    return replace(
        options, **words, year=AcademicYear.parse(year) if year else None,
        grade=int(grade) if grade else None,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _scales() -> Scales:
    """The scales a release comes with; they change only with the program."""
    return Scales(load_scales(default_profiles_dir() / "common"))

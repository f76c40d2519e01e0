"""The list of kinds of file and the one way through them: recognise, read, check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from msoko.checks import empty_sheet, formula_error, wrong_encoding, wrong_template
from msoko.facts.file_hash import sha256_of
from msoko.problem import Problem, has_errors
from msoko.sources import (
    codifier,
    context_form,
    fact_table,
    gia,
    integrity_list,
    journal_matrix,
    school_list,
    vpr_consolidated,
    vpr_dump_2020,
    vpr_export_2021,
    vpr_report_f1,
    vpr_report_f3,
    vpr_report_journal,
    vpr_school_form,
)
from msoko.sources.fact_table.parquet import is_parquet, read_parquet
from msoko.sources.reading.kind import Kind, Options, Reading, Recognition
from msoko.sources.reading.scales import NO_SCALES, Scales
from msoko.sources.sheets import Book, open_books
from msoko.sources.sheets.book import column_letters

KINDS: tuple[Kind, ...] = (
    vpr_export_2021.KIND,
    vpr_dump_2020.KIND,
    vpr_consolidated.KIND,
    vpr_school_form.KIND,
    vpr_report_f1.KIND,
    vpr_report_f3.KIND,
    vpr_report_journal.KIND,
    gia.KIND,
    fact_table.KIND,
    integrity_list.KIND,
    codifier.KIND,
    context_form.KIND,
    school_list.KIND,
    journal_matrix.KIND,
)

# A book that has at least this share of a kind's headings is a spoilt copy of it, not a stranger.
NEARLY = 0.6


def recognise(book: Book, kinds: tuple[Kind, ...] = KINDS) -> tuple[Kind, Recognition] | Problem:
    """The kind of a book and what its content says; a Problem when it is none or a spoilt one."""
    found = [(kind, seen) for kind in kinds if (seen := kind.recognise(book)) is not None]
    whole = [(kind, seen) for kind, seen in found if not seen.missing]
    if whole:
        return max(whole, key=lambda pair: pair[1].confidence)
    kind, seen = max(found, key=lambda pair: pair[1].confidence, default=(None, None))
    if kind is not None and seen is not None and seen.confidence >= NEARLY:
        return wrong_template.problem(kind.ru, seen.missing, seen.sheet, book.name)
    return _stranger(book, kinds)


def kind_named(name: str) -> Kind:
    """The kind by its identifier, or by the identifier of one of its parts («gia_appeals»).

    KeyError when there is none.
    """
    known = {kind.name: kind for kind in KINDS}
    return known[name] if name in known else known[name.rsplit("_", 1)[0]]


def read_file(
    files: Iterable[Path], options: Options, scales: Scales = NO_SCALES
) -> Iterator[tuple[Path, str, Reading]]:
    """Every file in its order: path, sha256 of its bytes (empty when unreadable), its reading."""
    for path, book in open_books(files):
        if isinstance(book, Book):
            yield path, book.sha256, read(book, options, scales)
        elif is_parquet(path):
            reading = read_parquet(path, options)
            told = tuple(replace(one, file=one.file or path.name) for one in reading.problems)
            yield path, sha256_of(path), replace(reading, problems=told)
        else:
            yield path, "", Reading(None, tuple(book))


def read(book: Book, options: Options, scales: Scales = NO_SCALES) -> Reading:
    """Recognise and read one book and check its rows; problems carry the name of the file."""
    general = _general(book)
    if has_errors(general):
        return Reading(None, _named(book, general))
    known = recognise(book)
    if isinstance(known, Problem):
        return Reading(None, _named(book, [*general, known]))
    kind, seen = known
    reading = kind.read(book, seen, options, scales)
    problems = _named(book, [*general, *reading.problems])
    incoming = reading.incoming
    if has_errors(problems) or incoming is None:
        return Reading(None, problems)
    return Reading(replace(incoming, keeps_original=not kind.carries_names), problems)


def _general(book: Book) -> list[Problem]:
    """Checks that need no knowledge of the kind."""
    problems = list(book.problems)
    problems += empty_sheet.find({sheet.name: sheet.columns for sheet in book.sheets})
    for sheet in book.sheets:
        if not sheet.hidden:
            letters = [column_letters(number) for number in range(sheet.n_columns)]
            problems += wrong_encoding.find(sheet.name, sheet.columns, letters)
            problems += formula_error.find(sheet.name, sheet.columns, letters)
    return problems


def _stranger(book: Book, kinds: tuple[Kind, ...]) -> Problem:
    known = "; ".join(kind.ru for kind in kinds)
    return Problem(
        check="unknown_kind",
        what="файл не похож ни на один известный вид",
        mend=f"загрузите один из видов: {known}; либо перенесите данные в шаблон системы",
        file=book.name,
    )


def _named(book: Book, problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(replace(one, file=one.file or book.name) for one in problems)

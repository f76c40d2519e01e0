"""Organisations that answered → rows of `units`: ИНН, codes of ОГЭ and ЕГЭ, municipality."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.checks import wrong_inn
from msoko.checks.place import Place
from msoko.facts.login import organisation_of
from msoko.problem import Problem
from msoko.sources.context_form.recognise import Layout
from msoko.sources.reading import Options
from msoko.sources.reading.answers import after_bar
from msoko.sources.reading.cells import Coded, Ints
from msoko.sources.reading.organisations import kind_of, said
from msoko.sources.sheets.book import column_letters
from msoko.vocabulary import AcademicYear


def units_of(
    layout: Layout, kept: Ints, year: AcademicYear, options: Options
) -> tuple[pa.Table | None, list[Problem]]:
    """One row per organisation; None when neither the form nor the user names municipalities."""
    columns = {name: _words(layout, place, kept) for name, place in layout.about.items()}
    nothing: list[str | None] = [None] * len(kept)
    inn = columns.get("inn", nothing)
    problems = _wrong_inn(layout, kept, inn) if "inn" in columns else []
    if "municipality" not in columns and options.municipality is None:
        return None, problems
    by_question = {q.code: _words(layout, place, kept) for place, q in layout.questions.items()}
    form, place = by_question.get("ctx_legal_form", nothing), by_question.get("ctx_place", nothing)
    rows = []
    for line in range(len(kept)):
        one = {name: words[line] for name, words in columns.items()}
        login = one["login"] or ""
        name = one.get("short_name") or after_bar(one.get("school")) or one.get("name")
        rows.append({
            "organisation": organisation_of(login), "year": year.start, "login": login,
            "name": name, "kind": kind_of(login, name),
            "municipality": after_bar(one.get("municipality")) or options.municipality,
            "region": after_bar(one.get("region")) or options.region,
            "inn": inn[line] if wrong_inn.is_right(inn[line]) else None,
            "oge_code": said(one.get("oge_code")), "ege_code": said(one.get("ege_code")),
            "municipal": _says(form[line], "муниципальн"), "rural": _says(place[line], "сельск"),
            "sheet": layout.sheet.name, "row": int(kept[line]) + layout.row + 2,
        })  # fmt: skip
    known = [row for row in rows if row["municipality"] is not None]
    return (pa.Table.from_pylist(known, _SCHEMA) if known else None), problems


def _words(layout: Layout, place: int, kept: Ints) -> list[str | None]:
    column = Coded.of(layout.sheet.columns[place].slice(layout.row + 1)).take(kept)
    return [column.words[code] for code in column.codes]


def _says(answer: str | None, stem: str) -> bool | None:
    return None if answer is None else stem in answer.lower()


def _wrong_inn(layout: Layout, kept: Ints, inn: list[str | None]) -> list[Problem]:
    wrong = np.array([said(one) is not None and not wrong_inn.is_right(one) for one in inn], bool)
    example = next((one for one, bad in zip(inn, wrong, strict=True) if bad), None)
    letters = column_letters(layout.about["inn"])
    place = Place(layout.sheet.name, letters, kept + layout.row + 2)
    return wrong_inn.find(wrong, example, place)


_TEXTS = ("organisation", "login", "name", "kind", "municipality", "region", "inn", "oge_code")
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in (*_TEXTS, "ege_code", "sheet")),
        *((name, pa.bool_()) for name in ("municipal", "rural")),
        *((name, pa.int32()) for name in ("year", "row")),
    ]
)

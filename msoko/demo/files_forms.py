"""What organisations and the authority send in the system's own templates, and lists from above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from msoko.demo.diagnostics import diagnostics_of
from msoko.demo.sheets import LETTERS, Cells, MadeFile, write_book, write_csv
from msoko.demo.tables import form
from msoko.demo.works import VPR_WORKS
from msoko.demo.world import World
from msoko.facts.column import Column
from msoko.facts.schema import TABLES
from msoko.facts.templates import write_template
from msoko.facts.templates.words import written
from msoko.vocabulary import SUBJECTS, AcademicYear

# Forms every organisation sends itself in the last year; before, the authority sent them together.
_BY_ORGANISATION = ("enrolment", "staff", "attributes", "reported")
_TOGETHER = (
    "graduates", "participation", "coverage", "prevention", "staff_events", "reserve",
    "activities", "procedures", "ratings",
)  # fmt: skip
# Longer tables come as CSV: nobody types so many lines into a template.
_LONG = 1500
_LISTED = ((4, "russian"), (4, "math"), (5, "russian"), (5, "math"))


def write_forms(world: World, folder: Path) -> list[MadeFile]:
    """The register and codifiers first, then the forms of every year, then lists from above."""
    made = [*_references(world, folder / "0 справочники")]
    for name in (*_BY_ORGANISATION, *_TOGETHER):
        made += _years(world, folder, name, form(world, name))
    made += _years(world, folder, "results", diagnostics_of(world))
    found = form(world, "reviews").filter(pc.field("status") == "reliable")
    made += _years(world, folder, "reviews", found)
    return made + list(_integrity(world, folder / "0 справочники"))


def _references(world: World, folder: Path) -> Iterator[MadeFile]:
    yield _template(folder / "Организации", "units", form(world, "units"))
    yield _template(folder / "Кодификаторы", "codifier", form(world, "codifier"))


def _years(world: World, folder: Path, name: str, rows: pa.Table) -> Iterator[MadeFile]:
    """One file a year; of the last year one for every organisation where each sends its own."""
    title = TABLES[name].ru
    for year in world.years:
        of_year = rows.filter(pc.field("year") == year)
        inside = folder / str(AcademicYear(year)) / "формы"
        if not of_year.num_rows:
            continue
        if year != world.years[-1] or name not in _BY_ORGANISATION:
            write = _csv if of_year.num_rows > _LONG else _template
            yield write(inside / title, name, of_year)
            continue
        for code in pc.unique(of_year["organisation"]).to_pylist():
            own = of_year.filter(pc.field("organisation") == code)
            yield _template(inside / code / title, name, own)


def _template(stem: Path, name: str, rows: pa.Table) -> MadeFile:
    """A filled template."""
    path = stem.with_name(f"{stem.name}.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_template(TABLES[name], path, rows)
    return MadeFile(path, "fact_table")


def _csv(stem: Path, name: str, rows: pa.Table) -> MadeFile:
    """What another program exported: CSV with the headings of the template."""
    path, table = stem.with_name(f"{stem.name}.csv"), TABLES[name]
    known = [column for column in table.columns if column.name in rows.column_names]
    cells = [[_word(column, value) for value in rows[column.name].to_pylist()] for column in known]
    write_csv(path, [[column.ru for column in known], *zip(*cells, strict=True)])
    return MadeFile(path, "fact_table")


def _word(column: Column, value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    told = written(column, value)
    return "" if told is None else str(told)


def _integrity(world: World, folder: Path) -> Iterator[MadeFile]:
    """The official list: years of ВПР, logins, a column per work, the number of markers."""
    if world.truth.manipulated is None:
        return
    path = folder / "Признаки необъективности.xlsx"
    write_book(path, {"Признаки необъективности": _markers(world)})
    yield MadeFile(path, "integrity_list")


def _markers(world: World) -> Iterator[Cells]:
    headings = (f"{grade} {LETTERS[subject]}" for grade, subject in _LISTED)
    yield ("Год", "Логин", "Муниципалитет", "ОО", *headings, "Количество маркеров")
    bent = world.truth.manipulated
    assert bent is not None
    school = next(one for one in world.place.schools if one.code == bent.organisation)
    for year in sorted({cell.year for cell in bent.listed}):
        listed = {(cell.grade, cell.subject) for cell in bent.listed if cell.year == year}
        marks = [1 if work in listed else None for work in _LISTED]
        told = (str(year + 1), school.login, world.place.municipality, school.name)
        yield (*told, *marks, len(listed))


def write_codifiers(world: World, folder: Path) -> list[MadeFile]:
    """Codifiers of the last year in the federal layout: a line per task (FIELD A1)."""
    made = []
    inside = folder / "0 справочники" / f"Кодификаторы {AcademicYear(world.years[-1])}"
    for work in VPR_WORKS:
        if (work.grade, work.subject) in _LISTED:
            path = inside / str(work.grade) / SUBJECTS[work.subject] / "ALL.xlsx"
            write_book(path, {"Лист1": _codes(world, work.subject, work.grade)})
            made.append(MadeFile(path, "codifier"))
    return made


def _codes(world: World, subject: str, grade: int) -> Iterable[Cells]:
    levels = {"base": "Б", "raised": "П", "high": "В"}
    rows = form(world, "codifier").to_pylist()
    yield (
        "№ КИМ", "№", "Умения, виды деятельности (в соответствии с ФГОС)",
        "Блоки ПООП: выпускник научится / получит возможность научиться", "Уровень сложности",
        "Код КЭС", "Код КТ", "Максимальный балл за выполнение задания",
        "Примерное время выполнения задания обучающимся (в минутах)",
    )  # fmt: skip
    for row in rows:
        if (row["year"], row["subject"], row["grade"]) == (world.years[-1], subject, grade):
            item = int(row["item"])
            yield (
                item, item, row["skill"], row["content"], levels[row["difficulty"]],
                f"{1 + item % 5}.1", f"{1 + item % 4}.2", int(row["max_points"]), 3,
            )  # fmt: skip

"""Files with mistakes as they happen, to show what screening says of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from msoko.demo.files_vpr import export_name, export_rows
from msoko.demo.sheets import Cells, write_book, write_csv
from msoko.demo.sitting import Sitting
from msoko.demo.world import World
from msoko.vocabulary import AcademicYear

Expected = Literal["refused", "already", "supersedes"]
FOLDER = "с ошибками"
_HEADINGS = (
    "Код организации", "Учебный год", "Обучающийся", "Процедура", "Предмет", "Класс программы",
    "Участвовал", "Отметка",
)  # fmt: skip


@dataclass(frozen=True)
class Spoilt:
    """A file with a mistake, what is wrong with it in Russian, and what must become of it."""

    path: Path
    wrong: str
    expected: Expected


def write_spoilt(world: World, folder: Path) -> list[Spoilt]:
    """Five files: shifted, misspelt, locked, the same twice, and a corrected one."""
    inside = folder / FOLDER
    inside.mkdir(parents=True, exist_ok=True)
    last = _export(world, "math", 6)
    original = next(iter(folder.rglob(export_name(last))))
    return [
        _shifted(world, inside), _misspelt(world, inside), _locked(inside),
        _twice(world, original, inside), _corrected(world, last, inside),
    ]  # fmt: skip


def _export(world: World, subject: str, grade: int) -> Sitting:
    """A ВПР work of the last year that came as an export."""
    return next(
        one
        for one in world.sittings
        if one.year == world.years[-2]
        and (one.work.procedure, one.work.subject, one.work.grade) == ("vpr", subject, grade)
    )


def _shifted(world: World, folder: Path) -> Spoilt:
    """From the fifth line on everything right of the participant code moved by one cell."""
    path = folder / "сдвинуты столбцы, математика 7 класс ВПР 2024.xlsx"
    write_book(path, {"Sheet": _moved(export_rows(world, _export(world, "math", 7)))})
    return Spoilt(path, "в части строк столбцы сдвинуты на один вправо", "refused")


def _moved(rows: Iterator[Cells]) -> Iterator[Cells]:
    for number, row in enumerate(rows):
        yield row if number < 5 else (*row[:4], "", *row[4:])


def _misspelt(world: World, folder: Path) -> Spoilt:
    """A filled template with an impossible mark, an unknown subject and a year that is none."""
    path = folder / "результаты с опечатками.csv"
    code = world.place.schools[0].code
    work = "Муниципальная диагностическая работа"
    write_csv(path, (
        _HEADINGS,
        (code, "2024-25", "у-1", work, "Матиматика", 4, "да", 4),
        (code, "2024-26", "у-2", work, "Математика", 4, "да", 7),
    ))  # fmt: skip
    return Spoilt(path, "опечатки в предмете и в годе, отметка 7", "refused")


def _locked(folder: Path) -> Spoilt:
    """The wrapper of a workbook under a password: an OLE file with a stream EncryptedPackage."""
    path = folder / "под паролем.xlsx"
    header = bytes.fromhex("d0cf11e0a1b11ae1")
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(header + bytes(1016) + stream + bytes(1024 - len(stream)))
    return Spoilt(path, "файл закрыт паролем", "refused")


def _twice(world: World, original: Path, folder: Path) -> Spoilt:
    """The year of a ВПР export stands in its name or folder only: the copy keeps the folder."""
    path = folder / str(AcademicYear(world.years[-2])) / "Копия (2).xlsx"
    path.parent.mkdir()
    shutil.copyfile(original, path)
    return Spoilt(path, f"тот же файл, что {original.name}, под другим именем", "already")


def _corrected(world: World, sitting: Sitting, folder: Path) -> Spoilt:
    """The same export with a journal mark put right: it takes the place of the earlier file."""
    path = folder / f"ИСПРАВЛЕНО {export_name(sitting)}"
    rows = [list(row) for row in export_rows(world, sitting)]
    rows[1][4] = 5 if rows[1][4] == 4 else 4
    write_book(path, {"Sheet": rows})
    return Spoilt(path, "исправлена одна отметка по журналу", "supersedes")

"""Whatever a file holds the answer is a book or problems that say in Russian how to mend it."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import msoko.sources.sheets
from msoko.problem import Problem
from msoko.sources.sheets import Book, Limits, open_book, open_books
from msoko.sources.sheets.refusals import sentences
from tests.bad_files.packages import PACKAGES, SHEET, cells, repacked, small, with_rows
from tests.bad_files.plain import PLAIN

FILES = PACKAGES | PLAIN
Answers = dict[str, Book | list[Problem]]

# What may hold most memory: run apart, so that the tests' own memory is not counted.
HEAVY = ["cells_in_both_corners", "cells_far_down_and_right", "strings_count_4_billion"]
HEAVY += ["header_says_a_little_less", "many_merges", "ods_repeated", "ods_repeated_less"]
HEAVY += ["old_workbook_far_cell", "old_workbook_huge_count", "million_short_lines", "deep_nesting"]
MEASURE = """
import json, resource, sys
from msoko.sources.sheets import open_books
answers = sum(1 for _ in open_books(sys.argv[1:]))
most = max(resource.getrusage(who).ru_maxrss
           for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([answers, most]))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Every bad file read through one door, one after another."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    return {path.name: answer for path, answer in open_books(folder / name for name in FILES)}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_answered_as_foreseen(answers: Answers, name: str) -> None:
    answer, expected = answers[name], FILES[name][1]
    got = "book" if isinstance(answer, Book) else answer[0].check
    assert expected in (got, "any")
    if not isinstance(answer, Book):
        [problem] = answer
        assert problem.severity == "error"
        assert problem.file == name
        assert re.search("[а-я]{3}", problem.what)
        assert re.search("[а-я]{3}", problem.mend)
        assert "{" not in str(problem)


def test_bad_files_stay_within_the_promised_memory(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in HEAVY]
    for path in paths:
        path.write_bytes(FILES[path.name][0]())
    # An interpreter of its own starts the reader: a child inherits its parent's peak.
    start = [sys.executable, "-c", "import subprocess,sys; sys.exit(subprocess.call(sys.argv[1:]))"]
    run = subprocess.run(
        [*start, sys.executable, "-c", MEASURE, *map(str, paths)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    count, kibibytes = json.loads(run.stdout)
    assert count == len(HEAVY)
    assert kibibytes < 512 * 1024


def test_a_crash_costs_only_the_file_it_is_from(tmp_path: Path) -> None:
    good, killer = tmp_path / "good.xlsx", tmp_path / "killer.xlsx"
    good.write_bytes(small())
    killer.write_bytes(with_rows(cells("A1", "XFD1048576")))
    results = [answer for _, answer in open_books([good, killer, killer, good])]
    assert [isinstance(answer, Book) for answer in results] == [True, False, False, True]


def test_a_far_cell_is_named_with_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_rows(cells("B2", "XFD1048576")))
    [problem] = open_book(path)
    assert (problem.sheet, problem.cell) == ("Лист", "XFD1048576")
    assert "B2 и XFD1048576" in problem.what


def test_a_child_that_is_late_is_ended_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(small())
    [problem] = open_book(path, limits=Limits(wall_factor=0))
    assert problem.check == "file_too_much_time"
    assert isinstance(open_book(path), Book)


def test_limits_are_told_before_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(small())
    [problem] = open_book(path, limits=Limits(file_size=1_000))
    assert problem.check == "file_too_large"
    [problem] = open_book(path, limits=Limits(cells=5))
    assert (problem.check, problem.sheet) == ("file_far_cell", "Лист")


def test_what_is_no_file_is_a_problem_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    places = [tmp_path, tmp_path / "нет.xlsx", pipe, Path("/dev/zero"), Path("a\0b")]
    checks = [answer[0].check for _, answer in open_books(places) if isinstance(answer, list)]
    expected = ["file_not_a_file", "file_no_file", "file_not_a_file", "file_not_a_file"]
    assert checks == [*expected, "file_no_file"]


def test_macros_and_links_are_warned_about_and_values_are_read(answers: Answers) -> None:
    for name, check, kind in (
        ("macros", "file_macros", "xlsm"),
        ("external_links", "file_external_links", "xlsx"),
    ):
        book = answers[name]
        assert isinstance(book, Book)
        assert [(p.check, p.severity) for p in book.problems] == [(check, "warning")]
        assert book.format == kind
        assert book.sheets[0].row(1) == ["40001", "5"]


def test_a_file_is_known_by_the_name_people_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "0f3a"
    path.write_bytes(small())
    book = open_book(path, name="Протокол РУ4.xlsx")
    assert isinstance(book, Book)
    assert (book.name, book.path, book.size) == ("Протокол РУ4.xlsx", path, len(small()))


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("a;b\n1;2\n")
    told: list[tuple[int, int, str]] = []
    list(open_books(paths, progress=lambda done, of, path: told.append((done, of, path.name))))
    assert told == [(1, 2, "a.csv"), (2, 2, "b.csv")]


def test_every_refusal_has_its_sentences_and_every_sentence_is_used() -> None:
    folder = Path(msoko.sources.sheets.__file__).parent
    source = "".join(path.read_text() for path in folder.glob("*.py"))
    raised = set(re.findall(r'RefusedError\(\s*"(\w+)"', source))
    assert raised <= set(sentences())
    assert [code for code in sentences() if f'"{code}"' not in source] == []
    whats = [sentence["what"] for sentence in sentences().values()]
    assert len(set(whats)) == len(whats)
    assert not [s for s in sentences().values() if s["mend"].endswith(".")]


def mutant(random_: random.Random) -> bytes:
    """The small workbook with bytes changed in the archive, or in its sheet before packing."""
    inside = random_.random() < 0.5
    whole = small()
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        part = random_.choice(archive.namelist() if random_.random() < 0.5 else [SHEET])
        content = bytearray(archive.read(part) if inside else whole)
    for _ in range(random_.choice([1, 1, 2, 5, 20])):
        place, length = random_.randrange(len(content)), random_.choice([1, 1, 4, 16])
        noise = random_.choice([b"", b"\0" * length, b"\xff" * length, random_.randbytes(length)])
        content[place : place + random_.choice([0, length])] = noise
        content = content or bytearray(b"x")
    return repacked({part: bytes(content)}) if inside else bytes(content)


def test_every_mutant_of_a_workbook_is_answered(tmp_path: Path) -> None:
    random_ = random.Random(20_261_121)
    paths = [
        tmp_path / f"{number}.xlsx" for number in range(int(os.environ.get("MSOKO_FUZZ", 150)))
    ]
    for path in paths:
        path.write_bytes(mutant(random_))
    kinds = [answer for _, answer in open_books(paths)]
    assert len(kinds) == len(paths)
    assert all(isinstance(answer, Book) or answer[0].severity == "error" for answer in kinds)
    assert any(isinstance(answer, Book) for answer in kinds)
    assert any(isinstance(answer, list) for answer in kinds)

"""Protocols of ЕГЭ and ОГЭ: every layout becomes the same facts, and names go no further."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msoko.facts.append import append
from msoko.facts.read import rows_of
from msoko.facts.store import Store
from msoko.profile.load_common import load_scales
from msoko.sources import registry
from msoko.sources.gia import sample
from msoko.sources.gia.exams import exam_of
from msoko.sources.gia.masks import long_part, short_part
from msoko.sources.reading import Options
from msoko.sources.reading.scales import Scales
from tests.unit.sources.workbooks import Sheets, book_of, changed, checks, read, rows

SCALES = Scales(load_scales(Path(registry.__file__).parents[2] / "profiles" / "common"))
RESULT = (
    "procedure", "subject", "exam_level", "grade", "year", "date", "organisation", "raw_score",
    "scaled_score", "mark", "passed", "mandatory",
)  # fmt: skip
PROTOCOLS = ["SPARSE", "BASE_MATH", "ENGLISH", "COMPACT", "OGE", "OGE_APPEALS", "EGE_APPEALS"]


def results(folder: Path, sheets: Sheets, name: str = "выгрузка.xlsx") -> list[tuple[Any, ...]]:
    return rows(read(folder, sheets, name=name, scales=SCALES), "results", *RESULT)


@pytest.mark.parametrize("layout", PROTOCOLS)
def test_a_layout_is_recognised_whatever_the_file_is_called(tmp_path: Path, layout: str) -> None:
    known = registry.recognise(book_of(tmp_path, getattr(sample, layout), "2849657.xlsx"))
    assert isinstance(known, tuple), known
    assert known[0].name == "gia"


def test_sparse_layout_skips_the_footers(tmp_path: Path) -> None:
    exam = ("ege", "russian", None, 11, 2024, date(2025, 5, 30), "ege:111002")
    assert results(tmp_path, sample.SPARSE) == [
        (*exam, 7, 67, None, True, True),
        (*exam, 1, 20, None, False, True),
    ]


def test_base_mathematics_is_passed_by_its_mark_below_a_shifted_title(tmp_path: Path) -> None:
    exam = ("ege", "math", "base", 11, 2024, date(2025, 5, 27), "ege:111001")
    assert results(tmp_path, sample.BASE_MATH) == [
        (*exam, 3, None, 4, True, True),
        (*exam, 1, None, 2, False, True),
    ]


def test_a_foreign_language_has_two_dates_and_the_written_one_counts(tmp_path: Path) -> None:
    assert results(tmp_path, sample.ENGLISH) == [
        ("ege", "english", None, 11, 2024, date(2025, 6, 10), "ege:111001", 14, 22, None, True,
         False)
    ]  # fmt: skip


def test_the_compact_export_is_read_by_its_own_words(tmp_path: Path) -> None:
    assert results(tmp_path, sample.COMPACT) == [
        ("ege", "physics", None, 11, 2024, date(2025, 6, 2), "ege:111001", 3, 35, None, False,
         False)
    ]  # fmt: skip


def test_one_file_may_hold_several_exams(tmp_path: Path) -> None:
    maths = ("oge", "math", None, 9, 2025, date(2026, 6, 2), "oge:9306")
    society = ("oge", "social_studies", None, 9, 2025, date(2026, 6, 5), "oge:9306")
    assert results(tmp_path, sample.OGE) == [
        (*maths, 4, None, 3, True, True),
        (*maths, 0, None, 2, False, True),
        (*society, 4, None, 4, True, False),
    ]


def test_a_normalized_file_is_told_by_its_name(tmp_path: Path) -> None:
    found = results(tmp_path, sample.NORMALIZED, "01_2026.06.09_v2.xlsx")
    assert found[0][:6] == ("oge", "russian", None, 9, 2025, date(2026, 6, 9))


def test_without_title_and_name_the_exam_is_asked_for(tmp_path: Path) -> None:
    assert checks(read(tmp_path, sample.NORMALIZED))["unclear_work"] == "error"


def test_tasks_of_the_long_part_go_on_counting(tmp_path: Path) -> None:
    columns = ("item", "points", "max_points", "state")
    found = rows(read(tmp_path, sample.SPARSE, scales=SCALES), "items", *columns)
    assert found[:6] == [
        ("1", 1, 1, "done"),
        ("2", 1, 1, "done"),
        ("3", 0, None, "done"),
        ("4", 2, None, "done"),
        ("5", 1, 1, "done"),
        ("6", 2, 3, "done"),
    ]


def test_a_plus_is_worth_nothing_known_when_the_points_do_not_add_up(tmp_path: Path) -> None:
    reading = read(tmp_path, changed(sample.SPARSE, "Лист1", 2, 20, 8), scales=SCALES)
    assert checks(reading)["totals_disagree"] == "warning"
    assert [row[0] for row in rows(reading, "items", "points")[:4]] == [None, None, 0, 2]
    assert rows(reading, "results", "raw_score")[0] == (8,)


def test_a_mask_that_cannot_be_read_is_said_and_gives_no_items(tmp_path: Path) -> None:
    reading = read(tmp_path, changed(sample.SPARSE, "Лист1", 2, 16, "+?*"), scales=SCALES)
    assert checks(reading)["unreadable_mask"] == "warning"
    assert len(rows(reading, "items", "item")) == 6


@pytest.mark.parametrize(
    ("mask", "points"), [("2-+", (2, 0, 1)), ("", ()), (None, ()), ("+ХX0", (1, 0, 0, 0))]
)
def test_short_masks(mask: str | None, points: tuple[float, ...]) -> None:
    answers = short_part(mask)
    assert answers is not None
    assert answers.points == points


@pytest.mark.parametrize("mask", ["1(2", "3(2)", "1(1)x", "(2)", "1(1) и 2(2)"])
def test_long_masks_that_are_none(mask: str) -> None:
    assert long_part(mask) is None


@pytest.mark.parametrize(
    ("title", "subject", "year"),
    [
        ("12 - Обществознание 2021.06.15", "social_studies", 2020),
        ("09 - Обществознание 2021.06.15", "social_studies", 2020),
        ("04_2024.06.01", "chemistry", 2023),
        ("Английский язык п.: 2022.06.14, у.: 2022.06.16", "english", 2021),
        ("01 - Русский язык 2024.09.05", "russian", 2023),
        ("25 - Информатика и ИКТ (КЕГЭ) 2021.06.24", "informatics", 2020),
    ],
)
def test_the_name_tells_the_subject_before_the_code(title: str, subject: str, year: int) -> None:
    exam = exam_of(title)
    assert exam is not None
    assert (exam.subject, exam.year.start) == (subject, year)


@pytest.mark.parametrize("title", ["Дата формирования 2021.06.15", "22 - Область", "2021.06.15"])
def test_other_lines_are_no_titles(title: str) -> None:
    assert exam_of(title) is None


def test_the_same_exam_on_a_later_day_is_a_resit(tmp_path: Path) -> None:
    sheets = changed(sample.OGE, "Page 1", 8, 0, "02 - Математика 2026.06.25")
    reading = read(tmp_path, sheets, scales=SCALES)
    periods = rows(reading, "results", "pupil", "attempt")
    assert periods == [
        ("вымыслов|альфа|альфович", "main"),
        ("примерова|бета|бетовна", "main"),
        ("вымыслов|альфа|альфович", "retake"),
    ]


def test_the_same_person_twice_on_one_day_is_refused(tmp_path: Path) -> None:
    sheets = changed(sample.OGE, "Page 1", 8, 0, "02 - Математика 2026.06.02")
    assert checks(read(tmp_path, sheets))["duplicate_participant"] == "error"


def test_namesakes_are_told_apart_by_their_documents(tmp_path: Path) -> None:
    lines = [list(line) for line in sample.SPARSE["Лист1"]]
    lines[3][8:11] = lines[2][8:11]
    reading = read(tmp_path, {"Лист1": lines}, scales=SCALES)
    assert len(set(rows(reading, "results", "pupil"))) == 2


@pytest.mark.parametrize(
    ("column", "cell", "check"),
    [(4, None, "missing_required"), (20, "много", "unreadable_score"),
     (22, 167, "score_above_maximum")],
)  # fmt: skip
def test_a_bad_cell_refuses_the_file_and_is_named(
    tmp_path: Path, column: int, cell: object, check: str
) -> None:
    reading = read(tmp_path, changed(sample.SPARSE, "Лист1", 2, column, cell))
    (problem,) = [one for one in reading.problems if one.check == check]
    assert problem.severity == "error"
    assert problem.cell is not None
    assert problem.cell.endswith("3")
    assert reading.incoming is None


def test_without_a_minimum_it_is_unknown_who_passed(tmp_path: Path) -> None:
    reading = read(tmp_path, sample.SPARSE)
    assert checks(reading)["scale_unknown"] == "warning"
    assert rows(reading, "results", "passed") == [(None,), (None,)]


def test_protocol_then_appeal_and_no_name_is_stored(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    for name, sheets in (("oge.xlsx", sample.OGE), ("appeal.xlsx", sample.OGE_APPEALS)):
        book = book_of(tmp_path, sheets, name)
        reading = registry.read(book, registry.Options(), SCALES)
        assert reading.incoming is not None, reading.problems
        receipt = append(store, reading.incoming, file=book.path, sha256=book.sha256, by="тест")
        assert receipt.outcome == "accepted", receipt.problems
    found = rows_of(store, "results")
    assert found is not None
    maths = [row for row in found.to_pylist() if row["subject"] == "math"]
    assert sorted((row["raw_score"], row["mark"]) for row in maths) == [(0, 2), (5, 4)]
    everything = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert "ымысл".encode() not in everything
    assert not list((store.folder / "originals").iterdir())


def test_an_appeal_before_its_protocol_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    book = book_of(tmp_path, sample.EGE_APPEALS)
    reading = registry.read(book, registry.Options(), SCALES)
    assert reading.incoming is not None
    assert reading.incoming.kind == "gia_appeals"
    receipt = append(store, reading.incoming, file=book.path, sha256=book.sha256, by="тест")
    assert [one.check for one in receipt.problems] == ["correction_without_row"]


@pytest.mark.parametrize("attempt", ["main", "reserve", "retake"])
def test_the_user_says_which_attempt_a_protocol_is_of(tmp_path: Path, attempt: str) -> None:
    reading = read(tmp_path, sample.SPARSE, Options(attempt=attempt), name="пересдача.xlsx")
    assert set(rows(reading, "results", "attempt")) == {(attempt,)}
    assert reading.incoming is not None
    assert [one.value for one in reading.incoming.hints if one.taken_from == "option"] == [attempt]


def test_a_protocol_of_resits_stands_beside_the_main_one(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    lines = changed(sample.SPARSE, "Лист1", 0, 0, "01 - Русский язык 2025.06.20")
    main = read(tmp_path, sample.SPARSE, scales=SCALES)
    resit = read(tmp_path, lines, Options(attempt="retake"), scales=SCALES)
    for number, reading in enumerate((main, resit)):
        assert reading.incoming is not None
        receipt = append(
            store, reading.incoming, file=tmp_path / "x", sha256=str(number), by="test"
        )
        assert (receipt.outcome, receipt.supersedes) == ("accepted", ())
    table = rows_of(store, "results")
    assert table is not None
    assert sorted(table["attempt"].to_pylist()) == ["main", "main", "retake", "retake"]
    tasks = rows_of(store, "items")
    assert tasks is not None
    assert set(tasks["attempt"].to_pylist()) == {"main", "retake"}


def test_an_appeals_file_is_named_by_the_words_of_its_kind() -> None:
    assert registry.kind_named("gia_appeals") is registry.kind_named("gia")

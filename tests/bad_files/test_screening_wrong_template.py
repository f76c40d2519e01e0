"""A file that is nearly of a known kind is refused with the headings that are missing."""

from pathlib import Path

from msoko.sources import registry
from msoko.sources.reading import Options
from msoko.sources.vpr_export_2021.sample import SHEETS
from msoko.sources.vpr_report_f3.sample import SHEETS as REPORT
from tests.unit.sources.workbooks import book_of, changed, read


def test_the_missing_headings_are_named(tmp_path: Path) -> None:
    spoilt = changed(changed(SHEETS, "Sheet", 0, 3, "шифр"), "Sheet", 0, 7, "вар.")
    reading = read(tmp_path, spoilt)
    assert reading.incoming is None
    (problem,) = reading.problems
    assert (problem.check, problem.severity, problem.sheet) == ("wrong_template", "error", "Sheet")
    assert "«код обучающегося», «вариант»" in problem.what
    assert "региональная выгрузка 2021" in problem.what


def test_a_report_without_most_of_its_headings_is_still_known_by_its_title(tmp_path: Path) -> None:
    spoilt = REPORT
    for column in (0, 1, 2):
        spoilt = changed(spoilt, "МА 4 Статистика по отметкам", 7, column, "?")
    (problem,) = read(tmp_path, spoilt).problems
    assert problem.check == "wrong_template"
    assert "«Группы участников»" in problem.what


def test_a_stranger_is_told_which_files_are_known(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"Лист1": [["Накладная", "№"], ["Сахар", 3]]})
    (problem,) = registry.read(book, Options()).problems
    assert (problem.check, problem.file) == ("unknown_kind", "выгрузка.xlsx")
    assert all(kind.ru in problem.mend for kind in registry.KINDS)

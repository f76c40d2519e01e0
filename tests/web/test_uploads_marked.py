"""The sender's own workbook comes back with the cells to mend marked, and with nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from tests.web import world
from tests.web.sending import HEAD, book, checked, last, page_of, sheet
from web.uploads.marked import is_harmless
from web.uploads.staging import marked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]
HEADS = tuple(HEAD.split(";"))


def line(pupil: str, mark: object, word: str = "да") -> tuple[object, ...]:
    return (world.OWN, "2023-24", "vpr", "russian", 4, pupil, word, mark)


def had_back(browser: Client) -> Any:
    """The marked workbook of the file sent last."""
    response = browser.get(f"/uploads/{last().pk}/marked/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    return load_workbook(io.BytesIO(response.getvalue()))


def red(cell: Any) -> bool:
    return str(cell.fill.fgColor.rgb) == "FFF4B6B6"


def test_every_cell_with_the_same_wrong_word_is_marked_and_told(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    rows = (line("а", 4), line("б", 9), line("в", 9), line("г", 5))
    found = checked(officer, "а.xlsx", book(HEADS, *rows, title="Свод"))
    assert "Скачать эту книгу с отмеченными ячейками" in page_of(officer, found)
    back = had_back(officer)["Свод"]
    assert [cell.coordinate for row in back for cell in row if red(cell)] == ["H3", "H4"]
    assert "число от 2 до 5" in back["H3"].comment.text
    assert [cell.value for cell in back[2]] == list(line("а", 4))


def test_a_mended_copy_is_taken(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    checked(officer, "а.xlsx", book(HEADS, line("а", 4), line("б", 9)))
    back = had_back(officer)
    back.worksheets[0]["H3"] = 3
    kept = io.BytesIO()
    back.save(kept)
    assert checked(officer, "а исправленная.xlsx", kept.getvalue()).state == "screened"


def test_a_table_that_was_no_workbook_comes_back_as_one(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    text = [";".join(map(str, one)) for one in (line("=cmd|'/C calc'!A0", 4), line("б", "=1+1"))]
    checked(officer, "а.csv", sheet(HEAD, *text))
    back = had_back(officer).worksheets[0]
    assert red(back["H3"])
    assert {cell.data_type for row in back for cell in row if cell.value is not None} == {"s"}
    assert back["F2"].value == "=cmd|'/C calc'!A0"
    assert back["F2"].quotePrefix


def evil() -> bytes:
    """A workbook whose cells would call out of it."""
    made = Workbook()
    page = made.active
    page.append(HEADS)
    for row in (line("а", 9), line("б", "=SUM(2,2)"), line('=HYPERLINK("http://x","y")', 4)):
        page.append(row)
    page["I2"] = "=cmd|'/C calc'!A0"
    page["I3"] = "='[чужая.xlsx]Лист'!A1"
    page["I4"] = '=WEBSERVICE("http://x")'
    page["J2"], page["J2"].data_type = "=1+1", "s"
    page["J3"].hyperlink = "http://x"
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_nothing_that_reaches_outside_comes_back(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    checked(officer, "зло.xlsx", evil())
    back = had_back(officer).worksheets[0]
    formulas = {
        cell.coordinate: cell.value for row in back for cell in row if cell.data_type == "f"
    }
    assert formulas == {"H3": "=SUM(2,2)"}
    assert back["J2"].value == "=1+1"
    assert back["J3"].hyperlink is None


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("=SUM(A1:A5)+1", True), ('=IF(A1>2,"да [нет]","|")', True), ("='Свод 1'!B2*2", True),
        ("=cmd|'/C calc'!A0", False), ("='[a.xlsx]Лист'!A1", False), ("=WEBSERVICE(A1)", False),
        ('=HYPERLINK("x","y")', False), ("=_xlfn.FILTERXML(A1,B1)", False), ("=RTD(A1)", False),
        ("=\\\\server\\share!A1", False),
    ],
)  # fmt: skip
def test_only_formulas_that_count_within_the_book_are_kept(formula: str, answer: bool) -> None:
    assert is_harmless(formula) is answer


def test_a_book_that_cannot_be_marked_is_still_told_in_words(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.uploads.marking._CELLS", 3)
    officer = signed_in("data_officer")
    found = checked(officer, "а.xlsx", book(HEADS, line("а", 9)))
    page = officer.get(f"/uploads/{found.pk}/marked/", follow=True).content.decode()
    assert "Размеченной книги нет" in page
    assert "не подходит" in page
    assert not marked(str(found.pk)).exists()


def test_a_child_that_dies_costs_only_the_marks(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.uploads.marking.sys.executable", "/bin/false")
    found = checked(signed_in("data_officer"), "а.csv", sheet(HEAD, "101;x"))
    assert (found.state, found.told.get("marked", False)) == ("refused", False)


def test_others_do_not_get_the_workbook(signed_in: SignedIn) -> None:
    checked(signed_in("data_officer"), "а.xlsx", book(HEADS, line("а", 9)))
    address = f"/uploads/{last().pk}/marked/"
    assert signed_in(f"data{world.FOREIGN}").get(address).status_code == 404
    assert signed_in("expert").get(address).status_code == 403

"""An act poured into the template of a profile: requisites, points, tables, annexes, blanks."""

from __future__ import annotations

from datetime import date

import pytest

from msoko.documents.act_json import from_json, to_json
from msoko.documents.act_text import Approver, Table
from msoko.documents.columns import widths
from msoko.documents.pdf import to_pdf, to_pictures
from msoko.documents.template import fill
from msoko.documents.templates import template_path
from tests.unit.documents.made_cycle import folder
from tests.unit.documents.words import act, all_text, letters_of_pdf, opened

PROFILES = ("aleksandrovskoe", "aniva", "kalininsky", "severomorsk", "solnechny")


def filled(name: str = "solnechny", **said: object) -> bytes:
    raw, problems = fill(template_path(folder(name)).read_bytes(), act(**said))
    assert raw is not None, problems
    return raw


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_a_template_that_takes_a_whole_act(name: str) -> None:
    text = all_text(filled(name))
    for part in (
        "ОТДЕЛ ОБРАЗОВАНИЯ", "ПРИКАЗ", "О проведении мониторинга", "ПРИКАЗЫВАЮ:",
        "1. Провести мониторинг. Ответственный: методист. Срок: до 31.05.2025.",
        "2.1. представить сведения", "3. Контроль оставляю за собой.", "А.А. Иванова",
        "Таблица 1", "Доля «2»",
    ):  # fmt: skip
        assert part in text
    assert "{" not in text


def test_signs_of_markup_come_through_unchanged() -> None:
    assert "<достоверности> & 'полноты' \"данных\"" in all_text(filled())


def test_unknown_number_and_date_are_printed_as_blanks_and_told() -> None:
    raw, problems = fill(template_path(folder()).read_bytes(), act())
    assert raw is not None
    assert "№ б/н" in all_text(raw)
    assert "____" in all_text(raw)
    assert {p.severity for p in problems} == {"warning"}
    assert any("номер" in p.what for p in problems)
    assert any("дата" in p.what for p in problems)


def test_known_requisites_stand_on_the_act_and_on_its_annexes() -> None:
    text = all_text(filled(number="12-р", date=date(2025, 9, 1)))
    assert "01.09.2025" in text
    assert "Приложение № 1\nк приказу отдела образования от 01.09.2025 № 12-р" in text
    assert "Приложение № 2\nУТВЕРЖДЕНЫ\nприказом отдела образования от 01.09.2025 № 12-р" in text


def test_a_single_annex_has_no_number() -> None:
    text = all_text(filled(annexes=act().annexes[:1]))
    assert "Приложение\nк приказу" in text


def test_tables_are_real_and_repeat_their_heading() -> None:
    word = opened(filled())
    table = next(one for one in word.tables if one.rows[0].cells[0].text == "№")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["№", "Показатель"],
        ["1", "Доля «2»"],
    ]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(filled()).sections[0]
    page = (section.page_width.mm, section.page_height.mm)
    assert page == pytest.approx((210, 297), abs=0.1)
    assert section.left_margin.mm >= 19.9
    assert section.right_margin.mm >= 9.9
    assert min(section.top_margin.mm, section.bottom_margin.mm) >= 19.9
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml


def test_an_act_without_a_heading_is_refused() -> None:
    raw, problems = fill(template_path(folder()).read_bytes(), act(heading=" "))
    assert raw is None
    assert "заголовка" in problems[0].what


def test_the_approval_sheet_is_printed_when_somebody_approves() -> None:
    assert "ЛИСТ СОГЛАСОВАНИЯ" not in all_text(filled())
    text = all_text(filled(approval=(Approver("Юрист", "П.П. Петров", date(2025, 9, 2)),)))
    assert "ЛИСТ СОГЛАСОВАНИЯ" in text
    assert "П.П. Петров" in text
    assert "02.09.2025" in text


def test_control_signs_of_a_pasted_text_do_not_break_the_file() -> None:
    assert "до послесловия" in all_text(filled(preamble=("до\x07\x0c\x00 послесловия",)))


def test_the_pdf_shows_cyrillic_letters_of_its_own_font() -> None:
    pdf, problems = to_pdf(filled())
    assert pdf.startswith(b"%PDF")
    assert b"LiberationSerif" in pdf
    assert not problems
    assert set("Доляпрказ№«»") <= set(letters_of_pdf(pdf))


def test_annexes_begin_on_new_pages_of_the_pdf() -> None:
    assert len(to_pictures(filled(), 20)) == 3
    assert len(to_pictures(filled(annexes=()), 20)) == 1


def test_two_documents_of_one_act_make_the_same_pdf() -> None:
    assert to_pdf(filled())[0] == to_pdf(filled())[0]


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    number, text = widths([["№", "Показатель"], ["1", "длинное предложение о показателе"]], 17)
    assert number < 2 < text
    assert number + text == pytest.approx(17)


def test_an_act_survives_being_kept_as_json() -> None:
    whole = act(number="5", date=date(2025, 1, 2))
    assert from_json(to_json(whole)) == (whole, ())


@pytest.mark.parametrize(
    "raw", ["", "[]", '{"body": "а"}', '{"body":"а","kind":"указ","heading":"о"}', "\x00",
            '{"body":"а","kind":"приказ","heading":"о","punkty":[]}'],
)  # fmt: skip
def test_json_that_is_no_act_is_refused(raw: str) -> None:
    found, problems = from_json(raw, "акт.json")
    assert found is None
    assert problems[0].file == "акт.json"


def test_a_table_with_uneven_rows_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="row"):
        Table(("а", "б"), (("1",),))

"""What a methodologist draws in Word stands in the PDF too; what cannot is told."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt

from msoko.documents.pdf import to_pdf, to_pictures
from msoko.documents.word_page import WordPages


def png() -> bytes:
    """A red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def content(word: Any) -> Any:
    return WordPages(saved(word)).content()["sections"][0]


def test_letters_and_paragraphs_keep_their_look() -> None:
    word = Document()
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Cm(1.25)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.add_run("жирный").bold = True
    run = paragraph.add_run("курсив")
    run.italic, run.font.size = True, Pt(9)
    told = content(word)["blocks"][0]
    bold, italic = told["runs"]
    assert told["side"] == "justify"
    assert told["first"] == pytest.approx(35.4, abs=0.1)
    assert (bold["text"], bold["bold"], bold["italic"]) == ("жирный", True, False)
    assert (italic["text"], italic["italic"], italic["size"]) == ("курсив", True, 9.0)


def test_a_style_and_its_base_are_applied() -> None:
    word = Document()
    word.styles["Normal"].font.size = Pt(14)
    style = word.styles.add_style("Мой", 1)
    style.base_style = word.styles["Normal"]
    style.font.bold = True
    told = content(Document(io.BytesIO(saved_with(word, "Мой"))))["blocks"][0]["runs"][0]
    assert (told["bold"], told["size"]) == (True, 14.0)


def saved_with(word: Any, style: str) -> bytes:
    word.add_paragraph("текст", style=style)
    return saved(word)


def test_merged_cells_take_their_columns_and_rows() -> None:
    word = Document()
    table = word.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "две графы"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "две строки"
    told = content(word)["blocks"][0]
    assert told["border"]
    sizes = {(one["x"], one["y"]): (one["wide"], one["tall"]) for one in told["cells"]}
    assert sizes[0, 0] == (2, 1)
    assert sizes[2, 1] == (1, 2)
    assert len(sizes) == 7
    assert to_pdf(saved(word))[0].startswith(b"%PDF")


def test_a_picture_of_the_letterhead_is_shown() -> None:
    word = Document()
    word.add_picture(io.BytesIO(png()), width=Cm(2))
    pdf, problems = to_pdf(saved(word))
    assert b"/Subtype/Image" in pdf.replace(b" ", b"")
    assert not problems


def test_numbering_of_word_is_told_to_be_lost() -> None:
    word = Document()
    paragraph = word.add_paragraph("пункт")
    paragraph._p.get_or_add_pPr().get_or_add_numPr()
    _, problems = to_pdf(saved(word))
    assert [one.severity for one in problems] == ["warning"]
    assert "нумерация" in problems[0].what


def test_a_page_on_its_side_stays_on_its_side() -> None:
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    word.add_paragraph("таблица")
    picture = to_pictures(saved(word), 36)[0]
    width, height = struct.unpack(">II", picture[16:24])
    assert width > height


def test_text_that_looks_like_typesetting_is_only_text() -> None:
    word = Document()
    word.add_paragraph('#read("/etc/passwd") $x$ *а* @b <c> \\ "')
    assert to_pdf(saved(word))[0].startswith(b"%PDF")
    assert content(word)["blocks"][0]["runs"][0]["text"].startswith("#read")

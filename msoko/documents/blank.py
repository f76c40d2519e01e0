"""The Word template a profile starts with; `python -m msoko.documents.blank` writes missing ones.

Layout of ГОСТ Р 7.0.97-2025 in the usual order of a municipal act: A4, free fields 20/20/10/20 mm,
letters of 13 points, body and kind centred, heading to the text, annexes with their mark at the
top right, page numbers at the top from the second page on. After that the file belongs to the
methodologist, who edits it in Word; a template that is there is never written over.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from msoko.documents.columns import STYLE
from msoko.profile.load import default_profiles_dir

TEMPLATE = Path("documents") / "act.docx"
_FONT = "Times New Roman"
_LEFT, _CENTRE, _RIGHT, _JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def blank() -> Any:
    """A new template of an act (a python-docx document)."""
    word = Document()
    _page(word)
    _styles(word)
    _front(word)
    _points(word)
    _signature(word)
    _annexes(word)
    _approval(word)
    word.core_properties.title = "{{ вид }} № {{ номер }} от {{ дата }}"
    word.core_properties.author = ""
    word.core_properties.comments = ""
    return word


def _page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = "2"
    field.append(run)
    number._p.append(field)


def _styles(word: Any) -> None:
    normal = word.styles["Normal"]
    _letters(normal, 13)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    text = word.styles.add_style("Текст акта", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = normal
    text.paragraph_format.alignment = _JUSTIFY
    text.paragraph_format.first_line_indent = Cm(1.25)
    text.paragraph_format.space_after = Pt(4)
    table = word.styles.add_style(STYLE, WD_STYLE_TYPE.TABLE)
    table.base_style = word.styles["Table Grid"]
    cell = word.styles.add_style("Ячейка таблицы", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    _letters(cell, 11)
    head = word.styles.add_style("Шапка таблицы", WD_STYLE_TYPE.PARAGRAPH)
    head.base_style = cell
    head.font.bold = True
    head.paragraph_format.alignment = _CENTRE


def _letters(style: Any, size: int) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(which), _FONT)


def _front(word: Any) -> None:
    _line(word, "{{ орган|upper }}", _CENTRE, bold=True, after=12)
    _line(word, "{{ вид|upper }}", _CENTRE, bold=True, size=15, after=12)
    _row(word, ("{{ дата }}", "{{ место }}", "№ {{ номер }}"), (4, 10, 4))
    _line(word, "{{ заголовок }}", _CENTRE, bold=True, before=14, after=14)
    _mark(word, "for абзац in преамбула")
    _text(word, "{{ абзац }}")
    _mark(word, "endfor")
    _mark(word, "if распорядительное_слово")
    _line(word, "{{ распорядительное_слово }}", _LEFT, bold=True, before=6, after=6)
    _mark(word, "endif")


def _points(word: Any) -> None:
    _mark(word, "for пункт in пункты")
    _text(
        word,
        "{{ пункт.номер }} {{ пункт.текст }}"
        "{% if пункт.ответственный %} Ответственный: {{ пункт.ответственный }}.{% endif %}"
        "{% if пункт.срок %} Срок: {{ пункт.срок }}.{% endif %}",
    )
    _mark(word, "if пункт.таблица")
    _table(word, "пункт.таблица")
    _mark(word, "endif")
    _mark(word, "endfor")
    _mark(word, "if контроль")
    _text(word, "{{ контроль.номер }} {{ контроль.текст }}")
    _mark(word, "endif")


def _signature(word: Any) -> None:
    _line(word, "", _LEFT, after=18, keep=True)
    _row(word, ("{{ должность }}", "", "{{ подписал }}"), (9, 3, 6))


def _annexes(word: Any) -> None:
    _mark(word, "for приложение in приложения")
    stamp = _line(word, "{{ приложение.гриф }}", _LEFT, after=14)
    stamp.paragraph_format.left_indent = Cm(9.5)
    stamp.paragraph_format.page_break_before = True
    _line(word, "{{ приложение.заголовок }}", _CENTRE, bold=True, after=12, keep=True)
    _mark(word, "for часть in приложение.содержание")
    _mark(word, "if часть.подзаголовок")
    _line(word, "{{ часть.подзаголовок }}", _CENTRE, bold=True, before=10, after=6, keep=True)
    _mark(word, "endif")
    _mark(word, "if часть.абзац")
    _text(word, "{{ часть.абзац }}")
    _mark(word, "endif")
    _mark(word, "if часть.таблица")
    _table(word, "часть.таблица")
    _mark(word, "endif")
    _mark(word, "endfor")
    _mark(word, "endfor")


def _approval(word: Any) -> None:
    _mark(word, "if согласование")
    title = _line(word, "ЛИСТ СОГЛАСОВАНИЯ", _CENTRE, bold=True, after=4)
    title.paragraph_format.page_break_before = True
    _line(word, "к проекту: {{ вид }} {{ заголовок }}", _CENTRE, after=12)
    table = word.add_table(rows=4, cols=4, style="Table Grid")
    _wide(table, (7, 4.5, 2.5, 4))
    _heading_row(table.rows[0], ("Должность", "Инициалы, фамилия", "Дата", "Подпись"))
    _cells(table.rows[1], ("{%tr for один in согласование %}", "", "", ""))
    _cells(table.rows[2], ("{{ один.должность }}", "{{ один.имя }}", "{{ один.дата }}", ""))
    _cells(table.rows[3], ("{%tr endfor %}", "", "", ""))
    _mark(word, "endif")


def _table(word: Any, name: str) -> None:
    """A table whose columns and rows come from the act."""
    _mark(word, f"if {name}.название")
    _line(word, f"{{{{ {name}.название }}}}", _LEFT, before=6, after=3, keep=True)
    _mark(word, "endif")
    table = word.add_table(rows=4, cols=3, style=STYLE)
    _heading_row(
        table.rows[0],
        (f"{{%tc for графа in {name}.графы %}}", "{{ графа }}", "{%tc endfor %}"),
    )
    _cells(table.rows[1], (f"{{%tr for строка in {name}.строки %}}", "", ""))
    _cells(
        table.rows[2],
        ("{%tc for ячейка in строка.ячейки %}", "{{ ячейка }}", "{%tc endfor %}"),
    )
    _cells(table.rows[3], ("{%tr endfor %}", "", ""))
    _line(word, "", _LEFT, after=4)


def _heading_row(row: Any, texts: tuple[str, ...]) -> None:
    _cells(row, texts, "Шапка таблицы")
    properties = row._tr.get_or_add_trPr()
    for tag in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(tag))


def _cells(row: Any, texts: tuple[str, ...], style: str = "Ячейка таблицы") -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(text)


def _row(word: Any, texts: tuple[str, str, str], wide: tuple[float, float, float]) -> None:
    """A line of three parts: a table without borders keeps long parts from running together."""
    table = word.add_table(rows=1, cols=3)
    _wide(table, wide)
    for cell, text, side in zip(table.rows[0].cells, texts, (_LEFT, _CENTRE, _RIGHT), strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text)
        paragraph.alignment = side
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def _wide(table: Any, centimetres: tuple[float, ...]) -> None:
    table.autofit = False
    for column, wide in zip(table.columns, centimetres, strict=True):
        column.width = Cm(wide)
        for cell in column.cells:
            cell.width = Cm(wide)


def _text(word: Any, text: str) -> None:
    word.add_paragraph(text, style="Текст акта")


def _mark(word: Any, what: str) -> None:
    """A paragraph that only steers the filling and leaves no trace in the act."""
    word.add_paragraph(f"{{%p {what} %}}")


def _line(
    word: Any, text: str, side: Any, *, bold: bool = False, size: int = 0,
    before: int = 0, after: int = 0, keep: bool = False,
) -> Any:  # fmt: skip
    paragraph = word.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(size) if size else None
    paragraph.alignment = side
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep or None
    return paragraph


def main() -> int:
    """Writes a template for every profile that has none; says which."""
    for folder in sorted(default_profiles_dir().iterdir()):
        path = folder / TEMPLATE
        if (folder / "profile.yaml").is_file() and not path.is_file():
            path.parent.mkdir(exist_ok=True)
            blank().save(path)
            sys.stdout.write(f"записан шаблон: {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

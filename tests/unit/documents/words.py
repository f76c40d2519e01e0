"""Word templates made in a test, and what stands in a made document."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from docx import Document

from msoko.documents.act_text import ActText, Annex, Paragraph, Point, Signatory, Table


def template(*texts: str) -> bytes:
    """A .docx with one paragraph a text."""
    word = Document()
    for text in texts:
        word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def repacked(raw: bytes, **parts: bytes) -> bytes:
    """The same .docx with other or more parts; «__» in a name stands for a slash, «_» for a dot."""
    out = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part.filename, old.read(part))
        for name, body in named.items():
            new.writestr(name, body)
    return out.getvalue()


def opened(raw: bytes) -> Any:
    """A document as python-docx has it."""
    return Document(io.BytesIO(raw))


def all_text(raw: bytes) -> str:
    """Every paragraph and every cell."""
    word = opened(raw)
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def letters_of_pdf(raw: bytes) -> str:
    """Every letter a PDF says it shows: the right sides of its ToUnicode tables."""
    found: set[str] = set()
    for packed in re.findall(rb"(?<!end)stream\r?\n(.*?)endstream", raw, re.S):
        try:
            body = zlib.decompress(packed)
        except zlib.error:
            continue
        if b"beginbfchar" in body:
            codes = re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", body)
            found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return "".join(sorted(found))


def act(**said: Any) -> ActText:
    """An order with everything an order may have."""
    whole: dict[str, Any] = {
        "body": "Отдел образования",
        "kind": "приказ",
        "heading": "О проведении мониторинга",
        "place": "ЗАТО Солнечный",
        "of_body": "отдела образования",
        "preamble": ("В целях: <достоверности> & 'полноты' \"данных\",",),
        "command": "ПРИКАЗЫВАЮ:",
        "points": (
            Point("Провести мониторинг.", executor="методист", term="до 31.05.2025"),
            Point("Руководителям:", points=(Point("представить сведения"), Point("обеспечить"))),
        ),
        "control": "Контроль оставляю за собой.",
        "signatory": Signatory("Руководитель отдела", "А.А. Иванова"),
        "annexes": (
            Annex("Показатели", (Paragraph("Раздел", heading=True),
                                 Table(("№", "Показатель"), (("1", "Доля «2»"),), "Таблица 1"))),
            Annex("Рекомендации", (Paragraph("Текст"),), "УТВЕРЖДЕНЫ"),
        ),
    }  # fmt: skip
    return ActText(**whole | said)

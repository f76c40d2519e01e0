"""Is a .docx what it says: a plain Word file, of a sane size, without programs or links out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from msoko.problem import Problem
from msoko.sources.sheets.package import BROKEN

LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 60_000_000
MOST_PARTS = 500
_RELATIONS = frozenset(
    [
        "officeDocument",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsExtended",
        "commentsIds",
        "people",
        "image",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "customXml",
        "customXmlProps",
        "thumbnail",
        "hyperlink",
        "glossaryDocument",
    ]
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.S)
_ATTRIBUTE = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_FIELD = re.compile(rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE)\b")
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr\s*=\s*[\"']([^\"']*)[\"']")
_ACTIVE = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.I)


def problems_of(raw: bytes, file: str) -> tuple[Problem, ...]:
    """Everything for which a .docx is refused as a template; empty for a good one."""
    if len(raw) > LARGEST_FILE:
        return (_refused(f"файл больше {LARGEST_FILE // 1_000_000} МБ", file),)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return tuple(_refused(what, file) for what in _look(package))
    except BROKEN:
        return (_refused("файл не читается как документ Word (.docx)", file),)


def _refused(what: str, file: str) -> Problem:
    mend = (
        "сохраните шаблон в Word заново как обычный документ .docx, без макросов и внешних связей"
    )
    return Problem("word_template", what, mend, file=file or None)


def _look(package: zipfile.ZipFile) -> Iterator[str]:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        yield "файл распаковывается в слишком большой объём"
        return
    if "word/document.xml" not in package.namelist():
        yield "в файле нет текста документа Word"
        return
    for part in parts:
        if part.filename.startswith(("/", "..")) or "/../" in part.filename:
            yield f"в файле недопустимое имя части «{part.filename}»"
        elif part.filename.endswith((".xml", ".rels")):
            yield from _look_at(part.filename, package.read(part))


def _look_at(name: str, content: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield f"в части «{name}» объявлены сущности XML"
    if name == "[Content_Types].xml" and _ACTIVE.search(content):
        yield "в файле макросы или встроенные программы"
    if name.endswith(".rels"):
        yield from _relations(content)
    for found in _INSTRUCTION.finditer(content):
        field = _FIELD.search(found.group(1) or found.group(2) or b"")
        if field:
            yield f"в файле поле {field.group(1).decode()}, которое читает другие файлы"


def _relations(content: bytes) -> Iterator[str]:
    for found in _RELATION.finditer(content):
        said = {key.decode(): value.decode("utf-8", "replace") for key, value in _pairs(found)}
        kind = said.get("Type", "").rsplit("/", 1)[-1]
        if kind not in _RELATIONS:
            yield f"в файле связь вида «{kind}»: встроенный объект или внешний документ"
        elif said.get("TargetMode") == "External" and kind != "hyperlink":
            yield f"файл ссылается наружу: {said.get('Target', '')}"


def _pairs(found: re.Match[bytes]) -> list[tuple[bytes, bytes]]:
    return _ATTRIBUTE.findall(found.group(0))

"""Hostile and damaged zip workbooks, made when asked for; nothing is stored."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_NAMESPACE}">'


def small() -> bytes:
    """An honest workbook of three rows, the same bytes whenever it is made."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Лист")
    for row, values in enumerate([("Код", "Балл"), ("40001", 5), ("40002", "Х")]):
        sheet.write_row(row, 0, values)
    book.close()
    return buffer.getvalue()


def repacked(changed: dict[str, bytes] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The small workbook with parts replaced or added."""
    buffer = io.BytesIO()
    changed = changed or {}
    with zipfile.ZipFile(io.BytesIO(small())) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return buffer.getvalue()


def with_rows(rows: str, after: str = "", dimension: str = "") -> bytes:
    """The small workbook with the given rows in its sheet."""
    place = f'<dimension ref="{dimension}"/>' if dimension else ""
    body = f"{_OPEN}{place}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return repacked({SHEET: body.encode()})


def cells(*places: str) -> str:
    """Rows holding the number 1 at each address, in the order given."""
    row = '<row r="{1}"><c r="{0}"><v>1</v></c></row>'
    return "".join(row.format(at, at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for at in places)


def lying_header(declared: int) -> bytes:
    """The sheet is 40 MB of cells, both headers of the zip say `declared` bytes."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 900_001))
    content = bytearray(with_rows(rows))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(SHEET)
    real = struct.pack("<I", part.file_size)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            if content[start + offset : start + offset + 4] == real:
                content[start + offset : start + offset + 4] = struct.pack("<I", declared)
            start += 4
    return bytes(content)


def bomb(megabytes: int) -> bytes:
    """One part of spaces: a thousand to one."""
    filler = b" " * (megabytes << 20)
    return repacked({SHEET: f"{_OPEN}<sheetData>".encode() + filler})


def many_parts(count: int) -> bytes:
    """A workbook with `count` idle parts."""
    return repacked({f"xl/media/{n}.bin": b"" for n in range(count)}, zipfile.ZIP_STORED)


def strings(count: str) -> bytes:
    """Shared strings that claim to be `count`."""
    body = (
        f'<sst xmlns="{_NAMESPACE}" count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>'
    )
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    sheet = f"{_OPEN}<sheetData>{row}</sheetData></worksheet>"
    return repacked({"xl/sharedStrings.xml": body.encode(), SHEET: sheet.encode()})


def merges(count: int) -> bytes:
    """`count` merged ranges, each over the whole sheet."""
    body = '<mergeCell ref="A1:XFD1048576"/>' * count
    return with_rows(cells("A1"), f'<mergeCells count="{count}">{body}</mergeCells>')


def entities(part: str) -> bytes:
    """A billion laughs at the top of a part."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        text = archive.read(part).decode()
    return repacked({part: (head + text[text.index("?>") + 2 :]).encode()})


def overlapping() -> bytes:
    """Two names in the directory for one and the same data."""
    content = bytearray(repacked({"xl/a.bin": b"same", "xl/b.bin": b"same"}, zipfile.ZIP_STORED))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, second = (archive.getinfo(f"xl/{n}.bin").header_offset for n in "ab")
    at = content.rindex(struct.pack("<I", second))
    content[at : at + 4] = struct.pack("<I", first)
    return bytes(content)


def twins() -> bytes:
    """Two different sheets under one name."""
    buffer = io.BytesIO(small())
    with zipfile.ZipFile(buffer, "a") as archive:
        original = archive.read(SHEET)
        archive.NameToInfo.pop(SHEET)
        archive.writestr(SHEET, original.replace(b"40001", b"99999"))
    return buffer.getvalue()


def flagged() -> bytes:
    """Every part is marked as encrypted."""
    content = bytearray(small())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            content[start + offset] |= 1
            start += 4
    return bytes(content)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A plain zip of the given parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def many_sheets(count: int) -> bytes:
    """A workbook of `count` empty sheets."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for _ in range(count):
        book.add_worksheet()
    book.close()
    return buffer.getvalue()


def ods(repeat: int, encrypted: bool = False) -> bytes:
    """An OpenDocument sheet whose only cell and row are repeated."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    space = " ".join(f'xmlns:{n}="{office}:{n}:1.0"' for n in ("office", "table", "text"))
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeat}">'
        "<text:p>а</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="{repeat}">{cell}</table:table-row>'
    body = f'<table:table table:name="Л">{row}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {space}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<manifest:encryption-data/>" if encrypted else "<manifest:manifest/>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }
    )


CELL_ERROR = '<row r="1"><c r="A1" t="e"><v>{}</v></c></row>'

# Name of the file → how to make it and what must come of it: "book" or the check of the problem.
PACKAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "digit_changed_on_the_way": (
        lambda: repacked(
            {SHEET: f"{_OPEN}<sheetData>{cells('A1') * 20_000}</sheetData></worksheet>".encode()},
            zipfile.ZIP_STORED,
        ).replace(b"<v>1</v>", b"<v>7</v>", 1),
        "file_damaged_part",
    ),
    "bomb_of_spaces": (lambda: bomb(200), "file_bomb"),
    "header_says_less": (lambda: lying_header(1_000), "file_damaged_part"),
    "header_says_a_little_less": (lambda: lying_header(100_000), "file_damaged_part"),
    "header_says_more": (lambda: lying_header(1_500_000_000), "file_bomb"),
    "cells_in_both_corners": (lambda: with_rows(cells("A1", "XFD1048576")), "file_far_cell"),
    "cells_far_down_and_right": (lambda: with_rows(cells("A1", "ZZ1000000")), "file_far_cell"),
    "row_number_of_eleven_digits": (
        lambda: with_rows(cells("A1", "A99999999999")),
        "file_far_cell",
    ),
    "column_past_the_last": (lambda: with_rows(cells("A1", "ZZZ1")), "file_bad_address"),
    "row_zero": (lambda: with_rows(cells("A0")), "file_bad_address"),
    "dimension_lies": (lambda: with_rows(cells("B2"), dimension="A1:XFD1048576"), "book"),
    "dimension_is_nonsense": (lambda: with_rows(cells("B2"), dimension="ЯЯ"), "any"),
    "merge_over_everything": (lambda: merges(1), "book"),
    "many_merges": (lambda: merges(200_000), "book"),
    "strings_count_4_billion": (lambda: strings("4294967295"), "any"),
    "strings_count_20_digits": (lambda: strings("9" * 20), "any"),
    "strings_index_outside": (
        lambda: with_rows('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "file_broken_strings",
    ),
    "entities_in_sheet": (lambda: entities(SHEET), "file_document_type"),
    "entities_in_workbook": (lambda: entities("xl/workbook.xml"), "file_document_type"),
    "parent_path": (lambda: repacked({"../../etc/cron": b"x"}), "file_outside_path"),
    "root_path": (lambda: repacked({"/etc/cron": b"x"}), "file_outside_path"),
    "drive_path": (lambda: repacked({"C:\\x.xml": b"x"}), "file_outside_path"),
    "twenty_thousand_parts": (lambda: many_parts(20_000), "file_too_many_parts"),
    "overlapping_parts": (overlapping, "file_overlapping_parts"),
    "twin_parts": (twins, "file_twin_parts"),
    "parts_marked_encrypted": (flagged, "file_encrypted_zip"),
    "odd_compression": (lambda: repacked(method=zipfile.ZIP_LZMA), "file_odd_compression"),
    "four_hundred_sheets": (lambda: many_sheets(400), "file_too_many_sheets"),
    "cut_at_the_quarter": (lambda: small()[: len(small()) // 4], "file_broken_package"),
    "cut_at_the_half": (lambda: small()[: len(small()) // 2], "file_broken_package"),
    "cut_by_one_byte": (lambda: small()[:-1], "file_broken_package"),
    "cut_to_the_magic": (lambda: small()[:4], "file_broken_package"),
    "zeros_in_the_middle": (lambda: small()[:200] + b"\0" * 400 + small()[600:], "any"),
    "empty_zip": (lambda: zipped({}), "file_broken_package"),
    "docx_as_xls": (lambda: zipped({"word/document.xml": b"<w/>"}), "file_docx"),
    "pptx_as_xlsx": (lambda: zipped({"ppt/presentation.xml": b"<p/>"}), "file_pptx"),
    "zip_of_files": (lambda: zipped({"школа/протокол.xlsx": small()}), "file_other_zip"),
    "sheet_is_missing": (
        lambda: zipped({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}),
        "any",
    ),
    "sheet_is_not_xml": (lambda: repacked({SHEET: b"\x00\x01" * 500}), "any"),
    "sheet_stops_in_a_tag": (lambda: repacked({SHEET: f"{_OPEN}<sheetData><row".encode()}), "any"),
    "sheet_stops_after_a_row": (
        lambda: repacked({SHEET: f"{_OPEN}<sheetData>{cells('A1')}".encode()}),
        "file_broken_xml",
    ),
    "deep_nesting": (lambda: with_rows("<a>" * 100_000), "any"),
    "long_attribute": (lambda: with_rows(f'<row r="1" x="{"a" * 5_000_000}"/>'), "any"),
    "not_a_number": (lambda: with_rows('<row r="1"><c r="A1"><v>nan</v></c></row>'), "book"),
    "infinity": (lambda: with_rows('<row r="1"><c r="A1"><v>1e999</v></c></row>'), "book"),
    "error_cell": (lambda: with_rows(CELL_ERROR.format("#DIV/0!")), "book"),
    "error_of_new_excel": (
        lambda: with_rows(CELL_ERROR.format("#SPILL!")),
        "file_new_formula_error",
    ),
    "macros": (lambda: repacked({"xl/vbaProject.bin": b"x"}), "book"),
    "external_links": (lambda: repacked({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "book"),
    "ods": (lambda: ods(2), "book"),
    "ods_with_password": (lambda: ods(2, encrypted=True), "file_encrypted"),
    "ods_repeated": (lambda: ods(1_000_000_000), "any"),
    "ods_repeated_less": (lambda: ods(20_000), "any"),
}

"""Hostile and damaged files that are no zip: texts, old workbooks, other programs' documents."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.bad_files.compound import compound, old_workbook

TABLE = "Код;Фамилия;Балл\r\n40001;Ёлкина;5\r\n40002;Щукин;4\r\n"

# Name of the file → how to make it and what must come of it: "book", "any" or the problem's check.
PLAIN: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty_file"),
    "only_spaces": (lambda: b" \r\n" * 50, "file_empty_file"),
    "only_zeros": (lambda: b"\0" * 5_000, "file_empty_file"),
    "one_byte": (lambda: b"P", "book"),
    "noise": (lambda: random.Random(1).randbytes(5_000), "any"),
    "utf8": (lambda: TABLE.encode(), "book"),
    "utf8_marked": (lambda: TABLE.encode("utf-8-sig"), "book"),
    "cp1251": (lambda: TABLE.encode("cp1251"), "book"),
    "utf16": (lambda: TABLE.encode("utf-16"), "book"),
    "utf16_odd_length": (lambda: TABLE.encode("utf-16")[:-1], "file_damaged_text"),
    "utf16_unmarked": (lambda: TABLE.encode("utf-16-le"), "file_binary_text"),
    "dos_866": (lambda: TABLE.encode("cp866"), "file_unknown_encoding"),
    "koi8": (lambda: TABLE.encode("koi8-r"), "file_unknown_encoding"),
    "utf8_cut_in_a_letter": (lambda: (TABLE + "Щ").encode()[:-1], "file_damaged_text"),
    "zeros_inside": (lambda: TABLE.encode() + b"a;\0;b\n", "file_binary_text"),
    "one_long_line": (lambda: b"a" * 3_000_000, "file_long_cell"),
    "one_long_line_of_fields": (lambda: b"1;" * 1_500_000, "file_too_many_cells"),
    "wide_and_tall": (lambda: b";" * 16_000 + b"\n1" * 500_000, "file_too_many_cells"),
    "open_quote": (lambda: 'Код;Школа\n1;"Лицей\n'.encode() + b"2;x\n" * 500, "file_open_quote"),
    "million_short_lines": (lambda: b"1\n" * 1_000_000, "book"),
    "rows_past_the_last": (lambda: b"1\n" * 1_100_000, "file_too_many_cells"),
    "html_as_xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "file_html"),
    "table_only_html": (lambda: b"\xef\xbb\xbf\n<table border=1><tr><td>1", "file_html"),
    "html_in_utf16": (lambda: "<html><body>1".encode("utf-16"), "file_html"),
    "mhtml_as_xls": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", "file_html"),
    "xml_2003": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "file_xml_workbook",
    ),
    "xml": (lambda: b'<?xml version="1.0"?><data/>', "file_xml"),
    "pdf_as_xls": (lambda: b"%PDF-1.7\n" + b"\0" * 500, "file_pdf"),
    "rtf": (lambda: b"{\\rtf1 text}", "file_rtf"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_picture"),
    "rar": (lambda: b"Rar!\x1a\x07\0" + b"\0" * 50, "file_archive"),
    "program": (lambda: b"MZ\x90\0\x03\0\0\0" + b"\0" * 500, "file_program"),
    "parquet": (lambda: b"PAR1" + b"\0" * 500, "file_other_binary"),
    "old_workbook": (old_workbook, "book"),
    "old_workbook_cut": (lambda: old_workbook()[:1_300], "any"),
    "old_workbook_magic_only": (lambda: old_workbook()[:8], "file_broken_ole"),
    "old_workbook_huge_count": (lambda: old_workbook(strings=0x7FFFFFFF), "any"),
    "old_workbook_far_cell": (lambda: old_workbook(row=65_535, column=255), "any"),
    "old_workbook_with_password": (lambda: old_workbook(locked=True), "file_encrypted"),
    "new_workbook_with_password": (
        lambda: compound({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"y" * 5_000}),
        "file_encrypted",
    ),
    "doc_as_xls": (lambda: compound({"WordDocument": b"x" * 5_000}), "file_doc"),
    "ppt_as_xls": (lambda: compound({"PowerPoint Document": b"x" * 5_000}), "file_pptx"),
    "old_with_endless_chain": (lambda: compound({"Workbook": b"x" * 5_000}, loop=True), "any"),
    "old_of_noise": (
        lambda: compound({"Workbook": random.Random(2).randbytes(9_000)}),
        "any",
    ),
}  # fmt: skip

"""What a file is, told from its content and never from its name."""

from __future__ import annotations

import re

from msoko.sources.sheets.refused import RefusedError

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Leading bytes → what the file is called in the refusal.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"PAR1", "other_binary"),
    (b"ARROW1", "other_binary"),
    (b"SQLite format 3", "other_binary"),
)
# Marked text that programs like to save under a spreadsheet's name.
_XML_WORKBOOK = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|Excel\.Sheet", re.I)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|style|meta)\b|^mime-version:", re.I)
_XML = re.compile(rb"^\s*<(\?xml|!doctype|[a-z]+[^<>]*>)", re.I)


def container(content: bytes) -> str:
    """The outer form: zip, ole or text; raises RefusedError for what is no table at all."""
    if not content.strip(b"\x00\x09\x0a\x0d\x20"):
        raise RefusedError("empty_file")
    if content.startswith(ZIP):
        return "zip"
    if content.startswith(EMPTY_ZIP):
        raise RefusedError("broken_package")
    if content.startswith(OLE):
        return "ole"
    for start, code in _FOREIGN:
        # Two letters may begin an honest text table; a picture or a program has NULs close by.
        if content.startswith(start) and (len(start) > 2 or b"\x00" in content[:64]):
            raise RefusedError(code)
    return _text_or_markup(content)


def _text_or_markup(content: bytes) -> str:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    head = head.lstrip()
    if _XML_WORKBOOK.search(head):
        raise RefusedError("xml_workbook")
    if head[:1] in b"<Mm" and _HTML.search(head):
        raise RefusedError("html")
    if _XML.match(head):
        raise RefusedError("xml")
    return "text"

"""A look at a text table before it is parsed: its encoding, or why it has none we can trust."""

from __future__ import annotations

import re

from msoko.sources.sheets.refused import RefusedError

# Of all non-ASCII characters in an honest Windows-1251 table at least this share is Russian
# letters and the signs usual beside them; a DOS (866) or KOI8 text read as 1251 has far fewer.
RUSSIAN_SHARE = 0.7
_ODD = re.compile("[^\x00-\x7fА-яЁё«»№–—…“”„‘’°§±\xa0\xad]")
_LETTER_CASE = re.compile("[а-яё][А-ЯЁ]")
_OTHER = re.compile("[^\x00-\x7f]")
_SAMPLE = 1 << 18


def encoding_of(content: bytes) -> str:
    """Name of the encoding; raises RefusedError when the text cannot be trusted."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(content, "utf-16")
    if b"\x00" in content:
        raise RefusedError("binary_text")
    if content.startswith(b"\xef\xbb\xbf"):
        return _checked(content, "utf-8-sig")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)
    return "utf-8"


def _checked(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError("damaged_text") from error
    if "\x00" in text:
        raise RefusedError("binary_text")
    return encoding


def _legacy(content: bytes) -> str:
    """Windows-1251, when the text is no damaged UTF-8 and reads like Russian."""
    sample = content[:_SAMPLE]
    non_ascii = sum(byte > 127 for byte in sample)
    if sample.decode("utf-8", "replace").count("�") < non_ascii / 10:
        raise RefusedError("damaged_text")
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError as error:
        raise RefusedError("unknown_encoding") from error
    others = _OTHER.findall(text[:_SAMPLE])
    odd = _ODD.findall(text[:_SAMPLE])
    swapped = _LETTER_CASE.findall(text[:_SAMPLE])  # «пРИВЕТ»: KOI8 read as 1251
    if len(odd) > (1 - RUSSIAN_SHARE) * len(others) or len(swapped) > 0.1 * len(others):
        raise RefusedError("unknown_encoding")
    return "cp1251"

"""Text that was saved in one encoding and opened in another: «РњРђРў», «Ð¼Ð°Ñ‚», «�»."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from msoko.problem import Problem

# Headings stand in the first rows; when they are whole, the rest of the sheet is.
_ROWS = 20
_SPOILT = re.compile(
    "�"  # a character that could not be decoded
    "|(?:[ÐÑ][\x80-\xbf\u0152-\u2122]){2}"  # UTF-8 read as Latin-1
    "|(?:[РС][^\\sА-Яа-яЁё\\w.,;:()«»\"'!?№/-]|[РС][Ѐ-ЏѐђѓєѕіїјљњћќўџҐґЇЄЂЃ°±µ]){2}"  # read as 1251
)


def find(sheet: str, columns: Sequence[pa.Array], letters: Sequence[str]) -> list[Problem]:
    """An error at the first cell near the top whose text is spoilt by a wrong encoding."""
    spoilt = [
        (row, column)
        for column, values in enumerate(columns)
        for row, text in enumerate(values.slice(0, _ROWS).to_pylist())
        if text is not None and _SPOILT.search(text)
    ]
    if not spoilt:
        return []
    row, column = min(spoilt)
    return [
        Problem(
            check="wrong_encoding",
            what="текст нечитаем: файл сохранён в одной кодировке, а открыт в другой",
            mend="выгрузите файл заново и сохраните как книгу Excel (*.xlsx) или «CSV UTF-8»",
            sheet=sheet,
            cell=f"{letters[column]}{row + 1}",
            count=len(spoilt),
        )
    ]

"""The one door to workbooks and text tables: any file becomes a `Book` or a list of `Problem`s.

Cells are text (see `cells.py` for how numbers, dates and errors are written), addresses are those
a clerk sees in Excel. Files are looked over first (`package.py`, `ole.py`, `text.py`) and parsed in
a limited child process (`child.py`), so no content whatever can stop or exhaust the program.

    book = open_book("protokol.xlsx")
    if isinstance(book, Book):
        book.sheets[0].cell(0, 0)

Names are loaded when first asked for: the child imports this package too and must start fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msoko.sources.sheets.book import Book, Sheet, address
    from msoko.sources.sheets.limits import Limits
    from msoko.sources.sheets.open import open_book, open_books

__all__ = ["Book", "Limits", "Sheet", "address", "open_book", "open_books"]

_HOMES = {
    "Book": "book",
    "Sheet": "book",
    "address": "book",
    "Limits": "limits",
    "open_book": "open",
    "open_books": "open",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

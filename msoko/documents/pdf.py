"""A filled .docx set as PDF, so that the one Word template rules both.

The document is read back into plain data and drawn by `act.typ` with the fonts of this folder:
nothing is loaded from the network or from the machine.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from msoko.documents.word_page import WordPages
from msoko.problem import Problem

_HERE = Path(__file__).parent
_FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
)


def to_pdf(word: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """The PDF of a .docx made by `template.fill`, with notes of what a PDF does not show."""
    pages, problems = _drawn(word, None)
    return pages[0], problems


def to_pictures(word: bytes, ppi: float = 70.0) -> tuple[bytes, ...]:
    """Every page as PNG, for looking at without a reader of PDF."""
    return _drawn(word, ppi)[0]


def _drawn(word: bytes, ppi: float | None) -> tuple[tuple[bytes, ...], tuple[Problem, ...]]:
    read = WordPages(word)
    content = json.dumps(read.content(), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, picture in read.images.items():
            (root / name).write_bytes(picture)
        source = root / "act.typ"
        source.write_bytes((_HERE / "act.typ").read_bytes())
        made: Any = typst.compile(
            str(source),
            root=folder,
            font_paths=_FONTS,
            sys_inputs={"content": content},
            format="pdf" if ppi is None else "png",
            ppi=ppi,
            package_path=folder,
            package_cache_path=folder,
        )
    pages: tuple[bytes, ...] = tuple(made) if isinstance(made, list) else (made,)
    return pages, tuple(_lost(what) for what in sorted(read.lost))


def _lost(what: str) -> Problem:
    mend = "возьмите файл Word или поправьте шаблон"
    return Problem("pdf", f"в PDF не показано: {what}", mend, severity="warning")

"""Which Word template an act of a profile uses: one of its own, else that of the whole profile."""

from __future__ import annotations

from pathlib import Path

from msoko.documents.package import LARGEST_FILE
from msoko.problem import Problem


def template_path(folder: Path, document: str = "") -> Path:
    """`documents/<document>.docx` where there is one, else `documents/act.docx`."""
    own = folder / "documents" / f"{document}.docx"
    return own if document and own.is_file() else folder / "documents" / "act.docx"


def read_template(path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes of a template; empty with the reason when it cannot be read."""
    mend = "положите шаблон в папку documents/ профиля; заготовка: python -m msoko.documents.blank"
    try:
        if path.stat().st_size > LARGEST_FILE:
            return b"", (Problem("word_template", "шаблон слишком велик", mend, file=path.name),)
        return path.read_bytes(), ()
    except OSError:
        return b"", (Problem("word_template", "нет шаблона Word", mend, file=path.name),)

"""Kinds of file the system recognises by content."""

from __future__ import annotations

from docs.pages.markdown import ROOT, page, table
from msoko.sources.reading.kind import Kind
from msoko.sources.registry import KINDS


def text() -> str:
    """docs/reference/sources.md."""
    rows = [[_name(kind), kind.ru, "нет" if kind.carries_names else "да"] for kind in KINDS]
    parts = [
        "Вид файла узнаётся по содержанию, а не по имени. Подлинник файла, в котором есть имена "
        "людей, не хранится: остаются только его строки с псевдонимами и его sha256 "
        "([почему](../explanation/privacy.md)).",
        table(["Вид", "Что это за файл", "Подлинник хранится"], rows),
        "Как добавить вид, сказано в [руководстве](../how-to/add-a-file-kind.md).",
    ]
    return page("Виды файлов", "`msoko/sources/`", *parts)


def _name(kind: Kind) -> str:
    """The name of the kind, leading to its README where there is one."""
    place = f"msoko/sources/{kind.name}/README.md"
    return f"[`{kind.name}`](../../{place})" if (ROOT / place).is_file() else f"`{kind.name}`"

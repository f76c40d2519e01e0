"""A filled .docx as plain data for the page: sections, paragraphs, tables, headers."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from msoko.documents.word_text import Styles, runs_of, shape_of

_IMAGE_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_VERTICAL = {0: "top", 1: "horizon", 3: "bottom"}
Content = dict[str, Any]


class WordPages:
    """One reading of one document; `images` are file name → bytes, `lost` what is not shown."""

    def __init__(self, raw: bytes) -> None:
        self._word = Document(io.BytesIO(raw))
        self.images: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._styles = Styles()
        self.lost: set[str] = set()
        self._keep_images()

    def content(self) -> Content:
        """Everything the page needs, made of lists, numbers and texts only."""
        return {
            "title": self._word.core_properties.title or "",
            "sections": [self._section(one) for one in self._word.sections],
        }

    def _keep_images(self) -> None:
        for relation in self._word.part.rels.values():
            if relation.is_external or not relation.reltype.endswith("/image"):
                continue
            ending = _IMAGE_KINDS.get(relation.target_part.content_type)
            if ending is None:
                self.lost.add("картинка не в PNG, JPEG или GIF")
                continue
            name = f"image{len(self.images)}.{ending}"
            self.images[name] = relation.target_part.blob
            self._names[relation.rId] = name

    def _section(self, section: Any) -> Content:
        first = section.different_first_page_header_footer
        return {
            "width": section.page_width.pt,
            "height": section.page_height.pt,
            "left": section.left_margin.pt,
            "right": section.right_margin.pt,
            "top": section.top_margin.pt,
            "bottom": section.bottom_margin.pt,
            "header": self._blocks(section.header.iter_inner_content()),
            "footer": self._blocks(section.footer.iter_inner_content()),
            "first_differs": bool(first),
            "first_header": self._blocks(section.first_page_header.iter_inner_content())
            if first
            else [],
            "first_footer": self._blocks(section.first_page_footer.iter_inner_content())
            if first
            else [],
            "blocks": self._blocks(section.iter_inner_content()),
        }

    def _blocks(self, blocks: Iterator[Any]) -> list[Content]:
        return [
            self._table(one) if isinstance(one, WordTable) else self._paragraph(one)
            for one in blocks
        ]

    def _paragraph(self, paragraph: Any) -> Content:
        shape = shape_of(paragraph, self._styles)
        if shape.numbered:
            self.lost.add("автоматическая нумерация Word: впишите номера текстом")
        runs = runs_of(paragraph, self._styles, self._names)
        return {"kind": "paragraph", **asdict(shape), "runs": [asdict(run) for run in runs]}

    def _table(self, table: WordTable) -> Content:
        rows = [row.cells for row in table.rows]
        heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
                 for row in table.rows]  # fmt: skip
        return {
            "kind": "table",
            "widths": [(column.width.pt if column.width else 0) for column in table.columns],
            "border": _bordered(table),
            "heads": heads.index(False) if False in heads else len(heads),
            "cells": list(self._cells(rows)),
        }

    def _cells(self, rows: list[tuple[Any, ...]]) -> Iterator[Content]:
        """Every cell once, at its first place, with how many columns and rows it takes."""
        wide: Counter[Any] = Counter()
        tall: Counter[Any] = Counter()
        for row in rows:
            places = Counter(cell._tc for cell in row)
            wide |= places
            tall.update(places.keys())
        seen: set[Any] = set()
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield {
                        "x": x,
                        "y": y,
                        "wide": wide[cell._tc],
                        "tall": tall[cell._tc],
                        "side": _VERTICAL.get(cell.vertical_alignment or 0, "top"),
                        "blocks": self._blocks(cell.iter_inner_content()),
                    }


def _bordered(table: WordTable) -> bool:
    """Borders of the table itself, else of its style, else of the style's base."""
    own = table._tbl.tblPr.find(qn("w:tblBorders"))
    style = table.style
    while own is None and style is not None:
        own = style.element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
        style = style.base_style
    if own is None:
        return False
    return any(side.get(qn("w:val")) not in ("nil", "none", None) for side in own)

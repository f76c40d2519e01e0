"""A paragraph of a .docx as it looks: its letters and its shape, styles already applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn
from docx.text.run import Run as WordRun

_PAGE_FIELDS = {"PAGE": "page", "NUMPAGES": "pages"}
_SIDES = {0: "left", 1: "center", 2: "right", 3: "justify"}
_SIZE = 12.0
_FORMAT = (
    "alignment", "first_line_indent", "left_indent", "right_indent", "space_before",
    "space_after", "line_spacing", "keep_with_next", "page_break_before",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Letters of one look; `field`: "page", "pages"; `breaks`: "page" for a page break."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = _SIZE
    field: str = ""
    breaks: str = ""
    image: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands; lengths in points, `line` a multiple of the line height."""

    side: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    keep: bool = False
    new_page: bool = False
    numbered: bool = False


class Styles:
    """What the paragraph styles of one document say, each asked once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[dict[str, Any], Run]] = {}

    def of(self, paragraph: Any) -> tuple[dict[str, Any], Run]:
        """Values of the format and the look of letters a paragraph takes from its style."""
        name = paragraph._p.style or ""
        if name not in self._known:
            chain = list(_chain(paragraph.style))
            forms, fonts = [one.paragraph_format for one in chain], [one.font for one in chain]
            size = _first(fonts, "size")
            look = Run(
                bold=bool(_first(fonts, "bold")),
                italic=bool(_first(fonts, "italic")),
                size=size.pt if size else _SIZE,
            )
            self._known[name] = ({name: _first(forms, name) for name in _FORMAT}, look)
        return self._known[name]


def shape_of(paragraph: Any, styles: Styles) -> Shape:
    """The shape of a python-docx paragraph: its own, else that of its style."""
    said = dict(styles.of(paragraph)[0])
    own = paragraph._p.pPr
    if own is not None:
        form = paragraph.paragraph_format
        said |= {name: value for name in _FORMAT if (value := getattr(form, name)) is not None}
    line = said["line_spacing"]
    return Shape(
        side=_SIDES.get(said["alignment"] or 0, "justify"),
        first=_points(said["first_line_indent"]),
        left=_points(said["left_indent"]),
        right=_points(said["right_indent"]),
        before=_points(said["space_before"]),
        after=_points(said["space_after"]),
        line=float(line) if isinstance(line, float) else 1.0,
        keep=bool(said["keep_with_next"]),
        new_page=bool(said["page_break_before"]),
        numbered=own is not None and own.find(qn("w:numPr")) is not None,
    )


def runs_of(paragraph: Any, styles: Styles, images: dict[str, str]) -> tuple[Run, ...]:
    """Letters in order, also inside links and fields; `images`: relation id → file name."""
    look = styles.of(paragraph)[1]
    found: list[Run] = []
    instruction, inside = "", ""
    for element in paragraph._p.iter(qn("w:r"), qn("w:fldSimple")):
        if element.tag == qn("w:fldSimple"):
            instruction = element.get(qn("w:instr"), "")
            continue
        run = _own(look, element, paragraph)
        in_simple = element.getparent().tag == qn("w:fldSimple")
        mark = element.find(qn("w:fldChar"))
        if mark is not None:
            inside = mark.get(qn("w:fldCharType"), "")
            instruction = "" if inside in ("begin", "end") else instruction
            if inside == "separate":
                found.extend(_field(run, instruction))
            continue
        if inside == "begin":
            instruction += "".join(one.text or "" for one in element.iter(qn("w:instrText")))
            continue
        kept = in_simple or inside == "separate"
        if kept and _field_name(instruction):
            found.extend(_field(run, instruction) if in_simple else ())
            continue
        found.extend(_parts(run, element, images))
    return tuple(found)


def _field_name(instruction: str) -> str:
    return _PAGE_FIELDS.get(instruction.split()[0].upper() if instruction.split() else "", "")


def _field(run: Run, instruction: str) -> tuple[Run, ...]:
    name = _field_name(instruction)
    return (replace(run, field=name),) if name else ()


def _parts(run: Run, element: Any, images: dict[str, str]) -> Iterator[Run]:
    for child in element:
        if child.tag == qn("w:t"):
            yield replace(run, text=child.text or "")
        elif child.tag == qn("w:tab"):
            yield replace(run, text="\u2003")
        elif child.tag == qn("w:noBreakHyphen"):
            yield replace(run, text="\u2011")
        elif child.tag == qn("w:br"):
            page = child.get(qn("w:type")) == "page"
            yield replace(run, breaks="page") if page else replace(run, text="\n")
        elif child.tag == qn("w:drawing"):
            yield from _pictures(run, child, images)


def _pictures(run: Run, drawing: Any, images: dict[str, str]) -> Iterator[Run]:
    wide = drawing.find(f".//{qn('wp:extent')}")
    for blip in drawing.iter(qn("a:blip")):
        name = images.get(blip.get(qn("r:embed"), ""), "")
        if name and wide is not None:
            yield replace(run, image=name, width=int(wide.get("cx", "0")) / 12_700)


def _own(look: Run, element: Any, paragraph: Any) -> Run:
    if element.find(qn("w:rPr")) is None:
        return look
    font = WordRun(element, paragraph).font
    return replace(
        look,
        bold=look.bold if font.bold is None else font.bold,
        italic=look.italic if font.italic is None else font.italic,
        underline=bool(font.underline),
        size=font.size.pt if font.size else look.size,
    )


def _chain(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = style.base_style


def _first(places: list[Any], name: str) -> Any:
    return next((v for v in (getattr(one, name) for one in places) if v is not None), None)


def _points(length: Any) -> float:
    return round(length.pt, 2) if length is not None else 0.0

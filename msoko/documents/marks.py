"""The marks of a Word template looked through without filling it: everything wrong at once.

Each mark is held against a sample of what an act has: a name or a field the sample does not know is
told with those it does. Lines are paragraphs of the document, counted from 1.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from msoko.documents.sandbox import Fields, Hostile, Items, look_at
from msoko.problem import Problem
from msoko.profile.report import choose

_MARK = re.compile(r"\{[{%].*?[%}]\}")
_NAMED = re.compile(r"(?:имя|поле|поля|имени|преобразование|проверка) «([^»]+)»")
_NEAR = re.compile(r" \(абзац «.*»\)$", re.S)
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
_PROPERTIES = ("title", "subject", "author", "comments", "identifier", "language")
_CLOSE = "проверьте, что каждая метка {{ }} и {% %} закрыта и у каждого for и if есть конец"
_LIST = "список значений — в справочнике «Акты»"
# A value nothing is known of: what it stands for was told already.
_ANYTHING = object()


def problems_of_marks(raw: bytes, file: str, sample: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Unknown names and fields, forbidden doings, marks left open; `sample` has every part."""
    word = DocxTemplate(io.BytesIO(raw))
    found: dict[str, Problem] = {}
    for source in _sources(word):
        for problem in _of_source(source, file, sample):
            found.setdefault(problem.what, problem)
    if not found:
        return ()
    paragraphs = ["".join(one.itertext()) for one in word.docx.element.body.iter(qn("w:p"))]
    return tuple(_placed(one, paragraphs) for one in found.values())


def _placed(problem: Problem, paragraphs: list[str]) -> Problem:
    """With the first paragraph that says what the problem tells of, as its line."""
    named = _NAMED.search(problem.what)
    word = named.group(1) if named else ""
    for number, text in enumerate(paragraphs, start=1):
        marks = " ".join(_MARK.findall(text))
        if marks and (word in marks if word else " ".join(text.split()) in problem.what):
            near = " ".join(text.split())
            near = near if len(near) <= _SHORT else f"{near[:_SHORT]}…"
            what = f"{_NEAR.sub('', problem.what)} (абзац «{near}»)"
            return replace(problem, what=what, line=number)
    return problem


def _sources(word: Any) -> Iterator[str]:
    """The text of the document, its headers and footers and properties, a paragraph a line."""
    word.init_docx()
    parts = [word.patch_xml(word.get_xml())]
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        for _, part in word.get_headers_footers(uri):
            parts.append(word.patch_xml(word.get_part_xml(part)))
    for part in parts:
        yield _PARAGRAPH.sub(r"\n<w:p\1", part.replace("\n", " "))
    for name in _PROPERTIES:
        yield str(getattr(word.docx.core_properties, name) or "")


def _of_source(source: str, file: str, sample: Mapping[str, Any]) -> Iterator[Problem]:
    lines = source.split("\n")
    try:
        tree = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError as wrong:
        what = "в разметке шаблона ошибка" + _near(lines, wrong.lineno)
        yield Problem("word_template", what, _CLOSE, file=file)
        return
    for node, what, mend in _walk(tree, sample):
        yield Problem("word_template", what + _near(lines, node.lineno), mend, file=file)


def _near(lines: list[str], number: int | None) -> str:
    """« (абзац «…»)» with what a paragraph says; some nodes of Jinja stand in no line."""
    line = lines[number - 1] if number and number <= len(lines) else ""
    text = " ".join(_TAG.sub(" ", line).split())
    return f" (абзац «{text}»)" if text else ""


_SHORT = 80
_Wrong = tuple[nodes.Node, str, str]


def _walk(node: nodes.Node, scope: Mapping[str, Any]) -> Iterator[_Wrong]:
    """A node and what is inside it, with the names that are known there."""
    try:
        look_at(node)
    except Hostile as why:
        yield node, str(why), f"уберите это из шаблона; {_LIST}"
        return
    if isinstance(node, nodes.For):
        yield from _walk(node.iter, scope)
        inner = {**scope, "loop": _ANYTHING, **_bound(node, scope)}
        for child in (*node.body, *node.else_, *filter(None, [node.test])):
            yield from _walk(child, inner)
        return
    yield from _unknown(node, scope)
    for child in node.iter_child_nodes():
        yield from _walk(child, scope)


def _bound(node: nodes.For, scope: Mapping[str, Any]) -> dict[str, Any]:
    """The name a repeat gives to each of its items, with a sample of one."""
    listed = _value(node.iter, scope)
    item = _one_of(listed) if isinstance(listed, Items) else _ANYTHING
    return {node.target.name: item} if isinstance(node.target, nodes.Name) else {}


def _one_of(items: Iterable[Any]) -> Any:
    """One item with the fullest value of each field: a part of an annex is text or table."""
    merged: dict[str, Any] = {}
    name = ""
    for item in items:
        if not isinstance(item, Fields):
            return item
        name = item.what
        full = {key: one for key, one in item.known.items() if not isinstance(one, str)}
        merged = {**item.known, **merged, **full}
    return Fields(name, merged) if name else _ANYTHING


def _unknown(node: nodes.Node, scope: Mapping[str, Any]) -> Iterator[_Wrong]:
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        what = f"в шаблоне неизвестное имя «{node.name}»"
        yield node, what, choose(node.name, [one for one in scope if one != "loop"])
    if isinstance(node, nodes.Getattr):
        of = _value(node.node, scope)
        if isinstance(of, Fields) and node.attr not in of.known:
            what = f"у значения «{of.what}» нет поля «{node.attr}»"
            yield node, what, choose(node.attr, of.known)
        elif not isinstance(of, Fields) and of is not _ANYTHING:
            what = f"шаблон спрашивает поле «{node.attr}» у значения, где полей нет"
            yield node, what, f"уберите «.{node.attr}»; {_LIST}"


def _value(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    """The sample behind a name or a field; nothing is known of what is known to be wrong."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, _ANYTHING)
    if isinstance(node, nodes.Getattr):
        of = _value(node.node, scope)
        return of.known.get(node.attr, _ANYTHING) if isinstance(of, Fields) else _ANYTHING
    return _ANYTHING

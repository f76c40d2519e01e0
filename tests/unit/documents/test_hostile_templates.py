"""A template that wants more than to show, repeat and choose is refused, in Russian."""

from __future__ import annotations

import time

import pytest

from msoko.documents.act_text import Point
from msoko.documents.template import fill
from tests.unit.documents.words import act, all_text, repacked, template

HOSTILE = (
    "{{ орган.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ орган|attr('__class__') }}",
    "{{ орган.format(орган) }}",
    "{{ орган.upper }}",
    "{{ '%s'|format(орган) }}",
    "{{ орган|safe }}",
    "{{ орган * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ пункты[0] }}",
    "{{ namespace() }}",
    "{% for i in range(10 ** 9) %}x{% endfor %}",
    "{% for буква in орган %}{{ буква }}{% endfor %}",
    "{% for буква in 'абв' %}{{ буква }}{% endfor %}",
    "{% for a in пункты recursive %}{{ loop(пункты) }}{% endfor %}",
    "{% for a in пункты %}{{ loop.cycle }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as x %}",
    "{% from 'os' import x %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% set a = 1 %}",
    "{% with a = 1 %}{% endwith %}",
    "{% filter upper %}а{% endfilter %}",
    "{% autoescape false %}{{ орган }}{% endautoescape %}",
    "{% do орган %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_that_wants_more_is_refused(text: str) -> None:
    raw, problems = fill(template(text), act(), "шаблон.docx")
    assert raw is None
    assert [problem.file for problem in problems] == ["шаблон.docx"]
    assert "шаблон" in problems[0].what


def test_loops_in_loops_end_soon() -> None:
    deep = "{% for a in пункты %}" * 4 + "x" + "{% endfor %}" * 4
    began = time.process_time()
    raw, problems = fill(template(deep), act(points=tuple(Point("т") for _ in range(100))))
    assert raw is None
    assert "слишком много раз" in problems[0].what
    assert time.process_time() - began < 20


def test_too_many_loops_are_refused_before_anything_runs() -> None:
    deep = "{% for a in пункты %}" * 7 + "x" + "{% endfor %}" * 7
    raw, problems = fill(template(deep), act())
    assert raw is None
    assert "один в другом" in problems[0].what


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    raw, problems = fill(template("{{ заголовк }}"), act())
    assert raw is None
    assert "заголовк" in problems[0].what
    assert "заголовок" in problems[0].what


def test_an_unknown_field_is_told_with_those_that_are_known() -> None:
    raw, problems = fill(template("{% for п in пункты %}{{ п.тект }}{% endfor %}"), act())
    assert raw is None
    assert "«тект»" in problems[0].what
    assert "текст" in problems[0].what


@pytest.mark.parametrize("text", ["{{ орган", "{% for п in пункты %}", "{% endif %}", "{{ }}"])
def test_an_unclosed_mark_is_told_with_its_place(text: str) -> None:
    raw, problems = fill(template(text), act())
    assert raw is None
    assert "разметке" in problems[0].what


def test_marks_in_what_people_typed_are_only_text() -> None:
    raw, _ = fill(template("{{ заголовок }}"), act(heading="{{ 7 * 7 }} {% set a = 1 %}"))
    assert raw is not None
    assert "{{ 7 * 7 }} {% set a = 1 %}" in all_text(raw)


def test_core_properties_are_looked_through_too() -> None:
    import io

    from docx import Document

    word = Document()
    word.core_properties.title = "{{ орган.__class__ }}"
    out = io.BytesIO()
    word.save(out)
    raw, _ = fill(out.getvalue(), act())
    assert raw is None


_RELATION = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://x/officeDocument/2006/relationships/%s" Target="%s"%s/>'
    b"</Relationships>"
)
OUTSIDE = b' TargetMode="External"'


@pytest.mark.parametrize(
    ("kind", "target", "mode", "what"),
    [
        (b"vbaProject", b"vbaProject.bin", b"", "vbaProject"),
        (b"oleObject", b"embeddings/a.bin", b"", "oleObject"),
        (b"aFChunk", b"a.html", b"", "aFChunk"),
        (b"attachedTemplate", b"../../etc/passwd", OUTSIDE, "attachedTemplate"),
        (b"image", b"http://pictures.example/x.png", OUTSIDE, "наружу"),
        (b"subDocument", b"other.docx", OUTSIDE, "subDocument"),
    ],
)
def test_programs_and_links_out_are_refused(
    kind: bytes, target: bytes, mode: bytes, what: str
) -> None:
    bad = repacked(template("{{ орган }}"), word___rels__x_dot_xml_dot_rels=_RELATION % (
        kind, target, mode))  # fmt: skip
    raw, problems = fill(bad, act())
    assert raw is None
    assert what in problems[0].what


def test_fields_that_read_other_files_are_refused() -> None:
    xml = b'<w:x xmlns:w="w"><w:instrText> INCLUDETEXT "/etc/passwd" </w:instrText></w:x>'
    raw, problems = fill(repacked(template("а"), word__header9_dot_xml=xml), act())
    assert raw is None
    assert "INCLUDETEXT" in problems[0].what


def test_xml_entities_are_refused() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
    raw, problems = fill(repacked(template("а"), word__extra_dot_xml=xml), act())
    assert raw is None
    assert "сущности" in problems[0].what


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    bomb = repacked(template("а"), word__media__a_dot_bin=b"\0" * 61_000_000)
    assert len(bomb) < 200_000
    raw, problems = fill(bomb, act())
    assert raw is None
    assert "слишком большой" in problems[0].what


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", template("а")[:2000]])
def test_a_file_that_is_no_word_document_is_refused(raw: bytes) -> None:
    made, problems = fill(raw, act())
    assert made is None
    assert "Word" in problems[0].what

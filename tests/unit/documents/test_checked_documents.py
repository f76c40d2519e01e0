"""What a profile keeps in documents/ is checked before an act is printed from it."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from msoko.commands import check
from msoko.documents.blank import blank
from msoko.documents.checked import documents_problems
from msoko.documents.checked_template import template_problems
from msoko.problem import Problem
from msoko.profile.load import default_profiles_dir
from tests.unit.documents.made_cycle import profile
from tests.unit.documents.test_hostile_templates import HOSTILE
from tests.unit.documents.words import repacked, template
from tests.unit.profile.good_profile import write_profile

PROFILES = sorted(one.parent.name for one in default_profiles_dir().glob("*/profile.yaml"))
REQUISITES = "kind: приказ\nbody: Отдел\nplace: Село\npost: Начальник\n"
FILE = "solnechny/documents/act.docx"


def saved(word: object) -> bytes:
    out = io.BytesIO()
    word.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def without(mark: str) -> bytes:
    """The blank template with one mark taken out wherever it stands."""
    word = blank()
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    places = [*word.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    runs = [run for one in places for run in one.runs if mark in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(mark, "")
    return saved(word)


def found(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[Problem, ...]:
    """Problems of the profile of ЗАТО Солнечный with these files in its documents/."""
    folder = tmp_path / "solnechny"
    (folder / "documents").mkdir(parents=True)
    whole = {"act.docx": saved(blank()), "requisites.yaml": REQUISITES, **files}
    for name, content in whole.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / "documents" / name).write_bytes(raw)
    return documents_problems(profile("solnechny"), folder)


@pytest.mark.parametrize("name", PROFILES)
def test_the_documents_of_every_profile_have_no_mistakes(name: str) -> None:
    problems = documents_problems(profile(name), default_profiles_dir() / name)
    assert [str(one) for one in problems if one.severity != "note"] == []


def test_the_blank_template_prints_everything() -> None:
    assert template_problems(saved(blank()), "act.docx") == ()


def test_unknown_names_and_fields_are_told_all_at_once_with_their_paragraph(
    tmp_path: Path,
) -> None:
    bad = template(
        "{{ орган }}", "{{ заголовк }}", "{% for п in пункты %}{{ п.тект }}{% endfor %}",
        "{% if согласование %}{{ нет_такого }}{% endif %}", "{{ орган.имя }}",
    )  # fmt: skip
    problems = found(tmp_path, {"act.docx": bad})
    assert [one.line for one in problems] == [2, 3, 4, 5]
    assert {one.file for one in problems} == {FILE}
    words = " ".join(one.what for one in problems)
    for name in ("имя «заголовк»", "поля «тект»", "имя «нет_такого»", "поле «имя»"):
        assert name in words
    assert "«заголовок»" in problems[0].mend
    assert "«текст»" in problems[1].mend


def test_a_field_of_a_table_inside_an_annex_is_known_and_a_wrong_one_is_told() -> None:
    deep = (
        "{% for а in приложения %}{% for ч in а.содержание %}{% for с in ч.таблица.строки %}"
        "{% for я in с.ячейки %}{{ я }}{% endfor %}{{ с.клетки }}{% endfor %}{% endfor %}"
        "{% endfor %}"
    )
    problems = template_problems(template(deep), "act.docx")
    assert ["«клетки»" in one.what for one in problems] == [True]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_template_is_told(text: str) -> None:
    problems = template_problems(template(text), "act.docx")
    assert problems
    assert all(one.severity == "error" and one.mend for one in problems)


@pytest.mark.parametrize("text", ["{{ орган", "{% for п in пункты %}", "{% endif %}", "{{ }}"])
def test_a_mark_left_open_is_told(text: str) -> None:
    problems = template_problems(template(text), "act.docx")
    assert ["разметке" in one.what for one in problems] == [True]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (lambda: b"", "не читается"),
        (lambda: b"PK\x03\x04 broken", "не читается"),
        (lambda: saved(Document())[:500], "не читается"),
        (lambda: repacked(template("{{ орган }}"), **{
            "[Content_Types]_dot_xml": b"<Types>application/vnd.ms-word.document.macroEnabled"
                                       b".main+xml</Types>"}), "макросы"),
        (lambda: repacked(template("x"), word__document_dot_xml=b"<!DOCTYPE x []><a/>"),
         "сущности"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_word_document_is_told(raw: Callable[[], bytes], what: str) -> None:
    problems = template_problems(raw(), "act.docx")
    assert what in " ".join(one.what for one in problems)


@pytest.mark.parametrize(
    ("mark", "severity"),
    [
        ("{{ заголовок }}", "error"), ("{{ пункт.номер }} {{ пункт.текст }}", "error"),
        (" Срок: {{ пункт.срок }}.", "error"), ("{{ приложение.заголовок }}", "error"),
        ("{{ часть.абзац }}", "error"), ("{{ ячейка }}", "error"), ("{{ подписал }}", "error"),
        ("{{ место }}", "warning"),
    ],
)  # fmt: skip
def test_what_every_act_would_lose_is_told(mark: str, severity: str) -> None:
    problems = template_problems(without(mark), "act.docx")
    assert problems
    assert {one.severity for one in problems} == {severity}
    assert all(one.mend.startswith("добавьте ") for one in problems)


def test_a_template_of_the_plan_needs_only_its_heading_and_table(tmp_path: Path) -> None:
    plan = without("{{ подписал }}")
    assert found(tmp_path, {"roadmap.docx": plan}) == ()


def test_files_nobody_reads_are_told(tmp_path: Path) -> None:
    problems = found(tmp_path, {"acts.docx": saved(blank()), "акт.doc": b"x", "~$act.docx": b"x"})
    files = {str(one.file).rsplit("/", 1)[-1]: one for one in problems}
    assert {"acts.docx", "акт.doc"} <= set(files)
    assert files["acts.docx"].severity == "warning"
    assert "«act»" in files["acts.docx"].mend


def test_an_unknown_key_an_unknown_act_and_a_wrong_heading_are_told_with_lines(
    tmp_path: Path,
) -> None:
    words = REQUISITES + (
        "comand: ПРИКАЗЫВАЮ\n"
        "documents:\n"
        "  recomendations: {kind: приказ}\n"
        "  analysis_report:\n"
        "    heading: О «{aera}» за {year}\n"
        "  monitoring_order:\n"
        "    heading: О {area.__class__} и {year!r}\n"
        "readings: [AMB-301, AMB-999]\n"
    )
    problems = found(tmp_path, {"requisites.yaml": words})
    file = "solnechny/documents/requisites.yaml"
    assert {one.file for one in problems} == {file}
    lines = {one.line: one for one in problems}
    assert set(lines) >= {5}
    assert "comand" in lines[5].what
    mended = found(tmp_path / "b", {"requisites.yaml": words.replace("comand", "command")})
    assert [(one.line, one.file) for one in mended] == [
        (7, file), (9, file), (11, file), (11, file), (12, file)
    ]  # fmt: skip
    assert "«recommendations»" in mended[0].mend
    assert "{area} — направление" in mended[1].mend
    assert "AMB-999" in mended[4].what


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    problems = found(tmp_path, {"requisites.yaml": "kind: приказ\nbody: [\n"})
    assert problems[0].file == "solnechny/documents/requisites.yaml"
    assert problems[0].line


def test_a_required_content_no_act_can_have_is_told() -> None:
    own = profile("solnechny")
    document = own.texts.documents[0]
    strange = document.contents[0].model_copy(update={"id": "weather"})
    texts = replace(
        own.texts, documents=(document.model_copy(update={"contents": (strange,)}),)
    )  # fmt: skip
    problems = documents_problems(
        replace(own, kept=texts), default_profiles_dir() / "solnechny"
    )  # fmt: skip
    told_of = [one for one in problems if one.check == "act_contents"]
    assert [one.file for one in told_of] == ["solnechny/documents.yaml"]
    assert told_of[0].line
    assert "goals" in told_of[0].mend


def test_blanks_of_the_form_are_told_and_do_not_fail(tmp_path: Path) -> None:
    problems = found(tmp_path, {"requisites.yaml": "kind: приказ\n"})
    assert {one.severity for one in problems} == {"note"}
    assert len(problems) == 3


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.add_parser(parser.add_subparsers())
    args = parser.parse_args(["check", *words])
    return int(args.run(args))


def test_the_command_tells_documents_in_words_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_profile(tmp_path)
    (folder / "documents").mkdir()
    (folder / "documents" / "requisites.yaml").write_text("kind: приказ\nвид: акт\n", "utf-8")
    (folder / "documents" / "act.docx").write_bytes(template("{{ орган.__class__ }}"))
    assert run(str(folder)) == 1
    out = capsys.readouterr().out
    assert "ОШИБКА: test/documents/requisites.yaml, строка 2: " in out
    assert "ОШИБКА: test/documents/act.docx, строка 1: " in out
    assert "служебному имени «__class__»" in out
    assert run(str(folder), "--format", "json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    places = {(one["file"], one["line"]) for one in problems if one["severity"] == "error"}
    assert places == {("test/documents/requisites.yaml", 2), ("test/documents/act.docx", 1)}
    assert all(one["mend"] for one in problems)

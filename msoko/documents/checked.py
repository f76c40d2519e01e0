"""Everything a profile keeps in `documents/`, checked: the form of its acts and its templates.

What a person would otherwise learn only when an act is printed is told here with its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from msoko.documents.acts.compose import RECIPES
from msoko.documents.checked_template import template_problems
from msoko.documents.requisites import REQUISITES, SHARED, ActForms, act_forms
from msoko.documents.templates import read_template
from msoko.problem import Problem
from msoko.profile.lined import Lined, line_of
from msoko.profile.load import common_beside
from msoko.profile.profile import Profile
from msoko.profile.report import choose
from msoko.profile.yaml_lines import read_yaml

FOLDER = "documents"
PLAN = "roadmap"
_HEADING = ("area", "year")
# A requisite that stays a blank on every act, and what it is called.
_BLANKS = (("body", "орган"), ("place", "место издания"), ("post", "должность подписанта"))


def documents_problems(profile: Profile, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the forms, the contents and the templates of a profile in `folder`."""
    forms = act_forms(profile, folder)
    known = [one.id for one in forms.documents]
    return (
        *forms.problems,
        *_of_requisites(profile, forms, folder, known),
        *_of_shared(forms, folder),
        *_of_contents(profile, folder),
        *_of_templates(folder, known),
    )


def _of_requisites(
    profile: Profile, forms: ActForms, folder: Path, known: list[str]
) -> Iterator[Problem]:
    file = f"{folder.name}/{REQUISITES.as_posix()}"
    words = _words(folder / REQUISITES, file)
    for name, own in forms.requisites.documents.items():
        line = line_of(words, ("documents", name))
        if name not in known:
            what = f"акта «{name}» нет среди актов управленческого цикла"
            yield Problem("act_forms", what, choose(name, known), file=file, line=line)
        if own.heading:
            line = line_of(words, ("documents", name, "heading"))
            yield from _of_heading(own.heading, file, line)
    yield from _of_names(profile, forms, words, file)


def _of_names(profile: Profile, forms: ActForms, words: object, file: str) -> Iterator[Problem]:
    """Readings that must exist, requisites that stay blank."""
    for name in forms.requisites.readings:
        if name not in profile.texts.readings:
            what = f"нет прочтения «{name}» в readings.yaml"
            mend = choose(name, profile.texts.readings)
            line = line_of(words, ("readings",))
            yield Problem("act_forms", what, mend, file=file, line=line)
    if isinstance(words, Lined):
        for name, ru in _BLANKS:
            if not getattr(forms.requisites, name):
                what = f"не сказано, что печатать на бланке: {ru}; в актах останется пробел"
                mend = f"если в источнике это названо, впишите ключ {name}"
                yield Problem("act_forms", what, mend, "note", file)


def _of_shared(forms: ActForms, folder: Path) -> Iterator[Problem]:
    """Headings every profile shares; those a profile changes are looked at with its requisites."""
    path = common_beside(folder) / SHARED
    file = f"{path.parent.parent.name}/{SHARED.as_posix()}"
    words = _words(path, file)
    for number, one in enumerate(words if isinstance(words, tuple) else ()):
        heading = one.get("heading") if isinstance(one, Lined) else None
        if isinstance(heading, str):
            yield from _of_heading(heading, file, line_of(words, (number, "heading")))


def _of_heading(heading: str, file: str, line: int) -> Iterator[Problem]:
    """A heading may name the area and the year, and nothing of what lies behind them."""
    mend = "в заголовке можно {area} — направление и {year} — учебный год"
    try:
        parts = list(Formatter().parse(heading))
    except ValueError:
        what = "в заголовке акта фигурная скобка без пары"
        yield Problem("act_forms", what, mend, file=file, line=line)
        return
    for _, name, form, conversion in parts:
        if name is not None and (name not in _HEADING or form or conversion):
            what = f"в заголовке акта неизвестная метка «{{{name}}}»"
            yield Problem("act_forms", what, mend, file=file, line=line)


def _of_contents(profile: Profile, folder: Path) -> Iterator[Problem]:
    """Contents a clause requires that no act could have: the program cannot make them."""
    file = f"{folder.name}/documents.yaml"
    words = _words(folder / "documents.yaml", file)
    for place, document in enumerate(profile.texts.documents):
        recipe = RECIPES.get(document.id)
        for number, one in enumerate(document.contents if recipe else ()):
            if recipe and one.id not in recipe.parts:
                what = f"программа не умеет составить обязательное содержание «{one.text}»"
                mend = f"назовите его id из умеемых: {', '.join(recipe.parts)}"
                line = line_of(words, (place, "contents", number))
                yield Problem("act_contents", what, mend, file=file, line=line)


def _of_templates(folder: Path, known: list[str]) -> Iterator[Problem]:
    home = folder / FOLDER
    names = ["act", PLAN, *known]
    for path in sorted(home.iterdir()) if home.is_dir() else ():
        file = f"{folder.name}/{FOLDER}/{path.name}"
        if path.suffix.lower() != ".docx":
            if path.name != REQUISITES.name and not path.name.startswith("."):
                what, mend = (
                    "файл никем не читается",
                    "шаблон сохраните в формате .docx или уберите",
                )
                yield Problem("word_template", what, mend, "warning", file)
            continue
        if path.stem not in names and not path.name.startswith("~$"):
            what = f"шаблоном «{path.stem}» не печатается ни один акт"
            yield Problem("word_template", what, choose(path.stem, names), "warning", file)
        raw, unread = read_template(path)
        yield from unread or template_problems(raw, file, is_plan=path.stem == PLAN)
    if not (home / "act.docx").is_file():
        _, unread = read_template(home / "act.docx")
        one = unread[0]
        file = f"{folder.name}/{FOLDER}/act.docx"
        yield Problem(one.check, f"{one.what}: акты не напечатать", one.mend, "note", file)


def _words(path: Path, file: str) -> object:
    """A file with its lines; nothing when there is no such file or it cannot be read."""
    return read_yaml(path, file)[0] if path.is_file() else None

"""GLOSSARY.md: one Russian term, one English, one name — and the name is really in use."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from tests.architecture.tree import PRODUCT, ROOT, SHARED, files, parsed, python_files

pytestmark = pytest.mark.docs

PLANNED = "намечено"
_KEY = re.compile(r"\b([a-z][a-z0-9_]*):(?=\s|$)", re.MULTILINE)


class Entry(NamedTuple):
    """One row of the glossary."""

    russian: str
    english: str
    code: str
    sentence: str

    @property
    def identifier(self) -> str | None:
        found = re.match(r"`(\w+)`", self.code)
        return found[1] if found else None

    @property
    def planned(self) -> bool:
        return self.code.endswith(f" — {PLANNED}")


@cache
def entries() -> tuple[Entry, ...]:
    rows = re.findall(r"^\| (.+) \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)
    cells = [[cell.strip() for cell in row.split(" | ")] for row in rows]
    return tuple(Entry(*row) for row in cells if row[0] != "Русский термин")


def names(tree: ast.Module) -> Iterator[str]:
    """Every name a module defines, and every string, which may be a column or a code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def in_use() -> frozenset[str]:
    """Names of the product's Python, of its modules, and the keys of the profiles."""
    modules = python_files(*PRODUCT)
    found = {name for path in modules for name in names(parsed(path))}
    found |= {part for path in modules for part in path.relative_to(ROOT).with_suffix("").parts}
    if (ROOT / "profiles").is_dir():
        for path in files(ROOT / "profiles"):
            if path.suffix == ".yaml":
                found |= set(_KEY.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


@pytest.mark.parametrize("column", ["russian", "english", "identifier"])
def test_a_term_stands_for_one_thing(column: str) -> None:
    terms = Counter(getattr(entry, column) for entry in entries())
    assert [term for term, times in terms.items() if term and times > 1] == []


def test_every_term_is_explained_in_a_sentence() -> None:
    assert [entry.russian for entry in entries() if not entry.sentence.endswith(".")] == []


def test_the_code_column_holds_a_name_a_planned_name_or_a_dash() -> None:
    shape = re.compile(rf"`\w+`( — {PLANNED})?|—")
    assert [entry.code for entry in entries() if not shape.fullmatch(entry.code)] == []


def test_a_name_of_the_glossary_is_in_use_or_marked_as_planned() -> None:
    settled = {e.identifier for e in entries() if e.identifier and not e.planned}
    missing = sorted(settled - in_use())
    assert not missing, f"neither in the code nor marked «{PLANNED}»: {', '.join(missing)}"


def test_a_name_in_use_is_no_longer_marked_as_planned() -> None:
    planned = {e.identifier for e in entries() if e.identifier and e.planned}
    here = sorted(planned & in_use())
    assert not here, f"already in the code, drop «{PLANNED}»: {', '.join(here)}"


def test_every_term_of_the_design_is_in_the_glossary() -> None:
    design = SHARED / "DESIGN.md"
    if not design.exists():
        pytest.skip("нет папки ../shared/: со словами проекта системы не сверить")
    chapter = design.read_text(encoding="utf-8").split("## 9. Words")[1].split("## 10.")[0]
    rows = [row.split(" | ")[0] for row in re.findall(r"^\| (.+) \|$", chapter, re.M)[1:]]
    asked = {term for row in rows for term in terms_of(row)}
    known = {term for entry in entries() for term in terms_of(entry.russian)}
    assert asked - known == set()


def terms_of(cell: str) -> set[str]:
    """«первичный / тестовый балл, отметка» → the first word of each term, case put aside."""
    without_notes = re.sub(r"\([^)]*\)(?=\s|,|$)", "", cell)
    parts = [part.strip() for part in re.split(r"[/,]", without_notes)]
    return {part.split()[0].strip("()").lower() for part in parts if part}

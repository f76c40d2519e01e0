"""Everything public in the domain says in one sentence what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import Definition, at, parsed, python_files


def public(tree: ast.Module) -> Iterator[Definition]:
    """Public classes and functions of a module and the public methods of those classes."""
    for node in _public_definitions(tree.body):
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _public_definitions(node.body)


def _public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node


def without_sentence(path: Path) -> list[str]:
    """Places without a docstring that opens with a sentence; an empty file owes none."""
    tree = parsed(path)
    places = [(at(path), ast.get_docstring(tree))] if tree.body else []
    places += [(at(path, node.lineno), ast.get_docstring(node)) for node in public(tree)]
    return [place for place, text in places if not opens_with_a_sentence(text)]


def opens_with_a_sentence(text: str | None) -> bool:
    first = (text or "").split("\n\n")[0].strip()
    return bool(first) and first[-1] in ".!?:»"


def test_an_opening_without_a_full_stop_is_no_sentence() -> None:
    assert opens_with_a_sentence("Rows of one upload.\n\nMore.")
    assert not opens_with_a_sentence("Rows of one upload\n\nMore.")
    assert not opens_with_a_sentence(None)


def test_private_functions_and_special_methods_owe_no_docstring() -> None:
    tree = ast.parse("class A:\n def __str__(self): ...\n def b(self): ...\ndef _c(): ...")
    assert [node.name for node in public(tree)] == ["A", "b"]


def test_everything_public_in_the_domain_opens_with_a_sentence() -> None:
    assert [place for path in python_files("msoko") for place in without_sentence(path)] == []

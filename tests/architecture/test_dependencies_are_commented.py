"""A dependency says what it is for, and the lock file holds exactly what was asked for."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from urllib.parse import urlsplit

from tests.architecture.tree import PRODUCT, ROOT, at, parsed, python_files

PROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "uv.lock"
# a package that comes with another one, which fixes its version
COMES_WITH = {"pydantic_core": "pydantic"}
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
_REQUIREMENT = re.compile(r"""^\s*"([A-Za-z0-9._-]+)[^"]*",?\s*$""")


def uncommented(text: str) -> list[str]:
    """Requirements of the dependency lists that stand without a comment right above."""
    found, inside, above = [], False, ""
    for line in text.splitlines():
        if re.match(r"^\w[\w-]* = \[$", line):
            inside = line.startswith(("dependencies", "dev"))
        elif line.startswith("]"):
            inside = False
        elif inside and (name := _REQUIREMENT.match(line)) and not above.startswith("#"):
            found.append(name[1])
        above = line.strip()
    return found


def asked_for(*, to_run: bool = False) -> set[str]:
    """Names of the packages asked for: all of them, or only those a user needs."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    lists = [project["project"]["dependencies"]]
    lists += [] if to_run else project["dependency-groups"].values()
    return {re.split(r"[\[<>=~! ;]", text)[0].lower() for group in lists for text in group}


def imported(tree: ast.Module) -> dict[str, int]:
    """Top packages a module imports from outside the standard library, with a line of each."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0]: node.lineno for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found[(node.module or "").split(".")[0]] = node.lineno
    return {n: line for n, line in found.items() if n not in {*sys.stdlib_module_names, *PRODUCT}}


def test_a_requirement_without_a_comment_is_seen() -> None:
    text = 'dependencies = [\n  # why\n  "a>=1",\n  "b",\n]\nother = [\n  "c",\n]'
    assert uncommented(text) == ["b"]


def test_every_dependency_says_what_it_is_for() -> None:
    assert uncommented(PROJECT.read_text(encoding="utf-8")) == []


def test_every_package_the_product_imports_is_asked_for() -> None:
    distributions, asked = packages_distributions(), asked_for(to_run=True)
    missing = [
        f"{at(path, line)}: {name}"
        for path in python_files(*PRODUCT)
        for name, line in imported(parsed(path)).items()
        if not {d.lower() for d in distributions.get(COMES_WITH.get(name, name), [])} & asked
    ]
    assert missing == []


def test_the_lock_file_answers_the_project_file() -> None:
    packages = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    own = next(package for package in packages if package["name"] == "msoko")
    groups = [own["dependencies"], *own.get("dev-dependencies", {}).values()]
    assert {entry["name"] for group in groups for entry in group} == asked_for()


def test_the_lock_file_names_the_public_index_only() -> None:
    text = LOCK.read_text(encoding="utf-8")
    places = re.findall(r'(?:registry|url) = "([^"]+)"', text)
    assert {urlsplit(place).hostname for place in places} == PUBLIC_HOSTS

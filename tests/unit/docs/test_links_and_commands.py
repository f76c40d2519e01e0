"""What the documents show is there: links, paths, commands, make targets, examples of YAML."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import yaml

from docs.pages.commands import verbs
from msoko.__main__ import parser
from tests.architecture.tree import ROOT, files

pytestmark = pytest.mark.docs

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
PATH = re.compile(r"`((?:profiles|msoko|docs|tests)/[\w./*\-]+)`")
WRITTEN = re.compile(r"^Файл `[^`]+`", re.M)  # a file the reader is told to write
ANCHOR = re.compile(r'<a id="([^"]+)">')
HEADING = re.compile(r"^#+ (.+)$", re.M)


@cache
def pages() -> dict[str, str]:
    found = [*files(ROOT / "docs"), *ROOT.glob("*.md")]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in found
        if path.suffix == ".md"
    }


def by_hand() -> dict[str, str]:
    """Pages people write: those on which commands and examples stand."""
    return {
        name: text
        for name, text in pages().items()
        if name.startswith(("docs/tutorial", "docs/how-to", "docs/explanation", "docs/index"))
        or name in ("docs/assumptions.md", "README.md", "README.ru.md")
    }


@cache
def anchors(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    headings = (
        re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in HEADING.findall(text)
    )
    return frozenset([*ANCHOR.findall(text), *headings])


@pytest.mark.parametrize("name", pages())
def test_every_relative_link_leads_somewhere(name: str) -> None:
    lost = []
    for target in LINK.findall(pages()[name]):
        if re.match(r"\w+:", target):
            continue
        place, _, anchor = target.partition("#")
        path = (ROOT / name).parent / place if place else ROOT / name
        if not path.exists() or (anchor and anchor not in anchors(path.resolve())):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("name", by_hand())
def test_every_path_shown_exists(name: str) -> None:
    shown = PATH.findall(WRITTEN.sub("", pages()[name]))
    assert [path for path in shown if not list(ROOT.glob(path.rstrip("/")))] == []


def commands() -> list[tuple[str, str]]:
    """(page, command) for every `msoko …` shown, in blocks and in the middle of a sentence."""
    found = []
    for name, text in by_hand().items():
        blocks = [body for _, body in CODE.findall(text)]
        lines = [line for body in blocks for line in body.replace("\\\n", " ").splitlines()]
        inline = re.findall(r"`(msoko [^`]+)`", CODE.sub("", text))
        shown = [line.removeprefix("$ ").strip() for line in lines] + inline
        found += [(name, one) for one in shown if one.startswith("msoko ")]
    return found


@pytest.mark.parametrize(("page", "command"), commands())
def test_every_command_shown_parses(page: str, command: str) -> None:
    words = shlex.split(command, comments=True)[1:]
    if len(words) == 1 and words[0] in verbs():
        return  # the verb is only named, its arguments are told elsewhere
    parser().parse_args([word for word in words if word != "…"])


def test_commands_are_shown_at_all() -> None:
    assert {command.split()[1] for _, command in commands()} >= {
        *("check", "screen", "append", "compute", "explain", "uploads", "retract"),
    }


@pytest.mark.parametrize("name", by_hand())
def test_every_make_target_shown_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    shown = set(re.findall(r"(?:^|`)make ([a-z]+)", pages()[name], re.M))
    assert shown - targets == set()


@pytest.mark.parametrize("name", by_hand())
def test_every_example_of_yaml_can_be_read(name: str) -> None:
    for kind, body in CODE.findall(pages()[name]):
        if kind == "yaml":
            assert yaml.safe_load(body)


def test_every_page_can_be_reached_from_the_index() -> None:
    start = "docs/index.md"
    seen, waiting = {start}, [start]
    while waiting:
        name = waiting.pop()
        for target in LINK.findall(pages()[name]):
            path = ((ROOT / name).parent / target.partition("#")[0]).resolve()
            if path.is_relative_to(ROOT) and path.suffix == ".md":
                found = path.relative_to(ROOT).as_posix()
                if found in pages() and found not in seen:
                    seen.add(found)
                    waiting.append(found)
    assert {name for name in pages() if name.startswith("docs/")} - seen == set()

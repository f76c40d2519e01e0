"""Every quotation of a profile lies in its clause, every clause in the regulation's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import SHARED
from tests.unit.profile.yaml_folder import PROFILES, mappings, municipal, read

SOURCES = SHARED / "sources"
# What a clause without a quotation of its own quotes: the text beside it.
QUOTING = ("statement", "text", "rule", "title", "label")
ACTS = sorted(PROFILES.glob("*/acts/*.yaml"))


def squeezed(text: str) -> str:
    """Words without whitespace, soft hyphens and trailing punctuation."""
    return re.sub(r"[\s\u00ad]+", "", text).rstrip(".,;:")


def clauses(profile: str) -> dict[tuple[str, str], str]:
    """(act, clause) → its words, over all acts of a profile."""
    acts = [read(path) for path in sorted((PROFILES / profile / "acts").glob("*.yaml"))]
    return {(act["id"], one["id"]): one["text"] for act in acts for one in act["clauses"]}


def files_that_quote(profile: str) -> list[Path]:
    """All files but acts; requirements name clauses for people only."""
    left_out = {"acts", "examples", "requirements.yaml"}
    paths = sorted((PROFILES / profile).rglob("*.yaml"))
    return [path for path in paths if not left_out & set(path.relative_to(PROFILES).parts)]


def quotations(profile: str) -> Iterator[tuple[str, str, str, str]]:
    """(file, act, clause, words quoted), wherever a profile cites."""
    main_act = read(PROFILES / profile / "profile.yaml")["acts"][0]
    for path in files_that_quote(profile):
        for mapping in mappings(read(path)):
            if cited := mapping.get("clause"):
                clause = {"at": cited} if isinstance(cited, str) else cited
                words = clause.get("quote") or beside(mapping)
                name = path.relative_to(PROFILES).as_posix()
                yield name, clause.get("act", main_act), clause["at"], words


def beside(mapping: dict[str, Any]) -> str:
    """The text a short clause quotes."""
    return next(mapping[key] for key in QUOTING if isinstance(mapping.get(key), str))


@pytest.mark.parametrize("profile", municipal())
def test_every_quotation_lies_in_its_clause(profile: str) -> None:
    known = clauses(profile)
    cited = list(quotations(profile))
    wrong = [
        (file, at, words[:60])
        for file, act, at, words in cited
        if squeezed(words) not in squeezed(known.get((act, at), ""))
    ]
    assert cited
    assert wrong == []


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_every_clause_lies_in_the_text_of_the_regulation(path: Path) -> None:
    act = read(path)
    source = SOURCES / str(act.get("source"))
    if not source.is_file():
        pytest.skip(f"нет файла ../shared/sources/{source.name}")
    whole = squeezed(source.read_text(encoding="utf-8"))
    assert [one["id"] for one in act["clauses"] if squeezed(one["text"]) not in whole] == []


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_no_clause_is_listed_twice(path: Path) -> None:
    ids = [one["id"] for one in read(path)["clauses"]]
    assert len(ids) == len(set(ids))


def test_a_changed_word_is_noticed() -> None:
    assert squeezed("оценку  «2»;") in squeezed("получили\nоценку «2», (20% и более)")
    assert squeezed("оценку «3»") not in squeezed("получили оценку «2», (20% и более)")


def test_there_are_profiles_to_check() -> None:
    assert "solnechny" in municipal()

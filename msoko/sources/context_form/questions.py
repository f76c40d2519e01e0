"""Questions of the questionnaires and the attributes their answers become."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from msoko.sources.reading.words import plain

_NUMBER = re.compile(r"^\d+(\.\d+)*\.?\s+")


@dataclass(frozen=True)
class Question:
    """One question: code of the attribute, what its answer is, how its heading reads."""

    code: str
    type: Literal["number", "yes", "text"]
    ru: str
    pattern: str


@cache
def questions() -> tuple[Question, ...]:
    """All known questions, in the order of questions.toml."""
    text = files(__package__).joinpath("questions.toml").read_text(encoding="utf-8")
    return tuple(Question(**one) for one in tomllib.loads(text)["question"])


def asked(heading: str | None) -> str:
    """A heading without the number of its question: «6. ИНН» → «инн»."""
    return _NUMBER.sub("", plain((heading or "").strip().strip('"')))


@lru_cache(maxsize=1 << 14)
def question_of(heading: str | None) -> Question | None:
    """The question a heading asks; None when it is not known."""
    words = asked(heading)
    return next((one for one in questions() if re.fullmatch(one.pattern, words)), None)

"""The list of questions and the one way to ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer


@dataclass(frozen=True)
class Question:
    """One question: its name on the command line, its words, and the function that answers it."""

    name: str
    ru: str
    answer: Callable[[Evidence], Answer]


QUESTIONS: Mapping[str, Question] = {}


def ask(name: str, evidence: Evidence) -> Answer:
    """The answer to a question; KeyError for an unknown one."""
    return QUESTIONS[name].answer(evidence)

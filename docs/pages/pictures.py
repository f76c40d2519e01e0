"""Pictures of the documents, each from a chart recorded from the demonstration municipality."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from docs.pages.markdown import ROOT
from msoko.analysis.ask import QUESTIONS
from msoko.analysis.finding import Chart
from msoko.charts.picture import svg

EXAMPLES = ROOT / "docs" / "images" / "examples.json"
BESIDE_THRESHOLD = "low-results"  # the picture of the first page
_BEGIN = "<!-- Пример пишет программа: make docs. -->"
_END = "<!-- конец примера -->"


def dashed(question: str) -> str:
    """The name of a question's page and picture."""
    return question.replace("_", "-")


def page_of(question: str) -> str:
    """The page that explains a question."""
    return f"docs/explanation/{dashed(question)}.md"


def picture_of(name: str) -> str:
    """The file of a picture."""
    return f"docs/images/{name}.svg"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By question its recorded example: unit's sentence and chart; the first page's chart too."""
    found: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def recorded() -> list[str]:
    """Questions that have an example, in the order they are asked."""
    return [name for name in QUESTIONS if name in examples()]


def picture(name: str) -> str:
    """SVG of a recorded chart, one element a line so that changes can be read."""
    return svg(_chart(examples()[name]["chart"])).replace("><", ">\n<")


def explained(question: str) -> str:
    """The page of a question with its example between the marks; other text stays as it is."""
    text = (ROOT / page_of(question)).read_text(encoding="utf-8")
    if _BEGIN not in text:
        return text
    head, _, rest = text.partition(_BEGIN)
    tail = rest.partition(_END)[2]
    return f"{head}{_BEGIN}\n> {examples()[question]['sentence']}\n{_END}{tail}"


def _chart(plain: dict[str, Any]) -> Chart:
    return Chart(**{**plain, "rows": tuple(plain["rows"]), "breaks": tuple(plain["breaks"])})

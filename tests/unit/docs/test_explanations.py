"""Every question has its page, its picture and its example; the claim policy is told as it is."""

from __future__ import annotations

import re

import pytest

from docs.pages import claim_policy
from docs.pages.pictures import dashed, examples, page_of, picture_of
from docs.pages.record import chosen, plain
from msoko.analysis.ask import QUESTIONS
from msoko.analysis.finding import Answer, Chart
from msoko.analysis.policy import for_pupils, for_schools
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_explained_on_a_page_with_its_picture(question: str) -> None:
    path = ROOT / page_of(question)
    assert path.is_file(), f"нет страницы {page_of(question)}"
    text = path.read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(\.\./images/([^)]+)\)", text)
    assert f"{dashed(question)}.svg" in shown, "на странице нет рисунка вопроса"
    assert f"msoko analyse {question}" in text, "на странице не сказано, как спросить"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_a_picture_recorded_from_the_demonstration(question: str) -> None:
    assert question in examples(), "нет примера: python -m docs.pages.record, затем make docs"
    assert examples()[question]["sentence"].endswith(".")
    assert (ROOT / picture_of(dashed(question))).is_file(), "нет рисунка: make docs"


def test_no_picture_or_example_is_left_over() -> None:
    drawn = {path.stem for path in (ROOT / "docs" / "images").glob("*.svg")}
    assert drawn == {dashed(name) for name in examples()}
    assert set(examples()) - set(QUESTIONS) == {"low-results"}


def test_pictures_hold_text_to_be_read() -> None:
    for path in (ROOT / "docs" / "images").glob("*.svg"):
        assert re.search(r">[А-Яа-яё «»]{4,}", path.read_text(encoding="utf-8")), path.name


def test_the_table_of_claims_has_a_row_for_every_step_of_the_policy() -> None:
    rows = [line for line in claim_policy.text().splitlines() if re.match(r"\| \d", line)]
    starts = [int(re.findall(r"\d+", row)[0]) for row in rows]
    pupils = [n for n in range(2000) if n == 0 or for_pupils(n) != for_pupils(n - 1)]
    schools = [n for n in range(2000) if n == 0 or for_schools(n, n) != for_schools(n - 1, n - 1)]
    assert starts == pupils + schools


def test_a_recorded_number_keeps_six_digits() -> None:
    chart = Chart("а", "bar", "", "", ({"x": "б", "y": 1 / 3},), ("в",))
    assert plain(chart)["rows"] == [{"x": "б", "y": 0.333333}]
    assert plain(chart)["breaks"] == ["в"]


def test_a_question_that_found_nothing_has_no_example() -> None:
    assert chosen(Answer("gaps")) is None

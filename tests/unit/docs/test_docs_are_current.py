"""Pages made from the code and the profiles say what these say today."""

from __future__ import annotations

import pytest

from docs.generate import PAGES
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_generator_writes(name: str) -> None:
    path = ROOT / name
    assert path.is_file(), f"{name}: нет страницы, запустите make docs"
    # compared without the long difference pytest would draw
    same = path.read_text(encoding="utf-8") == PAGES[name]()
    assert same, f"{name} расходится с кодом или профилями: запустите make docs"


def test_a_page_is_never_empty() -> None:
    assert [name for name, text in PAGES.items() if len(text().splitlines()) < 10] == []

"""A finding cannot be made without the words a reader judges it by."""

from __future__ import annotations

from typing import Any

import pytest

from msoko.analysis.finding import Finding, Sample

WORDS: dict[str, Any] = {
    "sentence": "«Школа 1»: отметок «2» — 4 из 20.",
    "method": "точный доверительный интервал",
    "source": "Clopper & Pearson 1934",
    "says_not": "О причинах не говорит.",
}


def made(**words: str) -> Finding:
    """A finding with these words in place of the usual ones."""
    return Finding(
        kind="gap", question="gaps", unit_kind="organisation", unit="1", period="2024-25",
        sure="described", measured="доля отметок «2»", value=0.2, low=None, high=None,
        sample=Sample(20), **{**WORDS, **words},
    )  # fmt: skip


def test_a_finding_tells_its_method_and_its_source() -> None:
    told = made().as_dict()
    assert (told["method"], told["source"]) == (WORDS["method"], WORDS["source"])


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("said", ["", "  "])
def test_without_one_of_its_words_no_finding_is_made(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=name):
        made(**{name: said})

"""The page about the store names everything that lies in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.facts.store import Store
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs


def test_every_file_of_a_store_is_in_the_table_of_the_page(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert store.key
    with store.writing():
        pass
    page = (ROOT / "docs" / "explanation" / "store.md").read_text(encoding="utf-8")
    inside = {f"{one.name}/" if one.is_dir() else one.name for one in tmp_path.iterdir()}
    assert len(inside) == 7
    assert [name for name in sorted(inside) if f"| `{name}` |" not in page] == []

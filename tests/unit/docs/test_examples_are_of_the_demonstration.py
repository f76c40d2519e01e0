"""What the documents show as found in the demonstration municipality is found there today."""

from __future__ import annotations

import json
from pathlib import Path

import docs.pages.record as record
from docs.pages.pictures import examples
from msoko.__main__ import main


def test_every_recorded_example_is_what_the_questions_find(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert main(["demo", "--folder", str(folder), "--no-serve"]) == 0
    now = json.loads(json.dumps(record.examples(folder)))
    stale = [
        name for name in now.keys() | examples().keys() if now.get(name) != examples().get(name)
    ]
    assert stale == [], "запустите python -m docs.pages.record, затем make docs"

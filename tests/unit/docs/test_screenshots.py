"""Pictures of the workspace: each one shown exists and is small, each one kept is shown."""

from __future__ import annotations

import re

import pytest

from docs.screenshots import IMAGES, SHOTS, picture
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.docs
HEAVIEST = 150 * 1024


def shown() -> set[str]:
    """Names of pictures of the workspace the documents show."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    return {name for text in texts for name in re.findall(r"images/(workspace-[\w-]+\.png)", text)}


def test_every_picture_shown_exists_and_every_one_kept_is_shown() -> None:
    kept = {path.name for path in IMAGES.glob("workspace-*.png")}
    assert shown() == kept == {picture(shot).name for shot in SHOTS}


def test_no_picture_is_heavy() -> None:
    heavy = [p.name for p in IMAGES.glob("workspace-*.png") if p.stat().st_size > HEAVIEST]
    assert heavy == []

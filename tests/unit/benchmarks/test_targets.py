"""The table of targets is whole, and every test and report it appeals to is there."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT

FOLDER = ROOT / "benchmarks" / "calibration"
TEXT = (FOLDER / "TARGETS.md").read_text(encoding="utf-8")


def test_all_eighteen_targets_have_a_row():
    assert re.findall(r"^\| (\d+) \|", TEXT, re.M) == [str(number) for number in range(1, 19)]
    assert "@" not in TEXT


def test_every_test_the_targets_appeal_to_is_there():
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()


def test_every_report_and_its_part_is_there():
    for report in set(re.findall(r"\b([A-Z]+)\.md", TEXT)):
        assert (FOLDER / f"{report}.md").is_file()
    for report, part in re.findall(r"([A-Z]+)\.md, «([^»]+)»", TEXT):
        headings = re.findall(r"^## (.+)$", (FOLDER / f"{report}.md").read_text("utf-8"), re.M)
        assert any(part in one for one in headings), (report, part)

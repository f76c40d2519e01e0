"""Every benchmark runs in a tiny size, and its contenders tell the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import appending, municipality, one_more_upload, region, report, scale, stores


@pytest.fixture(autouse=True)
def _own_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "FOLDER", tmp_path)


def test_contenders_over_a_region_agree() -> None:
    found = region.run("tiny", times=1)
    assert found.note.startswith("Совпало значений msoko и pandas: ")
    assert all(row.measured.peak > 0 for row in found.rows)


def test_one_more_upload_scans_only_itself() -> None:
    assert one_more_upload.run("tiny", times=1).ratios[0].value > 0


def test_the_command_line_writes_a_municipality() -> None:
    assert len(municipality.run("tiny", times=1).ratios) == 3


def test_scale_draws_its_chart(tmp_path: Path) -> None:
    chart = tmp_path / "scale.svg"
    scale.run(("tiny",), chart=chart)
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_appending_without_real_files_says_so(tmp_path: Path) -> None:
    assert "нет папки" in appending.run(tmp_path / "none").note


def test_results_tell_ratios_before_seconds(tmp_path: Path) -> None:
    ratio = report.Ratio("одно к другому", 1.234, "не больше", 1.3)
    path = tmp_path / "RESULTS.md"
    report.write([report.Report("x", "Название", [ratio], [])], path)
    text = path.read_text(encoding="utf-8")
    assert "| одно к другому | 1,23 | не больше 1,30 | да |" in text
    assert text.index("отношение") < text.index("| участник")

"""What every run of the tests shares: skipped tests are named, generated data has no stop-watch."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

# A busy machine is no failure of the code: how long one generated example takes is not judged.
settings.register_profile("msoko", deadline=None)
settings.load_profile("msoko")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every skipped test with its reason, then count them: a silent skip hides a gap."""
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.section("пропущенные тесты")
    for report in skipped:
        terminalreporter.write_line(f"{report.nodeid} — {_reason(report)}")
    terminalreporter.write_line(f"пропущено тестов: {len(skipped)}")


def _reason(report: Any) -> str:
    """The text given to the skip; an expected failure carries it elsewhere."""
    place = report.longrepr
    text = place[2] if isinstance(place, tuple) else getattr(report, "wasxfail", str(place))
    return str(text).removeprefix("Skipped: ")

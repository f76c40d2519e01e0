"""Charts of findings as files: one SVG a finding, under a name that stays from run to run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msoko.analysis.finding import Answer, Finding
from msoko.charts.picture import svg
from msoko.commands.places import reason
from msoko.commands.said import Refusal, progress

_STEP = 100  # files between two lines of progress
_NAME = 40  # letters of a unit's or an indicator's code in a name


def write_charts(folder: Path, answers: Sequence[Answer]) -> int:
    """Writes the chart of every finding that has one; how many files there are.

    Earlier pictures of the same questions are replaced as a whole, other files stay. Refusal when
    the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return sum(_write(folder, answer) for answer in answers)
    except OSError as error:
        raise Refusal(f"рисунки не записаны в папку {folder}: {reason(error)}") from error


def _write(folder: Path, answer: Answer) -> int:
    named = dict(_named(answer.findings))
    for old in folder.glob(f"{answer.question}--*.svg"):
        if old.name not in named:
            old.unlink()
    for number, (name, finding) in enumerate(named.items(), 1):
        assert finding.chart is not None
        (folder / name).write_text(svg(finding.chart), encoding="utf-8")
        if number % _STEP == 0:
            progress(f"рисунки «{answer.question}»: {number} из {len(named)}")
    progress(f"рисунков по вопросу «{answer.question}»: {len(named)}; папка {folder}")
    return len(named)


def _named(findings: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    """`question--kind--unit--period--what.svg`; findings alike in all of it are told by a number.

    `what` stands for the measured thing, its indicator, breakdown and the chart's title.
    """
    seen: dict[str, int] = {}
    for one in findings:
        if one.chart is None:
            continue
        about = [one.measured, one.indicator, one.chart.title]
        about += [one.evidence.get(key) for key in ("line", "breakdown", "pool", "reference")]
        mark = hashlib.sha256(repr(about).encode()).hexdigest()[:8]
        told = (one.question, one.kind, one.unit, one.period, one.indicator or "")
        parts = [re.sub(r"[^\w.-]+", "-", part).strip("-")[:_NAME] for part in told]
        name = "--".join([*filter(None, parts), mark])
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name}.svg" if seen[name] == 1 else f"{name}-{seen[name]}.svg"), one

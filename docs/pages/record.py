"""Records the examples of the documents anew from the demonstration municipality: minutes.

`python -m docs.pages.record [FOLDER]`; FOLDER is one that `msoko demo` has made.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docs.pages.pictures import BESIDE_THRESHOLD, EXAMPLES
from msoko.__main__ import main as msoko
from msoko.analysis.ask import QUESTIONS, ask
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding
from msoko.commands.compute import computed_for
from msoko.commands.picture import beside_threshold
from msoko.commands.said import profile_named
from msoko.demo.make import Made
from msoko.demo.world import world_of
from msoko.facts.store import Store

_SEED, _PROFILE = 2026, "solnechny"
_ELSEWHERE = {"problems": "severomorsk"}  # only this regulation states problems
_DIGITS = 6  # of a number in a chart: arithmetic of another machine must not show
_ROWS = 15  # rows of a chart that still reads at a glance


def examples(folder: Path) -> dict[str, Any]:
    """Examples of every question that finds something in a demonstration municipality."""
    profile, store = profile_named(_PROFILE), Store.open(folder / "хранилище")
    computed = computed_for(profile, store)
    evidence = Evidence(store, profile, computed)
    asked = dict.fromkeys(QUESTIONS, evidence)
    for name, other in _ELSEWHERE.items():
        own = profile_named(other)
        asked[name] = Evidence(store, own, computed_for(own, store))
    found = {name: chosen(ask(name, asked[name])) for name in QUESTIONS}
    told = {
        name: {"sentence": one.sentence, "chart": plain(one.chart)}
        for name, one in found.items()
        if one is not None and one.chart is not None
    }
    made = Made(folder, (), (), world_of(_SEED, "district"))
    first = beside_threshold(profile, computed, *made.example)
    return {BESIDE_THRESHOLD: {"chart": plain(first)}, **told}


def chosen(answer: Answer) -> Finding | None:
    """The first finding the question tells whose chart reads at a glance."""
    drawn = [one for one in answer.findings if one.chart is not None]
    few = [one for one in drawn if one.chart and len(one.chart.rows) <= _ROWS]
    return next(iter(few or drawn), None)


def plain(chart: Chart) -> dict[str, Any]:
    """A chart as it is kept: numbers to six digits."""
    rows = [{key: _short(value) for key, value in row.items()} for row in chart.rows]
    return {**asdict(chart), "rows": rows, "breaks": list(chart.breaks)}


def _short(value: Any) -> Any:
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def main(folder: str | None = None) -> int:
    """Makes the municipality where no folder is named, and writes the examples."""
    with tempfile.TemporaryDirectory() as own:
        place = Path(folder or own)
        if folder is None:
            msoko(["demo", "--folder", own, "--seed", str(_SEED), "--no-serve"])
        told = examples(place)
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    EXAMPLES.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"записано примеров: {len(told)}; дальше — make docs\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

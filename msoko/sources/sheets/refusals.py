"""A refused as a `Problem`: its Russian sentences stand in `refusals.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msoko.problem import Problem, Severity
from msoko.sources.sheets.refused import RefusedError


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Code → `what` and `mend`; {0} in `what` stands for the detail of the refused."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def problem(refused: RefusedError, name: str, severity: Severity = "error") -> Problem:
    """The sentences of a refused about the file people call `name`."""
    sentence = sentences()[refused.code]
    place = refused.place
    return Problem(
        check=f"file_{refused.code}",
        what=sentence["what"].replace("{0}", refused.detail),
        mend=sentence["mend"],
        severity=severity,
        file=name,
        sheet=str(place["sheet"]) if "sheet" in place else None,
        cell=str(place["cell"]) if "cell" in place else None,
        line=int(place["line"]) if "line" in place else None,
    )

"""Every question of the analysis asked about one state, its answers kept beside the values."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msoko.analysis.ask import QUESTIONS, ask
from msoko.analysis.breaks import breaks_of
from msoko.analysis.calendar_years import counts_calendar_years
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer
from msoko.analysis.natures import fixed_of
from msoko.cycle.target import Target
from msoko.profile.formula import selections_of
from web import regulation
from web.figures.answers import write_answers
from web.figures.keep import root, whole
from web.figures.state import state_now, store

_log = logging.getLogger("msoko.web")
Targets = Mapping[tuple[str, str, str], Target]
# Told by applications above: targets of municipalities by indicator, line and breakdown cell.
TARGETS: list[Callable[[], Targets]] = []


def analyse_now() -> bool:
    """Ask all questions of the present state; False when they were asked already.

    They are asked anew when targets have changed. A question that breaks leaves the others whole:
    the page says which one is missing.
    """
    state = state_now()
    folder = root() / state
    if not folder.is_dir() or is_analysed():
        return False
    targets = _targets()
    evidence = Evidence(store(), regulation.profile(), whole(state), targets=targets)
    answers, failed = [], []
    for number, name in enumerate(QUESTIONS, 1):
        _tell(folder, number, name)
        answer = _answered(name, evidence)
        if answer is None:
            failed.append(name)
        else:
            answers.append(answer)
    whole.cache_clear()
    codes = evidence.units.codes if evidence.computed.years else ()
    names = {code: evidence.name(code, max(evidence.computed.years)) for code in codes}
    write_answers(folder, answers, failed, _series(evidence), names, _said(targets))
    (folder / "progress.json").unlink(missing_ok=True)
    return True


def is_analysed() -> bool:
    """Whether the present state has been asked all questions, with the targets of today."""
    folder = root() / state_now()
    if not (folder / "findings.parquet").exists():
        return False
    told = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    return bool(told.get("targets", {}) == _said(_targets()))


def _targets() -> Targets:
    found: dict[tuple[str, str, str], Target] = {}
    for told in TARGETS:
        found.update(told())
    return found


def _said(targets: Targets) -> dict[str, str]:
    return {"|".join(key): one.ru for key, one in targets.items()}


def _answered(name: str, evidence: Evidence) -> Answer | None:
    """The answer; None when the question broke, which the log tells."""
    try:
        return ask(name, evidence)
    except LookupError as error:
        _log.warning("question %s has nothing to look at: %s", name, error)
        return Answer(name)
    except Exception:
        _log.exception("question %s broke", name)
        return None


def _series(evidence: Evidence) -> dict[str, list[list[Any]]]:
    """Where the series of each indicator breaks: first year of the new part, and why.

    A calendar year goes by the academic year that ends in it, as everywhere in the workspace.
    """
    years: Sequence[int] = evidence.computed.years
    try:
        known = breaks_of(evidence)
    except LookupError:
        return {}
    found = {}
    for one in evidence.profile.indicators.values():
        first = next(iter(selections_of(one.formula)), None)
        fixed = dict(fixed_of(first.population)) if first else {}
        calendar = counts_calendar_years(one.formula)
        cuts = known.of(fixed, [year + calendar for year in years], one.revised, calendar=calendar)
        if cuts:
            found[one.id] = [[cut.year - calendar, cut.why] for cut in cuts]
    return found


def _tell(folder: Path, number: int, name: str) -> None:
    """How far the analysis has come, for pages."""
    aside = folder / f".{secrets.token_hex(8)}"
    said = {"number": number, "of": len(QUESTIONS), "ru": QUESTIONS[name].ru}
    aside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    aside.rename(folder / "progress.json")


def progress() -> dict[str, Any] | None:
    """Which question is being asked of the present state; None when none is."""
    path = root() / state_now() / "progress.json"
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return told

"""Values kept in files: one folder a state, complete or not there at all."""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from msoko.indicators.closure import closure
from msoko.indicators.compute import Computed, compute
from msoko.indicators.gather import StoreFacts
from msoko.indicators.thresholds import all_raised
from msoko.profile.profile import Profile
from web import regulation
from web.figures.state import state_now, store

# Older states are kept for readers who still look at them.
_KEPT = 3


def root() -> Path:
    """The folder of all states."""
    folder = Path(settings.FIGURES_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def compute_now() -> str:
    """Compute the values of the present state and keep them; the name of the state."""
    state = state_now()
    final = root() / state
    if not final.exists():
        profile, computed = regulation.profile(), whole(state)
        aside = root() / f".{secrets.token_hex(8)}"
        aside.mkdir()
        pq.write_table(_together(computed.values.table), aside / "values.parquet")
        _write(aside / "rest.json", _rest(profile, computed))
        if final.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(final)
    aside = root() / f".{secrets.token_hex(8)}"
    aside.write_text(state, encoding="utf-8")
    aside.rename(root() / "latest")
    _forget(state)
    return state


@lru_cache(maxsize=1)
def whole(_state: str) -> Computed:
    """All values of the present state with their context; `whole.cache_clear()` lets them go."""
    profile = regulation.profile()
    return _computed(profile, list(profile.indicators))


def latest() -> str | None:
    """The state computed last, None before the first computation."""
    path = root() / "latest"
    return path.read_text(encoding="utf-8") if path.exists() else None


def one_indicator(name: str) -> Computed:
    """The values of one indicator with their context, for telling a number back."""
    return some_indicators([name])


def some_indicators(names: list[str]) -> Computed:
    """The values of several indicators with their context."""
    return _computed(regulation.profile(), names)


def _computed(profile: Profile, names: list[str]) -> Computed:
    rules = list(profile.rule_sets.values())
    known = {**profile.common, **profile.indicators}
    chosen = [known[name] for name in names]
    return compute(closure(chosen, known, rules), StoreFacts(store()), rule_sets=rules)


def _together(table: pa.Table) -> pa.Table:
    """The same rows, those of one indicator one after another."""
    if not table.num_rows:
        return table
    numbers = table["indicator"].combine_chunks().indices.to_numpy()
    return table.take(pa.array(np.argsort(numbers, kind="stable")))


def _rest(profile: Profile, computed: Computed) -> dict[str, Any]:
    """What pages need beside the values: years, who has not reported, thresholds crossed."""
    indicators = list(profile.indicators.values())
    raised = []
    for level in ("organisation", "municipality"):
        for one in all_raised(computed.look(level), indicators, computed.years):
            if one.raised:
                told = (one.indicator, one.threshold, one.unit, one.identification_year)
                raised.append([*told, one.met, one.needed])
    missing = [asdict(gap) for gap in computed.values.missing]
    return {"years": computed.years, "raised": raised, "missing": missing}


def _write(path: Path, said: dict[str, Any]) -> None:
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _forget(state: str) -> None:
    """Remove all but the newest states, never the present one."""
    folders = [path for path in root().iterdir() if path.is_dir() and path.name != state]
    newest = sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)

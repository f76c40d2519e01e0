"""What the analysis found, as files of a state: one row a finding, one row a silence."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from msoko.analysis.finding import Answer, Finding
from msoko.profile.profile import Profile
from msoko.vocabulary import SUBJECTS
from web import regulation
from web.figures.subjects import subjects_by_indicator

# What tells findings of one question about one unit and period apart: words, never numbers, so
# that the same finding keeps its key when tomorrow's numbers differ.
_ABOUT = (
    "line", "breakdown", "pool", "scope", "reference", "work", "side", "theme", "level",
    "procedure", "subject", "pair", "kind", "title", "rule_set", "category", "basis", "factor",
    "group", "new", "old",
)  # fmt: skip
_TEXT = (
    "key", "question", "kind", "unit_kind", "unit", "period", "sure", "indicator", "area",
    "subjects", "sentence", "whole",
)  # fmt: skip
FINDINGS = pa.schema([(name, pa.string()) for name in _TEXT])
SILENCES = pa.schema(
    [(name, pa.string()) for name in ("question", "unit_kind", "unit", "period", "why")]
)


def write_answers(
    folder: Path,
    answers: Sequence[Answer],
    failed: Sequence[str] = (),
    breaks: Mapping[str, list[list[Any]]] | None = None,
    names: Mapping[str, str] | None = None,
    targets: Mapping[str, str] | None = None,
) -> None:
    """Keep the answers beside the values; findings come last, since they say that all is there.

    `targets` are those asked with, in words.
    """
    rows = _rows([one for answer in answers for one in answer.findings], regulation.profile())
    silent = [
        {name: getattr(one, name) for name in SILENCES.names}
        for answer in answers
        for one in answer.silences
    ]
    said = {"failed": list(failed), "breaks": dict(breaks or {}), "names": dict(names or {})}
    said["targets"] = dict(targets or {})
    (folder / "analysis.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(silent, SILENCES), folder / "silences.parquet")
    aside = folder / f".{secrets.token_hex(8)}"
    pq.write_table(pa.Table.from_pylist(rows, FINDINGS), aside)
    aside.rename(folder / "findings.parquet")


def _rows(findings: Sequence[Finding], profile: Profile) -> list[dict[str, str]]:
    """Findings as rows: by unit and question, never by how large a number is."""
    seen: dict[str, int] = {}
    rows = []
    for one in findings:
        key = key_of(one)
        seen[key] = seen.get(key, 0) + 1
        told = {name: getattr(one, name, None) or "" for name in _TEXT}
        told["key"] = key if seen[key] == 1 else f"{key}{seen[key]}"
        told["subjects"] = ";".join(sorted(_subjects(one, profile)))
        told["whole"] = json.dumps(one.as_dict(), ensure_ascii=False, default=plain_number)
        rows.append(told)
    return sorted(rows, key=lambda row: (row["unit_kind"], row["unit"], row["period"]))


def key_of(one: Finding) -> str:
    """A short name of a finding by what it is about."""
    about = [one.question, one.unit_kind, one.unit, one.period, one.indicator, one.measured]
    about += [str(one.evidence.get(name)) for name in _ABOUT]
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]


def _subjects(one: Finding, profile: Profile) -> set[str]:
    """Subjects a finding speaks of: its own, or those of its indicator."""
    told = [one.evidence.get(name) for name in ("subject", "pool", "breakdown", "work")]
    words = {word for text in told if text for word in str(text).replace("=", ";").split(";")}
    words |= set(str(one.evidence.get("work") or "").split("-"))
    found = words & set(SUBJECTS)
    return found or set(subjects_by_indicator(profile).get(one.indicator or "", ()))


def plain_number(value: Any) -> Any:
    """Numbers of arrays as numbers."""
    return value.item() if hasattr(value, "item") else str(value)

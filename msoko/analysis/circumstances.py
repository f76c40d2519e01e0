"""Circumstances of schools as numbers: size, settlement, staff — what schools are matched by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence
from msoko.analysis.methods.distributions import Array

_KNOWN = 0.8  # a feature fewer schools than this share tell is left out for all
_Values = Mapping[str, float]


@dataclass(frozen=True)
class Circumstances:
    """Schools whose features are all known; `values` (J, features), `names` of features in Russian.

    `unknown` are the schools left out with the features nobody told of them, `raw` the features as
    people read them, by school.
    """

    schools: tuple[str, ...]
    names: tuple[str, ...]
    values: Array
    unknown: Mapping[str, tuple[str, ...]]
    raw: Mapping[str, Mapping[str, float]]


def circumstances(evidence: Evidence) -> Circumstances:
    """Features of schools in the last year looked at; sizes and settlements as logarithms."""
    return evidence.once(("circumstances", evidence.asked_year), lambda: _circumstances(evidence))


def _circumstances(evidence: Evidence) -> Circumstances:
    year = evidence.last_year
    schools = _schools(evidence, year)
    told = {name: column for name, column in _features(evidence, year).items() if column}
    least = _KNOWN * len(schools)
    used = [n for n, column in told.items() if sum(s in column for s in schools) >= least]
    if not used:
        return Circumstances((), (), np.zeros((0, 0)), dict.fromkeys(schools, ()), {})
    complete = tuple(s for s in schools if all(s in told[name] for name in used))
    raw = {school: {name: told[name][school] for name in used} for school in complete}
    values = np.array([[_scaled(n, raw[s][n]) for n in used] for s in complete]).reshape(
        -1, len(used)
    )
    left = {s: tuple(n for n in used if s not in told[n]) for s in schools if s not in raw}
    return Circumstances(complete, tuple(used), values, left, raw)


def _schools(evidence: Evidence, year: int) -> tuple[str, ...]:
    if evidence.table("results") is None:
        codes = evidence.units.codes
        return tuple(code for code in codes if evidence.units.kind(code, year) == "school")
    rows = evidence.results
    wrote = rows.filter(pc.less_equal(rows["year"], year))["organisation"].unique().to_pylist()
    kinds = {code: evidence.units.kind(code, year) for code in wrote}
    return tuple(sorted(code for code, kind in kinds.items() if kind in (None, "school")))


def _scaled(name: str, value: float) -> float:
    return float(np.log(max(value, 0.5))) if name in (_SIZE, _SETTLEMENT) else value


YES_NO = "сельская школа"
_SIZE, _SETTLEMENT = "обучающихся в школе", "жителей в населённом пункте, тыс."


def _features(evidence: Evidence, year: int) -> dict[str, _Values]:
    numbers = _attributes(evidence, year)
    teachers = numbers.get("ctx_teachers", {})
    shares = {
        "доля учителей высшей категории": numbers.get("ctx_teachers_highest", {}),
        "доля учителей пенсионного возраста": numbers.get("ctx_teachers_pension_age", {}),
    }
    return {
        _SIZE: numbers.get("ctx_pupils") or _enrolled(evidence, year) or _writers(evidence, year),
        _SETTLEMENT: numbers.get("ctx_settlement_size", {}),
        YES_NO: {} if "ctx_settlement_size" in numbers else _rural(evidence, year),
        **{name: _ratio(part, teachers) for name, part in shares.items()},
    }


def _ratio(part: _Values, whole: _Values) -> _Values:
    return {s: min(part[s] / whole[s], 1.0) for s in part if whole.get(s, 0) > 0}


def _attributes(evidence: Evidence, year: int) -> dict[str, dict[str, float]]:
    """Numbers of the context questionnaire, the latest not after the year."""
    rows = evidence.table("attributes")
    found: dict[str, dict[str, float]] = {}
    if rows is None:
        return found
    asked = pc.and_(pc.starts_with(rows["attribute"], "ctx_"), pc.less_equal(rows["year"], year))
    names = ["organisation", "attribute", "year", "number", "text"]
    for row in rows.filter(asked).select(names).sort_by("year").to_pylist():
        number = row["number"]
        if row["attribute"] == "ctx_settlement_size":
            number = _thousands(row["text"])
        if number is not None:
            found.setdefault(row["attribute"], {})[row["organisation"]] = number
    return found


def _thousands(text: str | None) -> float | None:
    """«5–10 тыс. человек» → 5, «Менее 1 тыс. человек» → 0.5."""
    number = re.search(r"\d+", text or "")
    if number is None:
        return None
    return float(number[0]) / 2 if "менее" in (text or "").lower() else float(number[0])


def _enrolled(evidence: Evidence, year: int) -> _Values:
    rows = evidence.table("enrolment")
    if rows is None:
        return {}
    codes = rows.filter(pc.equal(rows["year"], year))["organisation"].to_pylist()
    return {code: float(number) for code, number in Counter(codes).items()}


def _writers(evidence: Evidence, year: int) -> _Values:
    """Different pupils who wrote anything in the last year that has works."""
    if evidence.table("results") is None:
        return {}
    rows = evidence.results
    past = rows.filter(pc.less_equal(rows["year"], year)).select(["organisation", "year", "pupil"])
    if not past.num_rows:
        return {}
    last = past.filter(pc.equal(past["year"], pc.max(past["year"])))
    counts = last.group_by("organisation").aggregate([("pupil", "count_distinct")])
    return {row["organisation"]: float(row["pupil_count_distinct"]) for row in counts.to_pylist()}


def _rural(evidence: Evidence, year: int) -> _Values:
    flags = {}
    for code in evidence.units.codes:
        flag = (evidence.units.row(code, year) or {}).get("rural")
        if flag is not None:
            flags[code] = float(flag)
    return flags

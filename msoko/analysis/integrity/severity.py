"""How strongly the results of a school as a whole speak for a check: one calibrated number.

Three direct signals are pooled over the ВПР works of three academic years: heaping at boundaries,
marks above the journal, ВПР above the later ОГЭ. Each is first judged against all other schools;
pooled, they are judged against the others once more, so that signals which go together in honest
schools too do not count twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis.evidence import Evidence
from msoko.analysis.integrity.against import Against, Measured, against
from msoko.analysis.integrity.exams import above_exams
from msoko.analysis.integrity.heaping import Heaping, heaping
from msoko.analysis.integrity.journal import journal_gap
from msoko.analysis.integrity.sittings import WINDOW, Sittings, sittings
from msoko.analysis.methods.distributions import Array, normal_quantile
from msoko.analysis.methods.refusal import TooLittle

# An honest school gives a pooled signal this often (measured: benchmarks/calibration/INTEGRITY.md).
FALSE_ALARM = 0.01
PROCEDURES = ("vpr", "oge")
DIRECT_RU: Mapping[str, str] = {
    "heaping": "скопление результатов у границ отметок",
    "journal": "отметки за работу над отметками журнала",
    "exams": "ВПР над результатами ОГЭ той же параллели",
}


@dataclass(frozen=True)
class Severity:
    """One school: `severity` in standard deviations of honest schools, pulled to their mean.

    `chance`: how often an honest school would stand so far out; `alarm`: it is below FALSE_ALARM.
    `parts`: the normal value of each direct signal there is (positive: towards raised results).
    """

    school: str
    severity: float
    low: float
    high: float
    chance: float
    alarm: bool
    parts: Mapping[str, float]
    pupils: int
    works: int
    schools: int
    years: int


def severities(evidence: Evidence, year: int | None = None) -> Mapping[str, Severity] | TooLittle:
    """Every school that can be judged, over three academic years to `year` (None: the last)."""
    last = evidence.last_year if year is None else year
    field, found = heaped(evidence, last)
    return pooled(field, measured(field, last, found), last)


def heaped(evidence: Evidence, last: int) -> tuple[Sittings, Heaping]:
    """Works of the window and the year before, and the heaping over the window: found once."""

    def found() -> tuple[Sittings, Heaping]:
        field = sittings(evidence, PROCEDURES, last, last - WINDOW)
        return field, heaps(field, last)

    return evidence.once(("heaping", last), found)


def window(field: Sittings, last: int) -> Sittings:
    """The ВПР works of the three academic years to `last`."""
    return Sittings(field.schools, field.upto(last).of("vpr"))


def heaps(field: Sittings, last: int) -> Heaping:
    """Heaping at boundaries over the window."""
    return heaping(window(field, last))


def measured(field: Sittings, last: int, found: Heaping) -> Mapping[str, Measured]:
    """The direct signals; the ВПР before the first ОГЭ of the window may lie before the window."""
    exams = Sittings(field.schools, (*field.of("vpr"), *field.upto(last).of("oge")))
    return {
        "heaping": found.measured,
        "journal": journal_gap(window(field, last)),
        "exams": above_exams(exams),
    }


def pooled(
    field: Sittings, signals: Mapping[str, Measured], last: int
) -> Mapping[str, Severity] | TooLittle:
    """Severity of every school with at least one direct signal; refuses without any."""
    judged = {name: against(one) for name, one in signals.items()}
    known = {name: one for name, one in judged.items() if isinstance(one, Against)}
    if not known:
        return next(one for one in judged.values() if isinstance(one, TooLittle))
    together = against(index(known, signals), scale=1.0)
    if isinstance(together, TooLittle):
        return together
    years = len({one.work.year for one in window(field, last).works})
    found = {}
    for place in np.flatnonzero(np.isfinite(together.z)).tolist():
        parts = {
            name: float(one.z[place]) for name, one in known.items() if np.isfinite(one.z[place])
        }
        size, low, high, chance = (
            float(part[place])
            for part in (together.effect, together.low, together.high, together.chance)
        )
        pupils = max(int(signals[name].pupils[place]) for name in parts)
        works = max(int(signals[name].works[place]) for name in parts)
        code = field.schools[place]
        found[code] = Severity(
            code, size, low, high, chance, chance < FALSE_ALARM, parts, pupils, works,
            together.schools, years,
        )  # fmt: skip
    return found


def index(judged: Mapping[str, Against], signals: Mapping[str, Measured]) -> Measured:
    """Sum of the normal values over its spread in honest schools; (J,).

    The spread allows for the correlation between signals, taken by ranks so that one school far
    out does not make it. Its unit is one, whatever signals a school has; nothing of it is noise
    of sampling any more, so the standard error is a token.
    """
    z = np.array([one.z for one in judged.values()])
    have = np.isfinite(z)
    count = have.sum(axis=0)
    tie = correlation(z)
    spread = np.sqrt(np.maximum(count + tie * count * (count - 1), 1e-12))
    value = np.where(count > 0, np.nansum(np.where(have, z, 0.0), axis=0) / spread, np.nan)
    noise = np.nansum([one.noise for one in judged.values()], axis=0)
    se = np.where(count > 0, np.sqrt(np.maximum(noise, 1e-6)) / spread, np.nan)
    pupils = np.max([signals[name].pupils for name in judged], axis=0)
    return Measured(value, se, pupils, count.astype(float))


def correlation(z: Array) -> float:
    """Mean rank correlation of pairs of signals, not below nought; nought under ten schools."""
    found = []
    for first in range(len(z)):
        for second in range(first + 1, len(z)):
            both = np.isfinite(z[first]) & np.isfinite(z[second])
            if both.sum() >= 10:
                found.append(np.corrcoef(_normal(z[first][both]), _normal(z[second][both]))[0, 1])
    return max(float(np.mean(found)), 0.0) if found else 0.0


def _normal(values: Array) -> Array:
    """Values replaced by normal scores of their ranks."""
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return normal_quantile((ranks + 0.5) / values.size)

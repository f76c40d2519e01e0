"""Question: where do results call for a check of how they came about?

Two things side by side and never mixed: the official markers and lists, word for word and named so,
and our own calibrated signals, told by severity with their rate of false alarms. A signal is a
reason to re-mark a sample of works, never a verdict; the severest comes first, as the order of
checks, never the rarest.
"""

from __future__ import annotations

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.integrity.kinds import kinds
from msoko.analysis.integrity.observed import observed
from msoko.analysis.integrity.official import official
from msoko.analysis.integrity.signals import refusals, signals
from msoko.analysis.similar import region_of


def answer(evidence: Evidence) -> Answer:
    """Official markers and lists, signals of schools, observed against unobserved works."""
    year = evidence.last_year
    if evidence.table("results") is None:
        why = "Нет результатов работ: загрузите результаты ВПР."
        where = region_of(evidence), words.period(year)
        return Answer("integrity", (), (Silence("integrity", "region", *where, why, Sample(0, 0)),))
    found = kinds(evidence, year)
    parts = [
        *signals(evidence, found, year),
        observed(evidence, found.field.upto(year), year),
        *official(evidence, found.field.upto(year), year),
        *refusals(evidence, found, year),
    ]
    findings = tuple(one for one in parts if isinstance(one, Finding))
    silences = tuple(one for one in parts if isinstance(one, Silence))
    return Answer("integrity", findings, silences)

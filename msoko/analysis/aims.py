"""Targets that cannot be said to be reached or missed: an answer too, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msoko.analysis import aimed, words
from msoko.analysis.compared import Comparison
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Sample, Silence
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.similar import region_of


def undecided(
    evidence: Evidence, left: Iterable[Comparison], compared: Iterable[Comparison]
) -> Iterator[Silence]:
    """Of `compared` those `left` without a finding, and targets nothing could be held against."""
    for one in left:
        if one.reference == "target":
            low, high = one.own_interval or (float(end) for end in exact_share(*one.own))
            yield _silence(
                evidence, one.unit, one.year, one.aspect.key,
                f"{words.quoted(one.aspect.label)} — {words.share(*one.own, low, high)}, цель — "
                f"{evidence.targets[one.aspect.key].ru}: по имеющимся данным не решено, "
                "достигнута ли она.",
                Sample(one.own.tried, one.schools),
            )  # fmt: skip
    for held, why in aimed.open_ones(evidence):
        sample = Sample(held.people, held.schools)
        yield _silence(evidence, held.place, held.year, held.aspect.key, why, sample)
    met = {one.aspect.key for one in compared if one.reference == "target"} | aimed.keys(evidence)
    for key in evidence.targets.keys() - met:
        indicator = evidence.profile.indicators[key[0]]
        yield _silence(
            evidence, region_of(evidence), evidence.last_year, key,
            f"{words.quoted(indicator.label)}: цель — {evidence.targets[key].ru}, но сравнить "
            "с ней нечего: нужны сведения муниципалитета, по долям людей — полные и в той же "
            "единице, по долям и средним — не менее чем о 10 людях.",
            Sample(0, 0),
        )  # fmt: skip


def _silence(
    evidence: Evidence, unit: str, year: int, key: tuple[str, str, str], why: str, sample: Sample
) -> Silence:
    kind = "region" if unit == region_of(evidence) else "municipality"
    return Silence("gaps", kind, unit, words.period(year), why, sample, key[0])  # type: ignore[arg-type]

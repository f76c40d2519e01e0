"""Targets that cannot be said to be reached or missed: an answer too, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msoko.analysis import aimed, words
from msoko.analysis.aspects import Key, aspects, shares
from msoko.analysis.compared import Comparison
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Sample, Silence
from msoko.analysis.methods.shares import exact_share
from msoko.analysis.policy import for_pupils
from msoko.analysis.similar import region_of
from msoko.analysis.targets_at import targets_at

_NOTHING_TOLD = (
    "сравнить с ней нечего: нужны сведения муниципалитета, по долям людей — полные и в той же "
    "единице, по долям и средним — не менее чем о 10 людях, по долям работ — не менее чем о пяти "
    "школах"
)
_TOLD_ELSEWHERE = (
    "так же считается другая строка или показатель, и цель у них своя: сравнивается она; оставьте "
    "одну из двух"
)


def undecided(
    evidence: Evidence, left: Iterable[Comparison], compared: Iterable[Comparison]
) -> Iterator[Silence]:
    """Of `compared` those `left` without a finding, and targets nothing could be held against."""
    targets = targets_at(evidence)
    for one in left:
        if one.reference == "target":
            low, high = one.own_interval or (float(end) for end in exact_share(*one.own))
            yield _silence(
                evidence, one.unit, one.year, one.aspect.key,
                aimed.left_open(
                    one.aspect, words.share(*one.own, low, high), targets[one.aspect.key]
                ),
                Sample(one.own.tried, one.schools),
            )  # fmt: skip
    partial = list(_partial(evidence))
    yield from (silence for _, silence in partial)
    for held, why in aimed.open_ones(evidence):
        sample = Sample(held.people, held.schools)
        yield _silence(evidence, held.place, held.year, held.aspect.key, why, sample)
    met = {one.aspect.key for one in compared if one.reference == "target"} | aimed.keys(evidence)
    looked = {one.key for one in aspects(evidence)}
    for key in targets.keys() - met - {key for key, _ in partial}:
        if evidence.asked_indicators and key[0] not in evidence.asked_indicators:
            continue
        indicator = evidence.profile.indicators[key[0]]
        why = _NOTHING_TOLD if key in looked else _TOLD_ELSEWHERE
        yield _silence(
            evidence, region_of(evidence), evidence.last_year, key,
            f"{words.quoted(indicator.label)}: цель — {targets[key].ru}, но {why}.",
            Sample(0, 0),
        )  # fmt: skip


def _partial(evidence: Evidence) -> Iterator[tuple[Key, Silence]]:
    """Targets of shares that not all organisations have sent."""
    found = shares(evidence, repeated=True)
    for key, target in targets_at(evidence).items():
        if key not in found:
            continue
        now = found[key][max(found[key])]
        for place in sorted(now.partial):
            own = now.municipalities[place]
            if for_pupils(own.tried).interval == "none":
                continue
            said = f"{words.percent(own.share)} ({words.few(*own)})"
            why = aimed.left_open(now.aspect, said, target, aimed.PARTIAL)
            yield key, _silence(evidence, place, now.year, key, why, Sample(own.tried))


def _silence(
    evidence: Evidence, unit: str, year: int, key: tuple[str, str, str], why: str, sample: Sample
) -> Silence:
    kind = "region" if unit == region_of(evidence) else "municipality"
    return Silence("gaps", kind, unit, words.period(year), why, sample, key[0])  # type: ignore[arg-type]

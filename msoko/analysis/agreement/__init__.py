"""Question: do ВПР, ОГЭ, ЕГЭ and the journal tell the same of the same pupils, and does it drift?

Pupils are compared one by one where the store links them (the journal mark stands in the row of the
work; pseudonyms may link others); otherwise means of a cohort are, and the sentence says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from msoko.analysis import words
from msoko.analysis.agreement.drift import beside_whole, drift_of, parted_by_breaks, standing
from msoko.analysis.agreement.groups import Groups, grouped
from msoko.analysis.agreement.pairs import pairs
from msoko.analysis.agreement.told import Drift, Place, Series, told
from msoko.analysis.breaks import Breaks, breaks_of
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.similar import region_of
from msoko.vocabulary import SUBJECTS


def answer(evidence: Evidence) -> Answer:
    """Agreement in the last year known of every pair, drifts that stand, silences."""
    numbering, found = pairs(evidence)
    year = evidence.last_year
    if not found:
        why = (
            "Нет двух процедур с отметками одних и тех же обучающихся или одной параллели: "
            "загрузите работы с отметкой журнала либо ВПР и экзамены соседних лет."
        )
        where = region_of(evidence), words.period(year)
        return Answer("agreement", (), (Silence("agreement", "region", *where, why, Sample(0, 0)),))
    findings: list[Finding] = []
    silences: list[Silence] = []
    drifts: list[Drift] = []
    together = grouped(found)
    known = breaks_of(evidence)
    places = list(_places(evidence, numbering.schools, year))
    for place in places:
        own = [(groups, series) for groups in together if (series := _series(groups, place, known))]
        findings += [told(series) for _, series in own]
        drifts += [change for one in own if (change := drift_of(*one, known)) is not None]
        if not own:
            silences.append(_silent(place, year, len(together)))
    findings += standing(beside_whole(evidence, drifts, year))
    silences += _untold(places[0], year, together, known)
    silences += parted_by_breaks(evidence, together, known)
    return Answer("agreement", tuple(findings), tuple(silences))


def _places(evidence: Evidence, schools: Sequence[str], year: int) -> Iterator[Place]:
    """The region, where it has several municipalities, the municipalities, the schools."""
    names = np.array([evidence.municipality(code, year) for code in schools])
    whole = np.arange(len(schools))
    if len(set(names)) > 1:
        yield Place("region", region_of(evidence), region_of(evidence), whole)
    for name in sorted(set(names)):
        yield Place("municipality", str(name), str(name), np.flatnonzero(names == name))
    for number in sorted(whole.tolist(), key=lambda one: schools[one]):
        code = schools[number]
        yield Place("organisation", code, evidence.name(code, year), np.array([number]))


def _series(groups: Groups, place: Place, breaks: Breaks) -> Series | None:
    """The last year known of a place and the years before it with the same grades."""
    grades = groups.grades
    for last in reversed(grades):
        now = groups.measured(last, grades[last], place)
        if now is None:
            continue
        known = {
            year: one
            for year in grades
            if year < last and grades[year] == grades[last]
            if (one := groups.measured(year, grades[year], place)) is not None
        }
        pair = groups.pairs[last, min(grades[last])]
        years = known | {last: now}
        return Series(place, pair, years, _cuts(groups, years, grades[last], breaks))
    return None


def _cuts(
    groups: Groups, years: Collection[int], grades: frozenset[int], breaks: Breaks
) -> tuple[str, ...]:
    """«2024/25: why» for every year a chart must not join with the one before it."""
    found: dict[int, str] = {}
    for grade in sorted(grades):
        for one in groups.breaks(min(years), max(years), grade, breaks):
            after = min(year for year in years if year >= one.year)
            found.setdefault(after, one.why)
    return tuple(f"{words.year(year)}: {why}" for year, why in sorted(found.items()))


def _untold(
    whole: Place, year: int, together: Sequence[Groups], known: Breaks
) -> Iterator[Silence]:
    """Pairs of procedures nothing can be said of even for all schools, and what each lacks."""
    told = [
        f"{groups.one.rule.ru}, {SUBJECTS[groups.one.subject].lower()} — {groups.lacks(whole)}"
        for groups in together
        if _series(groups, whole, known) is None
    ]
    if told:
        why = f"Не сравниваются: {'; '.join(told)}."
        sample = Sample(0, len(whole.members), len(told))
        yield Silence("agreement", whole.kind, whole.code, words.period(year), why, sample)


def _silent(place: Place, year: int, tried: int) -> Silence:
    why = (
        "Для сравнения процедур нужно не менее 10 обучающихся с обеими отметками или параллелей "
        f"с 10 участниками в обеих процедурах; сравнений с такими данными нет (проверено пар: "
        f"{tried})."
    )
    sample = Sample(0, len(place.members), tried)
    return Silence("agreement", place.kind, place.code, words.period(year), why, sample)

"""Question: do ВПР, ОГЭ, ЕГЭ and the journal tell the same of the same pupils, and does it drift?

Pupils are compared one by one where the store links them (the journal mark stands in the row of the
work; pseudonyms may link others); otherwise means of a cohort are, and the sentence says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from msoko.analysis import words
from msoko.analysis.agreement.cohorts import Cohort, cohort
from msoko.analysis.agreement.measures import Agreed, agreed
from msoko.analysis.agreement.pairs import Pair, in_marks, joined, of_schools, pairs
from msoko.analysis.agreement.told import Drift, Place, Series, drifted, told
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence
from msoko.analysis.methods.distributions import t_quantile, two_sided_t
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.policy import for_pupils, sureness
from msoko.analysis.similar import region_of


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
    grouped = _grouped(found)
    for place in _places(evidence, numbering.schools, year):
        own = [(groups, series) for groups in grouped if (series := _series(groups, place))]
        findings += [told(series) for _, series in own]
        drifts += [change for one in own if (change := _drift(*one)) is not None]
        if not own:
            silences.append(_silent(place, year, len(grouped)))
    findings += _standing(drifts)
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


@dataclass
class _Groups:
    """Pairs of one rule, subject and way of linking, by year and grade; grades joined once."""

    pairs: dict[tuple[int, int], Pair] = field(default_factory=dict)
    _joined: dict[tuple[int, frozenset[int]], Pair] = field(default_factory=dict)

    @property
    def grades(self) -> dict[int, frozenset[int]]:
        """Grades of every year, in the order of years."""
        years = sorted({year for year, _ in self.pairs})
        return {at: frozenset(g for year, g in self.pairs if year == at) for at in years}

    def measured(self, year: int, grades: frozenset[int], place: Place) -> Agreed | Cohort | None:
        """The measures of some grades of a year; None where the claim policy allows no number."""
        key = (year, grades)
        if key not in self._joined:
            self._joined[key] = joined([self.pairs[year, grade] for grade in sorted(grades)])
        own = of_schools(self._joined[key], place.members)
        if not own.linked:
            found = cohort(own)
            enough = for_pupils(min(found.first, found.second)).adjective != "never"
            return found if enough and (found.shift or found.correlation) else None
        if for_pupils(own.first.size).adjective == "never":
            return None
        if not (in_marks(own.first) and in_marks(own.second)):
            return None
        return agreed(own.first, own.second, own.school)


def _grouped(found: Sequence[Pair]) -> list[_Groups]:
    groups: dict[tuple[str, str, bool], _Groups] = {}
    for pair in found:
        key = (pair.rule.name, pair.subject, pair.linked)
        groups.setdefault(key, _Groups()).pairs[pair.year, pair.grade] = pair
    return list(groups.values())


def _series(groups: _Groups, place: Place) -> Series | None:
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
        return Series(place, pair, known | {last: now})
    return None


def _drift(groups: _Groups, series: Series) -> Drift | None:
    """Shift of the last year less that of the first year with grades of it, in the same grades.

    Pupils of the two years are others, so their errors add up.
    """
    grades, last = groups.grades, max(series.known)
    for first in grades:
        common = grades[first] & grades[last]
        if first >= last or not common:
            continue
        a, b = (groups.measured(year, common, series.place) for year in (first, last))
        if a is None or b is None or a.shift is None or b.shift is None:
            continue
        se = float(np.hypot(a.shift.se, b.shift.se))
        df = se**4 / (a.shift.se**4 / a.shift.df + b.shift.se**4 / b.shift.df)
        return Drift(series, first, last, b.shift.mean - a.shift.mean, se, df)
    return None


def _standing(drifts: Sequence[Drift]) -> Iterator[Finding]:
    """Drifts that stand after the adjustment over all of them, and on their own."""
    if not drifts:
        return
    q = adjusted([two_sided_t(one.change / one.se, one.df) for one in drifts])
    for one, at in zip(drifts, q, strict=True):
        half = float(t_quantile(0.975, one.df)) * one.se
        if sureness(1 - float(at)) != "described" and abs(one.change) > half:
            yield drifted(replace(one, q=float(at)))


def _silent(place: Place, year: int, tried: int) -> Silence:
    why = (
        "Для сравнения процедур нужно не менее 10 обучающихся с обеими отметками или параллелей "
        f"с 10 участниками в обеих процедурах; сравнений с такими данными нет (проверено пар: "
        f"{tried})."
    )
    sample = Sample(0, len(place.members), tried)
    return Silence("agreement", place.kind, place.code, words.period(year), why, sample)

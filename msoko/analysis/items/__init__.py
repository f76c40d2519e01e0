"""Question: how the items of a work performed, and what they say of schools and classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msoko.analysis import words
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Finding, Sample, Silence, reading_order
from msoko.analysis.items import classes, told, units, units_told, zones
from msoko.analysis.items.classes import Compared
from msoko.analysis.items.groups import Unlike, by_sex, favoured, variants
from msoko.analysis.items.matrix import Matrix, matrices
from msoko.analysis.items.units import Profile
from msoko.analysis.items.work import Doubt, Worth, doubts, worth
from msoko.analysis.items.zones import Shares
from msoko.analysis.methods.dif import Dif
from msoko.analysis.methods.false_discovery import adjusted
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import DIF_GROUP, EQUATING, sureness
from msoko.analysis.similar import region_of


@dataclass
class _Gathered:
    """What single works brought, kept until all comparisons can be adjusted together."""

    works: list[Finding] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    small: dict[str, int] = field(default_factory=dict)
    sexes: list[tuple[Matrix, tuple[Dif | TooLittle, ...]]] = field(default_factory=list)
    no_sexes: int = 0
    few_sexes: list[str] = field(default_factory=list)
    unlike: list[Unlike] = field(default_factory=list)
    few_variants: list[str] = field(default_factory=list)
    units: list[Profile] = field(default_factory=list)
    classes: list[Compared] = field(default_factory=list)
    zones: list[Shares] = field(default_factory=list)
    written: list[Matrix] = field(default_factory=list)


def answer(evidence: Evidence) -> Answer:
    """Works as a whole, doubtful items, items by unit, by class, by sex and variants; silences."""
    gathered = _Gathered()
    for matrix in matrices(evidence):
        found = worth(matrix)
        if isinstance(found, TooLittle):
            gathered.small[matrix.ru] = matrix.pupils
        else:
            _gather(evidence, gathered, found)
    if not gathered.works and not gathered.small:
        why = "Нет баллов за отдельные задания: загрузите файл с результатами по заданиям."
        return Answer("items", (), (_silence(evidence, why, Sample(0, 0, 0)),))
    findings = [
        *gathered.works,
        *zones.findings(gathered.zones),
        *units_told.findings(evidence, units.standing(gathered.units)),
        *classes.findings(evidence, gathered.classes),
        *_doubtful(evidence, gathered.doubts),
        *(told.of_sex(evidence, one) for one in favoured(gathered.sexes)),
        *_variants(evidence, gathered.unlike),
    ]
    return Answer(
        "items", tuple(sorted(findings, key=reading_order)), tuple(_silences(evidence, gathered))
    )


def _gather(evidence: Evidence, gathered: _Gathered, found: Worth) -> None:
    matrix = found.matrix
    gathered.works.append(told.of_work(evidence, found))
    gathered.doubts += doubts(found)
    gathered.units += units.profiles(evidence, found)
    gathered.classes += classes.compared(matrix)
    gathered.zones += zones.shares(evidence, matrix)
    sexes = by_sex(matrix)
    if not isinstance(sexes, TooLittle):
        gathered.sexes.append((matrix, sexes))
    elif sexes.have:
        gathered.few_sexes.append(f"{matrix.ru} — {words.people(int(sexes.have))}")
    else:
        gathered.no_sexes += 1
    unlike, few = variants(matrix)
    gathered.unlike += unlike
    gathered.few_variants += [f"{matrix.ru}: вариант {name}" for name in few]
    gathered.written.append(matrix)


def _doubtful(evidence: Evidence, found: list[Doubt]) -> Iterator[Finding]:
    q = adjusted([one.p for one in found])
    for one, at in zip(found, q.tolist(), strict=True):
        if sureness(1 - at) == "sure":
            yield told.doubtful(evidence, one, at)


def _variants(evidence: Evidence, found: list[Unlike]) -> Iterator[Finding]:
    """Variants are made alike: a difference must stand for all of them together (Bonferroni)."""
    for one in found:
        at = min(one.p * len(found), 1.0)
        if sureness(1 - at) == "sure":
            yield told.of_variants(evidence, one, at)


def _silences(evidence: Evidence, gathered: _Gathered) -> Iterator[Silence]:
    if gathered.small:
        listed = "; ".join(f"{name} — {words.people(n)}" for name, n in gathered.small.items())
        why = f"Для анализа заданий нужно не менее 10 участников работы, есть: {listed}."
        yield _silence(evidence, why, Sample(max(gathered.small.values()), 1, len(gathered.small)))
    if gathered.no_sexes or gathered.few_sexes:
        yield _sexes(evidence, gathered)
    if gathered.few_variants:
        why = (
            f"Баллы вариантов оставлены без пересчёта: нужно не менее {EQUATING} участников "
            f"каждого варианта: {'; '.join(gathered.few_variants)}."
        )
        yield _silence(evidence, why, Sample(0, 0, len(gathered.few_variants)))
    yield from zones.refusals(gathered.zones)
    again = sum(_earlier(evidence, matrix) for matrix in gathered.written)
    if again:
        why = (
            "Баллы разных лет не пересчитаны друг в друга: файлы не говорят, какие задания общие, "
            "а работу одного класса в разные годы пишут разные обучающиеся. Сравнивайте положение "
            f"относительно остальных школ того же года. Работ, писавшихся и раньше: {again}."
        )
        yield _silence(evidence, why, Sample(0, 0, again))


def _sexes(evidence: Evidence, gathered: _Gathered) -> Silence:
    parts = []
    if gathered.no_sexes:
        parts.append(f"пол участников не указан — {words.counted(gathered.no_sexes, 'work')}")
    if gathered.few_sexes:
        parts.append(
            f"в меньшей из групп менее {DIF_GROUP} участников: {'; '.join(gathered.few_sexes)}"
        )
    why = f"Равноценность заданий для девочек и мальчиков не проверена: {'; '.join(parts)}."
    return _silence(evidence, why, Sample(0, 0, gathered.no_sexes + len(gathered.few_sexes)))


def _earlier(evidence: Evidence, matrix: Matrix) -> bool:
    work = matrix.work
    same = (work.procedure, work.subject, work.grade)
    return any(
        (one.procedure, one.subject, one.grade) == same and one.year < work.year
        for one in evidence.works
    )


def _silence(evidence: Evidence, why: str, sample: Sample) -> Silence:
    period = words.period(evidence.last_year)
    return Silence("items", "region", region_of(evidence), period, why, sample)

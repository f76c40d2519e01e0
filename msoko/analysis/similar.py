"""Question: which schools work in the most similar circumstances, and are there groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.circumstances import Circumstances, circumstances
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.analysis.methods.clusters import Clusters, clusters
from msoko.analysis.methods.neighbours import Neighbours, neighbours
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import for_schools

NEAREST = 5
_SEED = 2026
_RULE = "расстояние — среднее квадратическое различий признаков в стандартных отклонениях"
_SOURCE = "правила выводов системы (похожие школы вместо групп, когда школ меньше 70)"
_SAYS_NOT = (
    "Похожи условия, а не результаты; список не делит школы на сорта и может измениться "
    "вместе с признаками."
)


@dataclass(frozen=True)
class Likeness:
    """Neighbours of every school: code → (code, distance), nearest first."""

    of: Mapping[str, tuple[tuple[str, float], ...]]
    known: Circumstances
    refusal: TooLittle | None = None


def likeness(evidence: Evidence) -> Likeness:
    """Nearest schools by circumstances over the whole store; empty with the reason why."""
    return evidence.once(("likeness", evidence.asked_year), lambda: _likeness(evidence))


def _likeness(evidence: Evidence) -> Likeness:
    known = circumstances(evidence)
    if not known.schools:
        return Likeness({}, known, TooLittle(1, 0, "Условия работы школ неизвестны."))
    if not np.ptp(known.values, axis=0).any():
        return Likeness({}, known, TooLittle(1, 0, "Условия у всех школ одинаковы."))
    found = neighbours(known.values, min(NEAREST, max(1, len(known.schools) - 1)))
    if isinstance(found, TooLittle):
        return Likeness({}, known, found)
    return Likeness({s: _nearest(found, known, row) for row, s in enumerate(known.schools)}, known)


def answer(evidence: Evidence) -> Answer:
    """Neighbours of every school with distances, declared groups, and groups that prove stable."""
    like = likeness(evidence)
    year = evidence.last_year
    why = str(like.refusal) if like.refusal else "Не все условия работы школы известны."
    silent = like.known.unknown if like.of else (*like.known.unknown, *like.known.schools)
    sample = Sample(0, len(like.known.schools))
    silences = [_silence("organisation", one, year, why, sample) for one in sorted(set(silent))]
    findings = [_finding(evidence, like, school) for school in like.of]
    groups = [*_declared(evidence, like, year), _discovered(evidence, like, year)]
    findings += [one for one in groups if isinstance(one, Finding)]
    silences += [one for one in groups if isinstance(one, Silence)]
    return Answer("similar", tuple(findings), tuple(silences))


def _nearest(found: Neighbours, known: Circumstances, row: int) -> tuple[tuple[str, float], ...]:
    pairs = zip(found.nearest[row], found.distance[row], strict=True)
    return tuple((known.schools[int(place)], float(apart)) for place, apart in pairs)


def _finding(evidence: Evidence, like: Likeness, school: str) -> Finding:
    year, near = evidence.last_year, like.of[school]
    listed = "; ".join(
        f"{words.quoted(evidence.name(code, year))} ({words.decimal(apart, 2)})"
        for code, apart in near
    )
    sentence = (
        f"По условиям ({', '.join(like.known.names)}) ближе других к школе "
        f"{words.quoted(evidence.name(school, year))}: {listed}; в скобках — расстояние "
        "в стандартных отклонениях"
    )
    rows = tuple(
        {"x": apart, "y": evidence.name(code, year), "label": _features(like, code)}
        for code, apart in near
    )
    return _similar(
        "organisation",
        school,
        year,
        words.spoken(sentence, pupils=0),
        near[0][1],
        Sample(0, len(like.known.schools)),
        {
            "nearest": [{"organisation": code, "distance": apart} for code, apart in near],
            "features": dict(like.known.raw[school]),
            "rule": _RULE,
        },
        Chart(
            f"Похожие по условиям: {evidence.name(school, year)}",
            "bar",
            "расстояние, стандартных отклонений",
            "школа",
            rows,
        ),
    )


def _features(like: Likeness, code: str) -> str:
    values = like.known.raw[code]
    return "; ".join(f"{name}: {words.decimal(value, 2)}" for name, value in values.items())


def _declared(evidence: Evidence, like: Likeness, year: int) -> Iterator[Finding]:
    """Groups the register declares, by municipality, with the year they are declared from."""
    groups: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for code in (*like.known.schools, *like.known.unknown):
        row = evidence.units.row(code, year) or {}
        if row.get("cluster"):
            place = evidence.municipality(code, year)
            groups.setdefault((place, row["cluster"]), []).append((code, row["year"]))
    for (place, group), members in sorted(groups.items()):
        since = min(start for _, start in members)
        said = (
            f"Группа «{group}» объявлена в реестре с {words.year(since)} учебного года: "
            f"{words.counted(len(members), 'school')}"
        )
        yield _similar(
            "municipality", place, year, words.spoken(said, pupils=0), float(len(members)),
            Sample(0, len(members)), {"group": group, "since": since, "members": members}, None,
        )  # fmt: skip


def _discovered(evidence: Evidence, like: Likeness, year: int) -> Finding | Silence:
    """Groups nobody declared, over the whole store: only when chance gives no such ones."""
    schools, region = len(like.known.schools), region_of(evidence)
    sample = Sample(0, schools)
    if for_schools(schools).clusters != "with_null_test":
        why = (
            f"Группы школ не ищутся: нужно не менее 70 школ с известными условиями, "
            f"есть {schools}; вместо групп показаны похожие школы."
        )
        return _silence("region", region, year, why, sample)
    found = clusters(like.known.values, resamples=10, nulls=19, seed=_SEED)
    if isinstance(found, TooLittle):
        return _silence("region", region, year, str(found), sample)
    if not found.structure:
        why = (
            "Деление школ на группы по условиям не доказано: наименьшая устойчивость группы "
            f"{words.decimal(float(found.stability.min()), 2)}, а данные без всяких групп дают "
            f"такую же с вероятностью {words.decimal(found.p, 2)} (нужно не больше 0,05)."
        )
        return _silence("region", region, year, why, sample)
    return _groups(region, year, like, found)


def _groups(region: str, year: int, like: Likeness, found: Clusters) -> Finding:
    sizes = ", ".join(str(int(size)) for size in found.sizes)
    weakest = float(found.stability.min())
    said = (
        f"По условиям школы региона делятся на {len(found.sizes)} устойчивые группы "
        f"(школ: {sizes}); наименьшая устойчивость {words.decimal(weakest, 2)}"
    )
    labels = zip(like.known.schools, np.asarray(found.labels).tolist(), strict=True)
    return _similar(
        "region", region, year, words.spoken(said, pupils=0), weakest,
        Sample(0, len(like.known.schools)),
        {
            "rule": "k-средних по признакам условий; число групп 2–4", "seed": _SEED, "p": found.p,
            "stability": found.stability.tolist(), "features": list(like.known.names),
            "centres": found.centres.tolist(), "members": dict(labels),
        },
        None,
    )  # fmt: skip


def region_of(evidence: Evidence) -> str:
    """The name of the region the store is about: the most frequent in the register."""
    codes = evidence.units.codes
    named = [evidence.units.region(code, evidence.last_year) for code in codes]
    return max(sorted(set(named)), key=named.count) if named else "(регион не указан)"


def _silence(unit_kind: str, unit: str, year: int, why: str, sample: Sample) -> Silence:
    return Silence("similar", unit_kind, unit, words.period(year), why, sample)  # type: ignore[arg-type]


def _similar(
    unit_kind: str, unit: str, year: int, sentence: str, value: float, sample: Sample,
    evidence: dict[str, object], chart: Chart | None,
) -> Finding:  # fmt: skip
    return Finding(
        kind="similar",
        question="similar",
        unit_kind=unit_kind,  # type: ignore[arg-type]
        unit=unit,
        period=words.period(year),
        sure="described",
        sentence=sentence,
        measured="расстояние или число школ",
        value=value,
        low=None,
        high=None,
        sample=sample,
        method=_RULE,
        source=_SOURCE,
        says_not=_SAYS_NOT,
        evidence=evidence,
        chart=chart,
    )

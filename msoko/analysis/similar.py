"""Question: which schools work in the most similar circumstances, and are there groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.circumstances import YES_NO, Circumstances, circumstances
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Answer, Chart, Finding, Sample, Silence
from msoko.analysis.methods.clusters import STABLE, Clusters, clusters
from msoko.analysis.methods.neighbours import Neighbours, neighbours
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import CLUSTER_SCHOOLS, NAMED_UNITS, for_schools

NEAREST = 5
_SEED = 2026
_WHOLE = 20  # pupils from which a mean number of them is told without decimals
_RULE = "расстояние — среднее квадратическое различий признаков в стандартных отклонениях"
_GROUPS_RULE = (
    "k-средних по признакам условий, 2–4 группы; устойчивость — совпадение с группами повторных "
    "выборок (Жаккар), сравнение с нормальными данными без групп"
)
_SOURCE = (
    "Hennig 2007 (устойчивость групп); правила выводов системы (похожие школы вместо групп, когда "
    "школ меньше 70)"
)
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
    silent = like.known.unknown if like.of else (*like.known.unknown, *like.known.schools)
    sample = Sample(0, len(like.known.schools))
    silences = [
        _silence("organisation", one, year, _why(like, one), sample) for one in sorted(silent)
    ]
    findings = [_finding(evidence, like, school) for school in like.of]
    groups = [*_declared(evidence, like, year), _discovered(evidence, like, year)]
    findings += [one for one in groups if isinstance(one, Finding)]
    silences += [one for one in groups if isinstance(one, Silence)]
    return Answer("similar", tuple(findings), tuple(silences))


def _why(like: Likeness, school: str) -> str:
    lacking = like.known.unknown.get(school, ())
    if like.refusal or not lacking:
        return str(like.refusal or "Условия работы школы неизвестны.")
    return f"Похожие школы не показаны: о школе неизвестно: {', '.join(lacking)}."


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
        ("расстояние до ближайшей школы, стандартных отклонений", near[0][1]),
        Sample(0, len(like.known.schools)),
        {
            "nearest": [{"organisation": code, "distance": apart} for code, apart in near],
            "features": dict(like.known.raw[school]),
            "rule": _RULE,
        },
        _RULE,
        Chart(
            f"Похожие по условиям: {evidence.name(school, year)}",
            "bar",
            "расстояние, стандартных отклонений",
            "школа",
            rows,
        ),
    )


def _features(like: Likeness, code: str) -> str:
    return "; ".join(_feature(name, value) for name, value in like.known.raw[code].items())


def _feature(name: str, value: float) -> str:
    """«обучающихся в школе: 412», «доля учителей высшей категории: 31 %», «сельская школа: да»."""
    if name == YES_NO:
        return f"{name}: {'да' if value else 'нет'}"
    if name.startswith("доля"):
        return f"{name}: {words.percent(value, 0)}"
    return f"{name}: {words.decimal(value, 0 if value == int(value) or value > _WHOLE else 1)}"


def _declared(evidence: Evidence, like: Likeness, year: int) -> Iterator[Finding]:
    """Groups the register declares, by municipality, with the year each school is in them from."""
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for code in (*like.known.schools, *like.known.unknown):
        group = (evidence.units.row(code, year) or {}).get("cluster")
        if group:
            place = evidence.municipality(code, year)
            groups.setdefault((place, group), {})[code] = _since(evidence, code, group, year)
    for (place, group), members in sorted(groups.items()):
        since = min(members.values())
        said = (
            f"{words.quoted(place)}: группа {words.quoted(group)} объявлена в реестре с "
            f"{words.year(since)} учебного года: {words.counted(len(members), 'school')}"
        )
        if len(members) <= NAMED_UNITS:
            named = (words.quoted(evidence.name(code, year)) for code in sorted(members))
            said += f" ({', '.join(named)})"
        numbers = {"group": group, "since": since, "members": sorted(members.items())}
        yield _similar(
            "municipality", place, year, words.spoken(said, pupils=0),
            ("школ в группе", float(len(members))), Sample(0, len(members)), numbers,
            "группы реестра организаций как они объявлены",
            _members(evidence, like, year, group, members),
        )  # fmt: skip


def _since(evidence: Evidence, code: str, group: str, year: int) -> int:
    """The year of the first of the register's rows in a row that name the group."""
    since = year
    for row in reversed(evidence.units.rows.get(code, [])):
        if row["year"] <= year and row.get("cluster") == group:
            since = int(row["year"])
        elif row["year"] <= year:
            break
    return since


def _members(
    evidence: Evidence, like: Likeness, year: int, group: str, members: Mapping[str, int]
) -> Chart | None:
    """Schools of a group along the first circumstance, the others in words: those told of."""
    known = [code for code in sorted(members) if code in like.known.raw]
    if not known:
        return None
    first = like.known.names[0]
    rows = tuple(
        {
            "x": like.known.raw[code][first],
            "y": evidence.name(code, year),
            "label": f"в группе с {words.year(members[code])}; {_features(like, code)}",
        }
        for code in known
    )
    return Chart(f"Группа {words.quoted(group)}", "point", first, "школа", rows)


def _discovered(evidence: Evidence, like: Likeness, year: int) -> Finding | Silence:
    """Groups nobody declared, over the whole store: only when chance gives no such ones.

    A yes-no circumstance cuts schools in two by itself: groups are sought by the others alone.
    """
    schools, region = len(like.known.schools), region_of(evidence)
    sample = Sample(0, schools)
    if for_schools(schools).clusters != "with_null_test":
        why = (
            f"Группы школ не ищутся: нужно не менее {CLUSTER_SCHOOLS} школ с известными условиями, "
            f"есть {schools}{'; вместо групп показаны похожие школы' if like.of else ''}."
        )
        return _silence("region", region, year, why, sample)
    columns = [
        k for k in range(len(like.known.names)) if np.unique(like.known.values[:, k]).size > 2
    ]
    if not columns:
        why = "Группы школ не ищутся: известны только условия вида «да — нет»."
        return _silence("region", region, year, why, sample)
    found = clusters(like.known.values[:, columns], resamples=10, nulls=19, seed=_SEED)
    if isinstance(found, TooLittle):
        return _silence("region", region, year, str(found), sample)
    if not found.structure:
        why = (
            "Деление школ на группы по условиям не доказано: наименьшая устойчивость группы "
            f"{words.decimal(float(found.stability.min()), 2)} (нужно не меньше "
            f"{words.decimal(STABLE, 2)}), а данные без всяких групп дают не меньшую с "
            f"вероятностью {words.decimal(found.p, 2)} (нужно не больше 0,05)."
        )
        return _silence("region", region, year, why, sample)
    return _groups(region, year, like, found, tuple(like.known.names[k] for k in columns))


def _groups(
    region: str, year: int, like: Likeness, found: Clusters, names: tuple[str, ...]
) -> Finding:
    sizes = ", ".join(str(int(size)) for size in found.sizes)
    weakest = float(found.stability.min())
    said = (
        f"{words.quoted(region)}, {words.year(year)}: по условиям ({', '.join(names)}) школы "
        f"делятся на {len(found.sizes)} устойчивые группы (школ: {sizes}); наименьшая "
        f"устойчивость {words.decimal(weakest, 2)} из 1"
    )
    labels = np.asarray(found.labels).tolist()
    rows = []
    for group, stable in enumerate(found.stability.tolist()):
        own = [s for s, label in zip(like.known.schools, labels, strict=True) if label == group]
        means = {name: float(np.mean([like.known.raw[s][name] for s in own])) for name in names}
        told = "; ".join(_feature(name, mean) for name, mean in means.items())
        rows.append({"x": stable, "y": f"группа {group + 1} (школ: {len(own)})",
                     "label": f"в среднем {told}", "border": STABLE})  # fmt: skip
    return _similar(
        "region", region, year, words.spoken(said, pupils=0),
        ("наименьшая устойчивость группы, от 0 до 1", weakest),
        Sample(0, len(like.known.schools)),
        {
            "rule": _GROUPS_RULE, "seed": _SEED, "p": found.p,
            "stability": found.stability.tolist(), "features": list(names),
            "centres": found.centres.tolist(),
            "members": dict(zip(like.known.schools, labels, strict=True)),
        },
        _GROUPS_RULE,
        Chart(
            f"Устойчивость групп школ, {words.year(year)}", "bar",
            "устойчивость (совпадение при повторной выборке)", "группа", tuple(rows),
        ),
    )  # fmt: skip


def region_of(evidence: Evidence) -> str:
    """The name of the region the store is about: the most frequent in the register."""
    codes = evidence.units.codes
    named = [evidence.units.region(code, evidence.last_year) for code in codes]
    return max(sorted(set(named)), key=named.count) if named else "(регион не указан)"


def _silence(unit_kind: str, unit: str, year: int, why: str, sample: Sample) -> Silence:
    return Silence("similar", unit_kind, unit, words.period(year), why, sample)  # type: ignore[arg-type]


def _similar(
    unit_kind: str, unit: str, year: int, sentence: str, measured: tuple[str, float],
    sample: Sample, evidence: dict[str, object], rule: str, chart: Chart | None,
) -> Finding:  # fmt: skip
    return Finding(
        kind="similar",
        question="similar",
        unit_kind=unit_kind,  # type: ignore[arg-type]
        unit=unit,
        period=words.period(year),
        sure="described",
        sentence=sentence,
        measured=measured[0],
        value=measured[1],
        low=None,
        high=None,
        sample=sample,
        method=rule,
        source=_SOURCE,
        says_not=_SAYS_NOT,
        evidence=evidence,
        chart=chart,
    )

"""Official markers and lists as findings, named as official and kept apart from our signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from msoko.analysis import words
from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.finding import Chart, Finding, Sample, Silence
from msoko.analysis.integrity.markers import (
    GRADES,
    SUBJECTS,
    Marked,
    against_journal,
    mean_too_high,
    next_of,
    sharp_change,
    works_with_means,
)
from msoko.analysis.integrity.sittings import Sittings
from msoko.analysis.policy import FEW_MEMBERS, for_schools
from msoko.analysis.similar import region_of
from msoko.vocabulary import PROCEDURES
from msoko.vocabulary import SUBJECTS as SUBJECTS_RU

SOURCE = (
    "ФИОКО, «Методика расчета показателя „Уровень объективности оценки образовательных "
    "результатов в субъекте Российской Федерации“», приложение"
)
NAMES: Mapping[str, str] = {
    "mean": "завышенные значения среднего балла",
    "journal": "несоответствие результатов и школьных отметок",
    "fall": "резкое падение результатов одной параллели",
    "rise": "резкое возрастание результатов одной параллели",
}
METHODS: Mapping[str, str] = {
    "mean": "нижняя граница интервала школы (1,96·s/√m) правее верхней границы интервала региона",
    "journal": "коэффициент Спирмена отметок журнала и первичных баллов меньше нуля",
    "fall": "отношение процентов выполнения больше третьего квартиля на три размаха",
    "rise": "отношение процентов выполнения меньше первого квартиля на три размаха",
}
SAYS_NOT: Mapping[str, str] = {
    "mean": (
        "Признак отмечает школы, чей средний балл превышает региональный, в том числе сильные: в "
        "одном регионе под него подпадали 38–42 % школ."
    ),
    "journal": (
        "В малых классах признак срабатывает случайно: у честных групп из четырёх участников — в "
        "8 % случаев, из двадцати — в 0,2 %."
    ),
    "fall": "Параллель могла смениться, а шкалы двух работ различаются по трудности.",
    "rise": "Параллель могла смениться, а шкалы двух работ различаются по трудности.",
}
_NUMBERS: Mapping[str, str] = {
    "mean": "нижняя граница среднего балла школы {}, верхняя граница по загруженным школам {}",
    "journal": "коэффициент {} при критическом значении {}",
    "fall": "отношение {} при критическом значении {}",
    "rise": "отношение {} при критическом значении {}",
}
_NOT_PROOF = (
    " Признак — не доказательство необъективности; официальное решение принимает Рособрнадзор."
)
_SHOWN = 3  # works a sentence names, the latest first; the table has all
LISTED = "Официальный перечень или акт приводится как данные; система его не проверяет."


@dataclass(frozen=True)
class Fired:
    """One firing of a marker: in which work, its value and the critical value."""

    name: str
    work: Work
    value: float
    critical: float
    pupils: int


def official(evidence: Evidence, field: Sittings, year: int) -> Iterator[Finding | Silence]:
    """The index of every year, then each school: its markers and its places on lists."""
    fired, judged = markers(field)
    yield from _index(evidence, fired, judged, year)
    lists = _lists(evidence, year)
    for code in sorted({*fired, *lists}):
        for name in NAMES:
            own = [one for one in fired.get(code, ()) if one.name == name]
            if own:
                yield _finding(evidence, code, name, own, year)
        if code in lists:
            yield _listed(evidence, code, lists[code], year)


def markers(field: Sittings) -> tuple[dict[str, list[Fired]], dict[int, set[str]]]:
    """Every firing by school, and by year the schools that could be marked at all."""
    fired: dict[str, list[Fired]] = {}
    judged: dict[int, set[str]] = {}
    for name, work, marked in _marked(field):
        for place in np.flatnonzero(marked.pupils > 0).tolist():
            judged.setdefault(work.year, set()).add(field.schools[place])
        for place in np.flatnonzero(marked.fired).tolist():
            one = Fired(
                name, work, float(marked.value[place]), marked.critical, int(marked.pupils[place])
            )
            fired.setdefault(field.schools[place], []).append(one)
    return fired, judged


def _marked(field: Sittings) -> Iterator[tuple[str, Work, Marked]]:
    found, many = {one.work: one for one in field.works}, len(field.schools)
    for work, sitting in found.items():
        if (work.procedure, work.subject, work.grade) in works_with_means():
            yield "mean", work, mean_too_high(sitting, many)
        if work.procedure != "vpr" or work.subject not in SUBJECTS:
            continue
        if work.grade in GRADES:
            yield "journal", work, against_journal(sitting, many)
        if work.grade == GRADES[0] and next_of(work) in found:
            later = found[next_of(work)]
            fall, rise = sharp_change(sitting, later, many)
            yield "fall", later.work, fall
            yield "rise", later.work, rise


def _index(
    evidence: Evidence, fired: Mapping[str, Sequence[Fired]], judged: Mapping[int, set[str]],
    year: int,
) -> Iterator[Finding | Silence]:  # fmt: skip
    for at in sorted(judged):
        schools = len(judged[at])
        if for_schools(schools).comparison == "listing":
            why = (
                "Официальный показатель объективности сравнивает школы с регионом и по данным "
                f"{words.out_of(schools, 'school')} не вычисляется: нужно не менее пяти."
            )
            where = region_of(evidence), words.period(at)
            yield Silence("integrity", "region", *where, why, Sample(0, schools))
            continue
        with_marker = {code for code, own in fired.items() if any(o.work.year == at for o in own)}
        value = 100 - 100 * len(with_marker) / schools
        said = (
            f"{words.quoted(region_of(evidence))}, {words.year(at)}: официальный показатель "
            f"«Уровень объективности оценки образовательных результатов» по загруженным школам — "
            f"{words.decimal(value)}: хотя бы один официальный признак у "
            f"{words.grouped(len(with_marker))} из {words.out_of(schools, 'school')}"
        )
        yield Finding(
            kind="integrity_signal", question="integrity", unit_kind="region",
            unit=region_of(evidence), period=words.period(at), sure="described",
            sentence=words.spoken(said, pupils=0),
            measured="100 минус процент школ хотя бы с одним официальным признаком",
            value=value, low=None, high=None, sample=Sample(0, schools),
            method="100 − процент школ хотя бы с одним из 14 признаков", source=SOURCE,
            says_not=SAYS_NOT["mean"] + _NOT_PROOF,
            evidence={
                "kind": "official_index", "official": True, "marked": len(with_marker),
                "schools": schools, "upto": words.period(year),
            },
        )  # fmt: skip


def _finding(evidence: Evidence, code: str, name: str, own: Sequence[Fired], year: int) -> Finding:
    last = max(one.work.year for one in own)
    latest = sorted(own, key=lambda one: (-one.work.year, one.work))[:_SHOWN]
    where = "; ".join(_told(one) for one in latest)
    if len(own) > _SHOWN:
        where += f"; ещё {words.counted(len(own) - _SHOWN, 'work')} — в таблице"
    school = evidence.name(code, last)
    title = f"{school}: {NAMES[name]}"
    said = (
        f"{words.quoted(school)}: официальный признак ФИОКО {words.quoted(NAMES[name])} — {where}"
    )
    told = [one for one in own if one.pupils >= FEW_MEMBERS]
    rows = tuple(
        {"x": _work_ru(one.work), "y": part, "series": series}
        for one in told
        for series, part in (("школа", one.value), ("критическое значение", one.critical))
    )
    return Finding(
        kind="integrity_signal", question="integrity", unit_kind="organisation", unit=code,
        period=words.period(last), sure="signal", sentence=words.spoken(said, pupils=0),
        measured=f"официальный признак: {NAMES[name]}", value=None, low=None, high=None,
        sample=Sample(
            max(one.pupils for one in own), 1, len(own), len({one.work.year for one in own})
        ),
        method=METHODS[name], source=SOURCE, says_not=SAYS_NOT[name] + _NOT_PROOF,
        evidence={
            "kind": f"official_{name}", "official": True, "upto": words.period(year),
            "works": [{"work": one.work.key, "participants": words.people(one.pupils)}
                      | ({"value": one.value, "critical": one.critical} if one in told else {})
                      for one in own],
        },
        chart=Chart(title, "bar", "работа", "значение", rows) if rows else None,
    )  # fmt: skip


def _told(one: Fired) -> str:
    """«ВПР, математика, 4 класс, 2022/23: отношение 1,41 при критическом 1,12 (20 участников)»."""
    if one.pupils < FEW_MEMBERS:
        return f"{_work_ru(one.work)} (участников {words.people(one.pupils)})"
    people = words.counted(one.pupils, "participant")
    value = _NUMBERS[one.name].format(words.decimal(one.value, 2), words.decimal(one.critical, 2))
    return f"{_work_ru(one.work)}: {value} ({people})"


def _work_ru(work: Work) -> str:
    procedure = {"vpr": "ВПР", "oge": "ОГЭ"}.get(work.procedure, PROCEDURES[work.procedure])
    subject = SUBJECTS_RU[work.subject].lower()
    return f"{procedure}, {subject}, {work.grade} класс, {words.year(work.year)}"


def _lists(evidence: Evidence, year: int) -> dict[str, list[dict[str, object]]]:
    """Rows of lists and review acts by school, up to the year."""
    rows = evidence.table("reviews")
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows.to_pylist() if rows is not None else []:
        if row["year"] <= year:
            found.setdefault(row["organisation"], []).append(row)
    return found


def _listed(
    evidence: Evidence, code: str, rows: Sequence[Mapping[str, object]], year: int
) -> Finding:
    parts: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        status = "есть признаки" if row["status"] == "unreliable" else "объективно"
        parts.setdefault((status, _list_ru(row)), []).append(_row_ru(row))
    said = "; ".join(
        f"{words.quoted(source)} ({status}): {', '.join(sorted(works))}"
        for (status, source), works in sorted(parts.items())
    )
    last = max(int(str(row["year"])) for row in rows)
    doubted = [row for row in rows if row["status"] == "unreliable"]
    sentence = f"{words.quoted(evidence.name(code, last))}: {said}"
    return Finding(
        kind="integrity_signal", question="integrity", unit_kind="organisation", unit=code,
        period=words.period(last), sure="described", sentence=words.spoken(sentence, pupils=0),
        measured="число работ с официально отмеченными признаками", value=float(len(doubted)),
        low=None, high=None,
        sample=Sample(0, 1, len(rows), len({row["year"] for row in rows})),
        method="официальный перечень или акт перепроверки, как загружен",
        source="; ".join(sorted({_list_ru(row) for row in rows})), says_not=LISTED,
        evidence={
            "kind": "official_list", "official": True, "upto": words.period(year),
            "rows": [{name: row[name] for name in
                      ("year", "procedure", "subject", "grade", "status", "basis")}
                     for row in rows],
        },
    )  # fmt: skip


def _list_ru(row: Mapping[str, object]) -> str:
    """The list or act a row is of; a file may leave it unnamed, a finding never does."""
    return str(row["source"]).strip() or "перечень или акт без названия"


def _row_ru(row: Mapping[str, object]) -> str:
    subject = SUBJECTS_RU.get(str(row["subject"]), "все предметы").lower()
    grade = f", {row['grade']} класс" if row["grade"] else ""
    return f"{words.year(int(str(row['year'])))}, {subject}{grade}"

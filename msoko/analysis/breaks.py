"""Where a series of years breaks: another round, work or scale, another definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, Work
from msoko.analysis.natures import agreed
from msoko.profile.formula import ChangeFormula
from msoko.profile.profile import Profile


@dataclass(frozen=True, order=True)
class Break:
    """The first academic year that must not be joined with the one before it, and why."""

    year: int
    why: str
    source: str


def told_breaks(found: Sequence[Break], year: Callable[[int], str], between: str = " — ") -> str:
    """Breaks in words, by the words of a year: «2024/25 — с 2025 года работы построены заново»."""
    return "; ".join(f"{year(one.year)}{between}{one.why}" for one in found)


_AUTUMN = "осенью 2020 года работу за прошлый класс писали в следующем классе"
_AFTER_AUTUMN = "годом раньше, осенью 2020 года, работу за прошлый класс писали в следующем классе"
_AUTUMN_SOURCE = "файлы ВПР одного региона за 2020 год"
DATED: Mapping[str, tuple[Break, ...]] = {
    "vpr": (
        Break(2019, _AUTUMN, _AUTUMN_SOURCE),
        Break(2020, _AFTER_AUTUMN, _AUTUMN_SOURCE),
        Break(
            2024, "с 2025 года работы ВПР построены заново и короче", "описания работ ВПР 2025 года"
        ),
    ),
}
_NEVER: Mapping[date, str] = {}
_BOUNDARIES = ("mark_3", "mark_4", "mark_5", "pass")
_WorkName = tuple[str, str, int]


@dataclass(frozen=True)
class Breaks:
    """All breaks: dated ones by procedure, and those seen in works and scales."""

    seen: Mapping[_WorkName, tuple[Break, ...]]

    def of(
        self,
        fixed: Mapping[str, str],
        years: Sequence[int],
        revised: Mapping[date, str] = _NEVER,
        *,
        calendar: bool = False,
    ) -> tuple[Break, ...]:
        """Breaks inside a span of years for rows that agree in `fixed` columns.

        `revised` are the days an indicator's definition changed; a break of it goes before others.
        `calendar`: the years are calendar ones; a work belongs to the one its academic year ends
        in, and so does that autumn of 2020.
        """
        if len(years) < 2:
            return ()
        works = [replace(one, year=one.year + calendar) for one in self._of_works(fixed)]
        found = [*sorted(_redefined(revised, calendar=calendar)), *sorted(works)]
        first: dict[int, Break] = {}
        for one in found:
            if min(years) < one.year <= max(years):
                first.setdefault(one.year, one)
        return tuple(sorted(first.values()))

    def _of_works(self, fixed: Mapping[str, str]) -> set[Break]:
        procedures = fixed.get("procedure", fixed.get("procedures", "")).split(",")
        found = {one for procedure in procedures for one in DATED.get(procedure, ())}
        for (held, subject, grade), breaks in self.seen.items():
            if (
                held in procedures
                and fixed.get("subject", subject) == subject
                and fixed.get("grade", str(grade)) == str(grade)
            ):
                found.update(breaks)
        return found

    def linked(
        self,
        fixed: Mapping[str, str],
        years: Sequence[int],
        revised: Mapping[date, str] = _NEVER,
        *,
        calendar: bool = False,
    ) -> list[int]:
        """The latest of the years that no break parts from one another."""
        breaks = self.of(fixed, years, revised, calendar=calendar)
        since = max((one.year for one in breaks), default=min(years, default=0))
        return [year for year in sorted(years) if year >= since]


def inside_difference(
    breaks: Breaks, profile: Profile, formula: ChangeFormula, year: int
) -> tuple[Break, ...]:
    """Breaks between the two years of an indicator that is itself a difference of years."""
    base = profile.indicator(formula.of)
    if base is None:
        return ()
    fixed = agreed(base.formula_of(formula.line))
    return breaks.of(fixed, [year - formula.back, year], base.revised)


def _redefined(revised: Mapping[date, str], *, calendar: bool) -> Iterable[Break]:
    """The year a new definition came in is counted by it whole, as with borders of acts: what is
    in force on the year's last day decides."""
    for day, what in revised.items():
        year = day.year if calendar or day.month >= _SEPTEMBER else day.year - 1
        source = f"профиль, показатель: revised с {day:%d.%m.%Y}"
        yield Break(year, f"изменилось определение: {what}", source)


_SEPTEMBER = 9


def breaks_of(evidence: Evidence) -> Breaks:
    """Breaks seen in the store: another largest score or other published mark boundaries."""
    return evidence.once("breaks", lambda: _breaks_of(evidence))


def _breaks_of(evidence: Evidence) -> Breaks:
    known: dict[Work, dict[str, float]] = {}
    for work, name, score in [*_largest(evidence), *_published(evidence)]:
        known.setdefault(work, {})[name] = score
    found: dict[_WorkName, list[Break]] = {}
    for work in sorted(known):
        before = Work(work.procedure, work.subject, work.grade, work.year - 1)
        changed = _changed(known.get(before, {}), known[work])
        if changed:
            held = (work.procedure, work.subject, work.grade)
            found.setdefault(held, []).append(Break(work.year, changed, "данные хранилища"))
    return Breaks({name: tuple(breaks) for name, breaks in found.items()})


def _changed(then: Mapping[str, float], now: Mapping[str, float]) -> str:
    if "max" in then and "max" in now and then["max"] != now["max"]:
        return f"наибольший балл работы изменился: было {then['max']:g}, стало {now['max']:g}"
    if any(then[name] != now[name] for name in _BOUNDARIES if name in then and name in now):
        return "изменились границы отметок"
    return ""


def _largest(evidence: Evidence) -> Iterable[tuple[Work, str, float]]:
    """The most frequent largest score of each work."""
    if evidence.table("results") is None:
        return
    keys = ["procedure", "subject", "grade", "year", "max_score"]
    rows = evidence.results.select(keys)
    told = rows.filter(rows["max_score"].is_valid())
    counts = told.group_by(keys).aggregate([([], "count_all")]).sort_by("count_all")
    for row in counts.to_pylist():
        yield Work(*(row[name] for name in keys[:4])), "max", row["max_score"]


def _published(evidence: Evidence) -> Iterable[tuple[Work, str, float]]:
    """Boundaries from documents; those told from files are as sure as the file is big."""
    rows = evidence.table("scales")
    if rows is None:
        return
    sure = pc.not_equal(pc.fill_null(rows["certainty"], "derived"), "derived")
    for row in rows.filter(sure).to_pylist():
        if row["grade"] is not None and row["subject"] is not None:
            work = Work(row["procedure"], row["subject"], row["grade"], row["year"])
            yield work, row["boundary"], row["score"]

"""`msoko explain`: a number told back to its clause, its formula, its files and rows."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from msoko.commands.compute import computed_for
from msoko.commands.places import store_named
from msoko.commands.said import (
    Refusal,
    add_format,
    add_profile,
    add_store,
    profile_named,
    tell,
    tell_json,
    year_named,
)
from msoko.commands.words import headline, number, verdict
from msoko.explain import FileRows, Told, explain
from msoko.facts.store import Store
from msoko.indicators.compute import Computed
from msoko.indicators.gather import StoreFacts
from msoko.indicators.parts import Part, parts_of
from msoko.indicators.thresholds import raised
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile
from msoko.profile.threshold_words import threshold_words
from msoko.vocabulary import AcademicYear

_SHOWN_FILES = 12


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "explain",
        help="рассказать, откуда взялось число",
        description="Показывает значение, числитель и знаменатель, пункт акта, файлы и строки.",
    )
    parser.add_argument("indicator", metavar="ПОКАЗАТЕЛЬ", help="код показателя")
    parser.add_argument(
        "--unit", required=True, metavar="КОД", help="организация или муниципалитет"
    )
    parser.add_argument(
        "--year", required=True, metavar="ГОД", help="учебный год, например 2024-25"
    )
    parser.add_argument("--line", metavar="СТРОКА", help="строка показателя (подпункт)")
    parser.add_argument(
        "--breakdown", default="", metavar="РАЗРЕЗ", help="например subject=math;grade=4"
    )
    add_store(parser)
    add_profile(parser)
    add_format(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when there is no such value."""
    asked = (args.indicator, args.unit, year_named(args.year))
    profile = profile_named(args.profile)
    store = store_named(args.store)
    computed = computed_for(profile, store, [args.indicator])
    if args.format == "json":
        tell_json(_as_json(*_told(profile, store, computed, *asked, args.line, args.breakdown)))
    else:
        tell_explanation(profile, store, computed, *asked, args.line, args.breakdown)
    return 0


def tell_explanation(
    profile: Profile,
    store: Store,
    computed: Computed,
    indicator: str,
    unit: str,
    year: AcademicYear,
    line: str | None = None,
    breakdown: str = "",
) -> None:
    """A number in words with its thread back; Refusal when there is no such value."""
    part, told = _told(profile, store, computed, indicator, unit, year, line, breakdown)
    _tell(profile, part, told)
    _tell_thresholds(part.indicator, computed, unit, year)


def _told(
    profile: Profile,
    store: Store,
    computed: Computed,
    name: str,
    unit: str,
    year: AcademicYear,
    line: str | None,
    breakdown: str,
) -> tuple[Part, Told]:
    indicator = profile.indicator(name)
    if indicator is None:
        raise Refusal(f"нет показателя {name}")
    part = _part(indicator, line)
    cell = ";".join(filter(None, (part.label, breakdown)))
    told = explain(computed, StoreFacts(store), part, unit, str(year), cell)
    if told is None:
        raise Refusal(
            f"значения «{name}» для «{unit}» за {year.ru} нет; "
            f"проверьте код организации{', год и разрез' if breakdown else ' и год'}: "
            f"msoko compute --indicator {name} --store {store.folder}"
        )
    return part, told


def _part(indicator: Indicator, line: str | None) -> Part:
    label = f"line={line}" if line else ""
    for part in parts_of(indicator):
        if part.label == label:
            return part
    known = ", ".join(line.id for line in indicator.lines) or "строк нет"
    raise Refusal(f"у показателя {indicator.id} нет строки «{line}»; есть: {known}")


def _tell(profile: Profile, part: Part, told: Told) -> None:
    row = told.row
    tell(headline(part, row))
    period = str(row["period"]).replace("-", "/")
    whole = "" if row["denominator"] is None else f" из {number(row['denominator'])}"
    tell(f"  = {number(row['numerator'])}{whole}   ({row['unit']}, {period})")
    for line in clause_lines(profile, part):
        tell(f"  {line}")
    _tell_files("числитель", told.numerator_rows)
    _tell_files("знаменатель", told.denominator_rows)
    if part.indicator.note:
        tell(f"  пояснение: {part.indicator.note}")


def clause_lines(profile: Profile, part: Part) -> list[str]:
    """Where the regulation says so, and which readings of open places are in force."""
    lines = []
    reference = part.indicator.clause
    if reference is not None:
        lines.append(f"основание: {profile.texts.cited(reference)}")
        if reference.quote:
            lines.append(f"  «{reference.quote}»")
    readings = profile.texts.readings
    for name in part.indicator.readings:
        if name in readings:
            lines.append(f"прочтение {name}: {readings[name].in_force}")
    return lines


def _tell_files(what: str, files: tuple[FileRows, ...]) -> None:
    for one in files[:_SHOWN_FILES]:
        sheet = f", лист «{one.sheet}»" if one.sheet else ""
        tell(
            f"  {what}: {one.file}{sheet}, строки {one.ranges} (всего {one.count}), "
            f"загрузка {one.upload}, принята {date.fromisoformat(one.accepted):%d.%m.%Y}"
        )
    if len(files) > _SHOWN_FILES:
        rest = sum(one.count for one in files[_SHOWN_FILES:])
        tell(f"  {what}: и ещё файлов {len(files) - _SHOWN_FILES}, строк {rest}")


def _tell_thresholds(
    indicator: Indicator, computed: Computed, unit: str, year: AcademicYear
) -> None:
    look = computed.look()
    if unit not in look.units():
        return
    for threshold in indicator.thresholds.values():
        found = raised(indicator, threshold, unit, year.start, look)
        tell(f"  порог: {threshold_words(indicator, threshold)}")
        tell(f"    в {year.ru} учебном году: {verdict(found)}")


def _as_json(part: Part, told: Told) -> dict[str, Any]:
    reference = part.indicator.clause
    return {
        **told.row,
        "label": part.indicator.label,
        "catalogue": part.indicator.catalogue,
        "clause": {"act": reference.act, "at": reference.at, "quote": reference.quote}
        if reference
        else None,
        "readings": list(part.indicator.readings),
        "numerator_rows": [asdict(one) for one in told.numerator_rows],
        "denominator_rows": [asdict(one) for one in told.denominator_rows],
    }

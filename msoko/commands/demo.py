"""`msoko demo`: a made-up municipality through the whole way, from files to a number explained."""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path
from typing import Any

from msoko.charts.picture import svg
from msoko.commands.append import accept, outcome_of
from msoko.commands.compute import computed_for, write_values
from msoko.commands.explain import tell_explanation
from msoko.commands.picture import beside_threshold
from msoko.commands.reading import readings
from msoko.commands.said import Refusal, files_named, profile_named, progress, tell
from msoko.commands.serve import open_demo
from msoko.commands.summary import areas, crossed, identified, missing_from, names
from msoko.commands.words import verdict
from msoko.demo import make
from msoko.facts.store import Store
from msoko.indicators.compute import Computed
from msoko.profile.profile import Profile
from msoko.sources.reading.kind import Options
from msoko.vocabulary import AcademicYear

_SHOWN = 6
_MARK = ".msoko-demo"


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "demo",
        help="показать весь путь на вымышленном муниципалитете",
        description="Делает вымышленный муниципалитет в настоящих видах файлов, принимает файлы, "
        "вычисляет все показатели и показывает итог.",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("demo"),
        metavar="ПАПКА",
        help="куда записать (по умолчанию demo; папка делается заново)",
    )
    parser.add_argument("--profile", default="solnechny", metavar="ПРОФИЛЬ", help="профиль")
    parser.add_argument(
        "--variant",
        choices=("district", "one_school"),
        default="district",
        help="district — 12 школ, one_school — одна школа, как в ЗАТО",
    )
    parser.add_argument("--seed", type=int, default=2026, metavar="ЧИСЛО", help="зерно случайности")
    parser.add_argument("--no-serve", action="store_true", help="не открывать веб-приложение")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when every good file was accepted and every bad one refused."""
    started = time.monotonic()
    profile = profile_named(args.profile)
    files, store_folder = args.folder / "файлы", args.folder / "хранилище"
    _cleared(args.folder)
    made = make(files, seed=args.seed, variant=args.variant)
    tell(f"1. Вымышленный муниципалитет «{made.truth.municipality}»:")
    tell(f"   файлов {len(made.files)} в папке {files}")
    store = Store.open(store_folder)
    refused = _append(store, made.files, expected=made.bad_files)
    tell(f"3. Вычисляю показатели профиля «{profile.name}»…")
    computed = computed_for(profile, store)
    values = args.folder / "значения.csv"
    write_values(computed.values.table, "csv", values)
    year = max(computed.years)
    _tell_areas(profile, computed, year)
    _tell_missing(computed, year)
    _tell_crossed(profile, computed, year)
    _tell_identified(profile, computed, year)
    tell()
    tell("Одно число подробно:")
    tell_explanation(profile, store, computed, *made.example)
    picture = args.folder / "картинка.svg"
    chart = beside_threshold(profile, computed, *made.example)
    picture.write_text(svg(chart), encoding="utf-8")
    tell()
    tell(f"Где что лежит: файлы — {files}; хранилище — {store_folder};")
    tell(f"  значения — {values}; картинка — {picture}")
    tell("Спросить о любом числе: msoko explain ПОКАЗАТЕЛЬ --unit КОД --year ГОД")
    tell(f"  --store {store_folder}")
    tell(f"Готово за {time.monotonic() - started:.0f} с.")
    if args.no_serve:
        return refused
    return open_demo(args.folder / "приложение", store_folder, args.profile) or refused


def _cleared(folder: Path) -> None:
    """An empty folder of ours; a folder the demonstration did not make is never touched."""
    mark = folder / _MARK
    if folder.is_file():
        raise Refusal(f"{folder} — файл, а нужна папка: msoko demo --folder ПАПКА")
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise Refusal(
            f"в папке {folder} лежат другие файлы; укажите пустую: msoko demo --folder ПАПКА"
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    mark.touch()


def _append(store: Store, files: list[Path], expected: list[Path]) -> int:
    """Accept every file; 1 when a good one was refused or a bad one accepted."""
    counts: dict[str, int] = {}
    told: list[str] = []
    wrong = 0
    for path, sha256, reading in readings(files_named(files), Options()):
        receipt = accept(store, path, sha256, reading, [])
        outcome = outcome_of(reading, receipt)
        counts[outcome] = counts.get(outcome, 0) + 1
        problems = [*reading.problems, *(receipt.problems if receipt else ())]
        if outcome == "refused":
            told.extend(f"   {problem}" for problem in problems[:2])
            wrong |= int(path not in expected)
        if outcome == "refused" and path not in expected:
            progress(f"не принят: {path}")
    tell(
        f"2. Принято файлов: {counts.get('accepted', 0)}, повторов: {counts.get('already', 0)}, "
        f"не принято с объяснением: {counts.get('refused', 0)}"
    )
    for line in told[: 2 * _SHOWN]:
        tell(line)
    return wrong


def _tell_areas(profile: Profile, computed: Computed, year: int) -> None:
    tell()
    tell(f"Направления, {AcademicYear(year).ru} учебный год:")
    for area in areas(profile, computed, year):
        silent = f"; нет данных: {len(area.silent)}" if area.silent else ""
        tell(
            f"  {area.title}: показателей {area.total}, полностью {area.whole}, "
            f"неполно {area.partial}{silent}"
        )


def _tell_missing(computed: Computed, year: int) -> None:
    waiting = missing_from(computed, year)
    known = names(computed, list(waiting), year)
    tell()
    tell("От кого не хватает сведений:")
    for code, number in list(waiting.items())[:_SHOWN]:
        tell(f"  {known[code]} ({code}): показателей {number}")
    if len(waiting) > _SHOWN:
        tell(f"  и ещё организаций: {len(waiting) - _SHOWN}")


def _tell_crossed(profile: Profile, computed: Computed, year: int) -> None:
    found = crossed(profile, computed, year)
    known = names(computed, [one.unit for one in found], year)
    tell()
    tell(f"Пороги, которые сработали ({AcademicYear(year).ru}): {len(found)}")
    for one in found[: 2 * _SHOWN]:
        indicator = profile.indicators[one.indicator]
        tell(f"  {known[one.unit]}: {indicator.label} — {verdict(one)}")
    if len(found) > 2 * _SHOWN:
        tell(f"  и ещё: {len(found) - 2 * _SHOWN}")


def _tell_identified(profile: Profile, computed: Computed, year: int) -> None:
    for rules in profile.rule_sets.values():
        labels = {category.id: category.label for category in rules.categories}
        found = [i for i in identified(profile, computed, year) if i.rule_set == rules.id]
        known = names(computed, [one.unit for one in found], year)
        tell()
        tell(f"{rules.label} (решение принимает должностное лицо):")
        for one in found:
            if one.category or not one.certain:
                said = labels.get(one.category or "", "слишком мало данных")
                why = ", ".join(
                    result.criterion.label
                    for category, result in one.criteria
                    if category == one.category
                    and result.met
                    and result.criterion.role == "decides"
                )
                tell(f"  {known[one.unit]} ({one.unit}): {said}" + (f" — {why}" if why else ""))

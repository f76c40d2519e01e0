"""`msoko analyse`: questions to the data — findings with their evidence, and honest silences."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msoko.analysis.ask import QUESTIONS, ask
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import KIND_RU, SURENESS_RU, Answer, Finding, Silence
from msoko.analysis.words import quoted
from msoko.commands.charts import write_charts
from msoko.commands.compute import check_units, chosen_indicators, computed_for
from msoko.commands.places import store_named
from msoko.commands.said import (
    Refusal,
    add_format,
    add_profile,
    add_store,
    profile_named,
    progress,
    tell,
    tell_json,
    year_with_data,
)
from msoko.commands.targets import Targets, read_targets
from msoko.problem import has_errors
from msoko.profile.profile import Profile
from msoko.vocabulary import capital

# What is read and found lives to the end: seldom looked through, it costs a twentieth less time.
_GARBAGE = (100_000, 20, 20)
_SHOWN = 20  # silences told one by one on the screen; json holds all


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    listed = "; ".join(f"{one.name} — {one.ru}" for one in QUESTIONS.values())
    parser = subparsers.add_parser(
        "analyse",
        help="задать вопрос данным: дефициты, динамика, прогноз, похожие школы …",
        description=f"Отвечает на вопросы анализа выводами с интервалами и источником метода; там, "
        f"где данных мало, говорит, чего не хватает. Вопросы: {listed}.",
    )
    parser.add_argument(
        "question", metavar="ВОПРОС", choices=[*QUESTIONS, "all"], help="имя вопроса или all — все"
    )
    add_store(parser)
    add_profile(parser)
    parser.add_argument("--year", metavar="ГОД", help="последний учебный год, который смотреть")
    parser.add_argument(
        "--unit", action="append", metavar="КОД", help="только эта организация или муниципалитет"
    )
    parser.add_argument(
        "--indicator", action="append", metavar="КОД", help="только этот показатель"
    )
    parser.add_argument(
        "--charts", type=Path, metavar="ПАПКА", help="записать рисунок каждого вывода в папку (SVG)"
    )
    parser.add_argument(
        "--targets", type=Path, metavar="ФАЙЛ",
        help="цели муниципалитета, с которыми сравнить: таблица CSV или Excel со столбцами "
        "«Показатель», «Строка», «Не менее», «Не более»",
    )  # fmt: skip
    add_format(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 also when all answers are silences; Refusal for an unknown year, unit or
    indicator."""
    gc.set_threshold(*_GARBAGE)
    answers, names = _asked(args)
    if args.charts:
        write_charts(args.charts, answers)
    if args.format == "json":
        tell_json([_as_json(answer) for answer in answers])
    else:
        _tell(answers, names)
    return 0


def _asked(args: argparse.Namespace) -> tuple[list[Answer], Mapping[str, str]]:
    """All answers, and names of the organisations kept silent about; what they were found in is
    let go before they are told."""
    profile, store = profile_named(args.profile), store_named(args.store)
    chosen_indicators(profile, args.indicator)
    targets = _targets(args.targets, profile)
    computed = computed_for(profile, store)
    year = year_with_data(args.year, computed.years).start if args.year else None
    check_units(computed.values.table, args.unit or ())
    asked = tuple(args.indicator or ())
    evidence = Evidence(store, profile, computed, year, asked, targets)
    names = list(QUESTIONS) if args.question == "all" else [args.question]
    answers = []
    for number, name in enumerate(names, 1):
        progress(f"[{number}/{len(names)}] {QUESTIONS[name].ru}")
        answers.append(_answered(name, evidence, args.unit))
    silent = {one.unit for answer in answers for one in answer.silences}
    return answers, {unit: evidence.name(unit, evidence.last_year) for unit in silent}


def _targets(path: Path | None, profile: Profile) -> Targets:
    """The targets of a file; Refusal with every mistake of it."""
    if path is None:
        return {}
    targets, problems = read_targets(path, profile)
    if has_errors(problems):
        told = "\n  ".join(map(str, problems))
        raise Refusal(f"цели не прочитаны:\n  {told}")
    return targets


def _answered(name: str, evidence: Evidence, units: Sequence[str] | None) -> Answer:
    """The answer, narrowed to the units asked for; Refusal when the store has no results at all."""
    try:
        answer = ask(name, evidence)
    except LookupError as error:
        raise Refusal(str(error.args[0] if error.args else error)) from error
    if not units:
        return answer
    return Answer(
        name,
        tuple(one for one in answer.findings if one.unit in units),
        tuple(one for one in answer.silences if one.unit in units),
    )


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "findings": [one.as_dict() for one in answer.findings],
        "silences": [one.as_dict() for one in answer.silences],
    }


def _tell(answers: Iterable[Answer], names: Mapping[str, str]) -> None:
    for answer in answers:
        tell(capital(QUESTIONS[answer.question].ru))
        for kind, findings in _by_kind(answer.findings).items():
            tell(f"  {capital(KIND_RU[kind])}: {len(findings)}")  # type: ignore[index]
            for one in findings:
                tell(f"  — [{SURENESS_RU[one.sure]}] {one.sentence}")
            for limit in dict.fromkeys(one.says_not for one in findings):
                tell(f"    Чего это не значит. {limit}")
        _tell_silences(answer.silences, names)
        tell()


def _by_kind(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    kinds: dict[str, list[Finding]] = {}
    for one in findings:
        kinds.setdefault(one.kind, []).append(one)
    return kinds


def _tell_silences(silences: Sequence[Silence], names: Mapping[str, str]) -> None:
    if not silences:
        return
    tell(f"  Без вывода: {len(silences)}")
    for one in silences[:_SHOWN]:
        period = one.period.replace("-", "/")
        tell(f"  — {quoted(names[one.unit])}, {period}: {one.why}")
    if len(silences) > _SHOWN:
        tell(f"    … и ещё {len(silences) - _SHOWN}; все — с параметром --format json")

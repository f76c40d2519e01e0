"""`msoko check`: loads profiles and tells every problem with file, line and how to mend it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from msoko.documents.checked import documents_problems
from msoko.problem import Problem, has_errors
from msoko.profile.load import Loaded, default_profiles_dir, load_profile
from msoko.profile.load_common import Common, load_common
from msoko.profile.profile import Profile
from msoko.profile.profile_json import profile_json


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="проверить профиль муниципалитета",
        description="Загружает профили, бланки и шаблоны актов и показывает все ошибки с файлом, "
        "строкой и исправлением; строка шаблона Word — номер абзаца.",
    )
    parser.add_argument(
        "profile",
        nargs="*",
        metavar="ПРОФИЛЬ",
        help="имя папки в profiles/ или путь к папке; без имён — все профили",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="все профили, строго: формула без примера — ошибка",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="вид вывода: text или json"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when anything is an error."""
    folders = _folders(args.profile, every=args.all or not args.profile)
    shared: dict[Path, Common] = {}
    loaded = [(folder, _load(folder, shared, strict=args.all)) for folder in folders]
    if args.format == "json":
        sys.stdout.write(json.dumps(_as_json(loaded), ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(loaded)
    return int(not loaded or any(has_errors(one.problems) for _folder, one in loaded))


def _folders(names: Iterable[str], *, every: bool) -> list[Path]:
    """Named folders, else those under `profiles/` that hold a profile."""
    home = default_profiles_dir()
    named = [home / name if (home / name).is_dir() else Path(name) for name in names]
    found = sorted(path.parent for path in home.glob("*/profile.yaml")) if every else []
    return list(dict.fromkeys([*named, *found]))


def _load(folder: Path, shared: dict[Path, Common], *, strict: bool) -> Loaded:
    """The profile with its documents; what several share is read once."""
    place = folder.parent / "common"
    if place.is_dir() and place not in shared:
        shared[place] = load_common(place)
    loaded = load_profile(folder, common=shared.get(place), fresh=True)
    if loaded.draft is not None:
        found = documents_problems(loaded.draft, folder)
        loaded = replace(loaded, problems=(*loaded.problems, *found))
    return replace(loaded, problems=tuple(map(_strictly, loaded.problems))) if strict else loaded


def _strictly(problem: Problem) -> Problem:
    """A formula without a worked example is no longer let pass."""
    return replace(problem, severity="error") if problem.check == "example" else problem


def _as_json(loaded: list[tuple[Path, Loaded]]) -> dict[str, Any]:
    """One profile flat; several as a list."""
    documents = [
        {
            **profile_json(one.draft, folder.name),
            "problems": [problem.as_dict() for problem in one.problems],
        }
        for folder, one in loaded
    ]
    return documents[0] if len(documents) == 1 else {"profiles": documents}


def _tell(loaded: list[tuple[Path, Loaded]]) -> None:
    """Each problem once, then a line for each profile."""
    problems = dict.fromkeys(problem for _folder, one in loaded for problem in one.problems)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    for folder, one in loaded:
        sys.stdout.write(f"{_summary(folder.name, one)}\n")
    if not loaded:
        sys.stdout.write("Профилей не найдено.\n")


def _summary(name: str, loaded: Loaded) -> str:
    errors = sum(problem.severity == "error" for problem in loaded.problems)
    warnings = sum(problem.severity == "warning" for problem in loaded.problems)
    found = f"ошибок {errors}, предупреждений {warnings}"
    if loaded.draft is None:
        return f"{name}: профиль не читается; {found}"
    return f"{name}: {_contents(loaded.draft)}; {found}"


def _contents(profile: Profile) -> str:
    goals = sum(len(area.goals) for area in profile.texts.areas.values())
    lines = sum(len(indicator.lines) for indicator in profile.indicators.values())
    clauses = sum(len(act.clauses) for act in profile.texts.acts.values())
    return (
        f"направлений {len(profile.texts.areas)}, целей {goals}, "
        f"показателей {len(profile.indicators)}, строк {lines}, пунктов {clauses}"
    )

"""What several regulations share: indicators, their worked examples, and scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from msoko.problem import Problem
from msoko.profile.checked import Checked, Written
from msoko.profile.folder import Folder
from msoko.profile.indicator import Indicator
from msoko.profile.model_example import ExampleFile
from msoko.profile.model_indicator import CommonWords
from msoko.profile.model_rule_set import RuleSetWords
from msoko.profile.model_scale import Scale
from msoko.profile.read_indicator import read_common
from msoko.profile.read_rule_set import read_rule_set
from msoko.profile.read_threshold import read_thresholds
from msoko.profile.report import choose
from msoko.profile.rule_set import RuleSet
from msoko.profile.rules import check_all


@dataclass(frozen=True)
class Common:
    """Indicators and rule sets by id, files that could not be used, problems by file and line."""

    indicators: dict[str, Indicator]
    examples: tuple[tuple[str, ExampleFile], ...]
    scales: tuple[Scale, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()
    rule_sets: Mapping[str, RuleSet] = field(default_factory=dict)


def load_scales(folder: Path) -> tuple[Scale, ...]:
    """The dated scales alone; what cannot be read is left to `load_common` to report."""
    return _scales(Folder(folder, folder.parent))


def _scales(files: Folder) -> tuple[Scale, ...]:
    paths = files.files("scales/*.yaml")
    return tuple(scale for path in paths for scale in files.read_list(path, Scale))


def load_common(folder: Path) -> Common:
    """Everything below `profiles/common`."""
    files = Folder(folder, folder.parent)
    found: list[Indicator] = []
    written: list[Written] = []
    for path in files.files("indicators/**/*.yaml"):
        words = files.read(path, CommonWords)
        if words is None:
            continue
        written.append(Written(files.shown(path), words))
        indicator = read_common(words, files.report(path))
        if indicator is not None:
            found.append(indicator)
    known = {indicator.id: indicator for indicator in reversed(found)}
    rule_sets = _rule_sets(files, known, written)
    scales = _scales(files)
    worked = read_examples(files, "examples/**/*.yaml")
    checked = Checked(
        indicators=tuple(found),
        known=known,
        written=tuple(written),
        references=tuple(files.references),
        examples=worked,
        unread=files.unread,
    )
    problems = [*files.problems, *check_all(checked)]
    return Common(known, worked, scales, in_order(problems), files.unread, rule_sets)


def _rule_sets(
    files: Folder, known: dict[str, Indicator], written: list[Written]
) -> dict[str, RuleSet]:
    """Shared rule sets; the borders they bring are hung on the shared indicators in `known`."""
    found: dict[str, RuleSet] = {}
    for path in files.files("rules/*.yaml"):
        words, report = files.read(path, RuleSetWords), files.report(path)
        if words is None:
            continue
        written.append(Written(files.shown(path), words))
        if words.source is None:
            what = "у общего набора правил нет source"
            report.add("missing", words.line_at("id"), what, "напишите, откуда правила")
        for name, borders in words.thresholds.items():
            if name not in known:
                line = words.line_at("thresholds")
                report.add("uses", line, f"нет общего показателя «{name}»", choose(name, known))
                continue
            own = read_thresholds(borders, known[name], report)
            known[name] = replace(known[name], thresholds={**known[name].thresholds, **own})
        found[words.id] = read_rule_set(words, report)
    return found


def read_examples(files: Folder, pattern: str) -> tuple[tuple[str, ExampleFile], ...]:
    """(file as shown, its examples) for every file that can be read."""
    found = ((files.shown(path), files.read(path, ExampleFile)) for path in files.files(pattern))
    return tuple((shown, examples) for shown, examples in found if examples is not None)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Sorted by file and line, each once."""
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda one: (one.file or "", one.line or 0, one.check, one.what)))

"""The files of a profile: where they lie, how they are shown, what was wrong in each."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from msoko.problem import Problem, has_errors
from msoko.profile.lined import Lined
from msoko.profile.model_base import Model
from msoko.profile.report import Reference, Report
from msoko.profile.validate import validate
from msoko.profile.yaml_lines import read_yaml
from msoko.profile.yaml_scalars import BROKEN

M = TypeVar("M", bound=Model)


class Folder:
    """Reads files below one root once each and keeps a report for each of them."""

    def __init__(self, root: Path, shown_from: Path) -> None:
        self.root = root
        self._shown_from = shown_from
        self._content: dict[Path, object] = {}
        self.reports: dict[Path, Report] = {}

    def shown(self, path: Path) -> str:
        """The path as people see it: from the folder that holds all profiles."""
        try:
            return path.relative_to(self._shown_from).as_posix()
        except ValueError:
            return path.as_posix()

    def files(self, pattern: str) -> list[Path]:
        """Files of the pattern in a steady order."""
        return sorted(path for path in self.root.glob(pattern) if path.is_file())

    def report(self, path: Path) -> Report:
        """The report of a file."""
        if path not in self.reports:
            self.reports[path] = Report(self.shown(path))
        return self.reports[path]

    def words(self, path: Path) -> object:
        """The content of a file, BROKEN when it cannot be used; problems go to its report."""
        if path not in self._content:
            data, problems = read_yaml(path, self.shown(path))
            self.report(path).problems.extend(problems)
            self._content[path] = data
        return self._content[path]

    def read(self, path: Path, model: type[M], main_act: str | None = None) -> M | None:
        """One model from one file, or None."""
        data = self.words(path)
        if data is BROKEN:
            return None
        if not isinstance(data, Lined):
            self.report(path).add("form", 1, "файл — не набор ключей", "начните с «ключ: значение»")
            return None
        return validate(model, data, self.report(path), main_act)

    def read_list(self, path: Path, model: type[M], main_act: str | None = None) -> tuple[M, ...]:
        """Models from a file that is a list; empty when there is no such file."""
        if not path.is_file():
            return ()
        data = self.words(path)
        if data is BROKEN:
            return ()
        if not isinstance(data, tuple):
            self.report(path).add("form", 1, "файл — не список", "начните каждую запись с «- »")
            return ()
        found = (self._one(path, item, model, main_act) for item in data)
        return tuple(value for value in found if value is not None)

    def _one(self, path: Path, item: object, model: type[M], main_act: str | None) -> M | None:
        return None if item is BROKEN else validate(model, item, self.report(path), main_act)

    @property
    def problems(self) -> list[Problem]:
        """Everything found so far, in no order."""
        return [problem for report in self.reports.values() for problem in report.problems]

    @property
    def unread(self) -> frozenset[str]:
        """Names (without extension) of the files in which something could not be used."""
        return frozenset(
            path.stem
            for path, report in self.reports.items()
            if report.hollow or has_errors(report.problems)
        )

    @property
    def references(self) -> list[Reference]:
        """Every name used in these files."""
        return [found for report in self.reports.values() for found in report.references]

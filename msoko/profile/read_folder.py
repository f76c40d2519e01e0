"""Reads the files of one municipality and puts the profile together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from msoko.profile.checked import Checked, Written
from msoko.profile.conditions import UnitCondition
from msoko.profile.folder import Folder
from msoko.profile.indicator import Indicator
from msoko.profile.lined import Lined
from msoko.profile.load_common import read_examples
from msoko.profile.model_act import Act
from msoko.profile.model_area import Area
from msoko.profile.model_base import Model
from msoko.profile.model_cycle import Cycle, ExpectedDocument, ProblemStatement, Roadmap
from msoko.profile.model_indicator import GroupWords, IndicatorWords
from msoko.profile.model_municipality import ProfileWords
from msoko.profile.model_register import Reading, Requirement
from msoko.profile.model_rule_set import RuleSetWords
from msoko.profile.profile import Group, Profile
from msoko.profile.read_indicator import SharedIndicators, read_group, read_indicator
from msoko.profile.read_rule_set import read_rule_set
from msoko.profile.read_unit_condition import read_unit_condition
from msoko.profile.report import choose
from msoko.profile.rule_set import RuleSet
from msoko.profile.texts import Texts
from msoko.profile.yaml_scalars import BROKEN

M = TypeVar("M", bound=Model)
_NO_ACT = "no-act"


class ProfileFiles:
    """One reading of one folder; keeps what the rules need."""

    def __init__(self, folder: Path, common: SharedIndicators) -> None:
        self.folder = Folder(folder, folder.parent)
        self.common = common
        self.written: list[Written] = []
        self.indicators: list[Indicator] = []
        self.groups: dict[str, Group] = {}
        self._main_act = _NO_ACT

    def profile(self) -> Profile | None:
        """The whole profile, or None when `profile.yaml` itself is unusable."""
        root = self.folder.root
        self._main_act = self._find_main_act(root / "profile.yaml")
        general = self._one("profile.yaml", ProfileWords)
        acts = self._acts(general)
        areas = self._areas()
        for path in self.folder.files("areas/*/*.yaml"):
            if path.name != "area.yaml":
                self._indicator_file(path)
        rule_sets = {**self._taken(general), **self._rule_sets()}
        problems = self._list("problems.yaml", ProblemStatement)
        cycle = self._one("cycle.yaml", Cycle)
        roadmap = self._one("roadmap.yaml", Roadmap)
        documents = self._list("documents.yaml", ExpectedDocument)
        readings = self._list("readings.yaml", Reading)
        requirements = self._list("requirements.yaml", Requirement)
        worked = read_examples(self.folder, "examples/**/*.yaml")
        if general is None:
            return None
        texts = Texts(
            general=general,
            acts=acts,
            areas=areas,
            cycle=cycle,
            roadmap=roadmap,
            documents=documents,
            problem_statements=problems,
            readings={one.id: one for one in readings},
            requirements=requirements,
            examples=worked,
        )
        return Profile(
            id=general.municipality.id,
            name=general.municipality.name,
            indicators=self._by_id(areas),
            kept=texts,
            groups=self.groups,
            common=self.common.indicators,
            rule_sets=rule_sets,
            problem_rules=self._problem_rules(problems),
            minimum=general.minimum,
        )

    def checked(self, profile: Profile | None) -> Checked | None:
        """What the rules look at; None without a profile."""
        if profile is None:
            return None
        return Checked(
            indicators=tuple(self.indicators),
            known={**self.common.indicators, **profile.indicators},
            written=tuple(self.written),
            references=tuple(self.folder.references),
            examples=profile.texts.examples,
            profile=profile,
            unread=self.folder.unread | self.common.unread,
        )

    def _by_id(self, areas: Mapping[str, Area]) -> dict[str, Indicator]:
        """In the order of areas; the first of equal ids stays (rules complain of others)."""
        places = list(areas)
        found: dict[str, Indicator] = {}
        for one in sorted(self.indicators, key=lambda one: _place(one.area, places)):
            found.setdefault(one.id, one)
        return found

    def _find_main_act(self, path: Path) -> str:
        words = self.folder.words(path)
        acts = words.get("acts") if isinstance(words, Lined) else None
        if isinstance(acts, tuple) and acts and isinstance(acts[0], str):
            return acts[0]
        # without a readable list of acts short clauses are not each called wrong as well
        return _NO_ACT

    def _one(self, name: str, model: type[M]) -> M | None:
        path = self.folder.root / name
        return self._read(path, model) if path.is_file() else None

    def _read(self, path: Path, model: type[M]) -> M | None:
        value = self.folder.read(path, model, self._main_act)
        if value is not None:
            self.written.append(Written(self.folder.shown(path), value))
        return value

    def _list(self, name: str, model: type[M]) -> tuple[M, ...]:
        path = self.folder.root / name
        values = self.folder.read_list(path, model, self._main_act)
        self.written += [Written(self.folder.shown(path), value) for value in values]
        ids = [getattr(value, "id", None) for value in values]
        for position, value in enumerate(values):
            if ids[position] in ids[:position]:
                what = f"имя «{ids[position]}» повторено"
                self.folder.report(path).add("name", value.at_line, what, "дайте другое имя")
        return values

    def _acts(self, general: ProfileWords | None) -> dict[str, Act]:
        acts: dict[str, Act] = {}
        for path in self.folder.files("acts/*.yaml"):
            act = self._read(path, Act)
            if act is not None:
                acts[act.id] = act
                if act.id != path.stem:
                    what = f"имя файла не совпадает с «{act.id}»"
                    self.folder.report(path).add("name", act.line_at("id"), what, "исправьте имя")
        for name in general.acts if general else ():
            if name not in acts and self._absent("acts", name):
                report = self.folder.report(self.folder.root / "profile.yaml")
                what = f"нет акта «{name}»: нужен файл acts/{name}.yaml"
                line = general.line_at("acts") if general else 0
                report.add("act", line, what, choose(name, acts))
        return acts

    def _absent(self, folder: str, name: str) -> bool:
        """True when there is no such file at all (one that is there has told its own problems)."""
        return not (self.folder.root / folder / f"{name}.yaml").is_file()

    def _areas(self) -> dict[str, Area]:
        found = []
        for path in self.folder.files("areas/*/area.yaml"):
            area = self._read(path, Area)
            if area is None:
                continue
            found.append(area)
            if area.id != path.parent.name:
                what = f"направление «{area.id}» лежит в папке «{path.parent.name}»"
                self.folder.report(path).add("name", area.line_at("id"), what, "исправьте id")
        return {area.id: area for area in sorted(found, key=lambda area: area.number)}

    def _indicator_file(self, path: Path) -> None:
        words = self.folder.words(path)
        area = path.parent.name
        report = self.folder.report(path)
        if not (path.parent / "area.yaml").is_file():
            report.add("area", 1, f"в папке «{area}» нет area.yaml", "опишите направление")
        if isinstance(words, Lined) and "group" in words:
            group = self._read(path, GroupWords)
            if group is not None:
                members = read_group(group, area, self.common, report)
                self.indicators += members
                self._keep_group(group, area, report.file, members)
        elif words is not BROKEN:
            own = self._read(path, IndicatorWords)
            indicator = own and read_indicator(own, area, self.common, report)
            self.indicators += [indicator] if indicator else []

    def _keep_group(
        self, words: GroupWords, area: str, file: str, members: tuple[Indicator, ...]
    ) -> None:
        self.groups[words.group] = Group(
            id=words.group,
            area=area,
            label=words.label,
            clause=words.clause,
            members=tuple(member.id for member in members),
            goals=words.goals,
            catalogue=words.catalogue,
            method=words.method,
            readings=words.readings,
            note=words.note,
            path=file,
            line=words.line_at("group"),
        )

    def _problem_rules(self, problems: tuple[ProblemStatement, ...]) -> dict[str, UnitCondition]:
        report = self.folder.report(self.folder.root / "problems.yaml")
        read = {
            one.id: read_unit_condition(one.meets, report)
            for one in problems
            if one.meets is not None
        }
        return {name: rule for name, rule in read.items() if rule is not None}

    def _taken(self, general: ProfileWords | None) -> dict[str, RuleSet]:
        """Shared rule sets the profile takes by name."""
        taken: dict[str, RuleSet] = {}
        for name in general.shared_rules if general else ():
            if name in self.common.rule_sets:
                taken[name] = self.common.rule_sets[name]
            elif name not in self.common.unread and general is not None:
                what = f"нет общего набора правил «{name}»"
                mend = choose(name, self.common.rule_sets)
                report = self.folder.report(self.folder.root / "profile.yaml")
                report.add("reference", general.line_at("shared_rules"), what, mend)
        return taken

    def _rule_sets(self) -> dict[str, RuleSet]:
        found: dict[str, RuleSet] = {}
        for path in self.folder.files("rules/*.yaml"):
            words = self._read(path, RuleSetWords)
            if words is not None:
                found[words.id] = read_rule_set(words, self.folder.report(path))
        return found


def _place(area: str, places: list[str]) -> int:
    return places.index(area) if area in places else len(places)

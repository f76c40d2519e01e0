"""Dated changes of a definition, and rule sets several profiles take from `common/rules/`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from msoko.profile.load import Loaded, load_profile
from tests.unit.profile.good_profile import COMMON, FILES, GROUP, INDICATOR, PROFILE, write_profile

SHARED = """\
id: shared_low
label: Общие правила
source: сборник правил, пункт 4
thresholds:
  failed: {common_low: {at_least: {2021-01-01: 30}}}
categories:
  - id: low
    label: низкие результаты
    criteria:
      - {id: S1, indicator: failed, threshold: common_low}
"""
TAKING = PROFILE + "shared_rules: [shared_low]\n"


def loaded(home: Path, **changed: str) -> Loaded:
    names = {
        "profile": "test/profile.yaml",
        "indicator": "test/areas/outcomes/failed_4.yaml",
        "group": "test/areas/outcomes/works.yaml",
        "common": "common/indicators/outcomes/failed.yaml",
        "rules": "common/rules/shared_low.yaml",
    }
    files = {**FILES, **{names[name]: text for name, text in changed.items()}}
    return load_profile(write_profile(home, files), fresh=True)


def said(found: Loaded) -> str:
    return "\n".join(str(problem) for problem in found.problems)


def test_a_revision_is_read_with_its_day_and_words(tmp_path: Path) -> None:
    common = COMMON + "revised: {2023-09-01: без отсутствующих}\n"
    own = INDICATOR + "revised: {2024-09-01: и без ОВЗ}\n"
    found = loaded(tmp_path, common=common, indicator=own)
    assert said(found) == ""
    assert found.profile is not None
    assert found.profile.indicators["failed_4"].revised == {
        date(2023, 9, 1): "без отсутствующих",
        date(2024, 9, 1): "и без ОВЗ",
    }
    assert found.profile.indicators["works.failed"].revised == {
        date(2023, 9, 1): "без отсутствующих"
    }


def test_a_group_revises_its_members_by_name(tmp_path: Path) -> None:
    found = loaded(tmp_path, group=GROUP + "revised: {failed: {2023-09-01: другой счёт}}\n")
    assert said(found) == ""
    assert found.profile is not None
    assert found.profile.indicators["works.failed"].revised == {date(2023, 9, 1): "другой счёт"}
    wrong = loaded(tmp_path / "wrong", group=GROUP + "revised: {gone: {2023-09-01: счёт}}\n")
    assert "«gone» не входит в группу" in said(wrong)


def test_a_revision_without_a_day_or_words_is_refused(tmp_path: Path) -> None:
    for number, wrong in enumerate(("{весна: счёт}", "{2023-09-01: 5}")):
        found = loaded(tmp_path / str(number), indicator=INDICATOR + f"revised: {wrong}\n")
        assert found.profile is None
        assert "failed_4.yaml" in said(found)


def test_a_shared_rule_set_comes_with_its_borders_and_source(tmp_path: Path) -> None:
    found = loaded(tmp_path, profile=TAKING, rules=SHARED)
    assert said(found) == ""
    assert found.profile is not None
    rules = found.profile.rule_sets
    assert list(rules) == ["shared_low", "low_performing"]
    assert rules["shared_low"].source == "сборник правил, пункт 4"
    border = found.profile.common["failed"].thresholds["common_low"]
    assert border.on(date(2025, 8, 31)) == Fraction(30)
    assert "common_low" not in found.profile.indicators["failed_4"].thresholds


def test_a_profile_takes_only_what_it_names(tmp_path: Path) -> None:
    found = loaded(tmp_path, rules=SHARED)
    assert found.profile is not None
    assert list(found.profile.rule_sets) == ["low_performing"]
    unknown = loaded(tmp_path / "unknown", profile=TAKING)
    assert "нет общего набора правил «shared_low»" in said(unknown)


def test_a_shared_rule_set_says_where_it_is_from(tmp_path: Path) -> None:
    text = SHARED.replace("source: сборник правил, пункт 4\n", "")
    assert "нет source" in said(loaded(tmp_path, profile=TAKING, rules=text))


def test_a_border_on_an_unknown_indicator_is_told(tmp_path: Path) -> None:
    text = SHARED.replace("  failed: {common_low", "  gone: {common_low")
    told = said(loaded(tmp_path, profile=TAKING, rules=text))
    assert "нет общего показателя «gone»" in told

"""What a profile without mistakes gives."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from msoko.profile.conditions import All, Bound, Compare
from msoko.profile.formula import Selection, ShareFormula
from msoko.profile.indicator import Persistence
from msoko.profile.load import load_profile
from msoko.profile.profile import Profile
from tests.unit.profile.good_profile import write_profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    loaded = load_profile(write_profile(tmp_path), fresh=True)
    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.profile is not None
    return loaded.profile


def test_shared_formula_carries_the_words_of_the_municipality(profile: Profile) -> None:
    indicator = profile.indicators["failed_4"]
    assert indicator.label == "доля обучающихся, получивших «2»"
    assert (indicator.uses, indicator.area, indicator.path) == (
        "failed",
        "outcomes",
        "test/areas/outcomes/failed_4.yaml",
    )
    assert indicator.clause is not None
    assert (indicator.clause.act, indicator.clause.at) == ("test-1", "c2")
    assert isinstance(indicator.formula, ShareFormula)
    assert indicator.formula.numerator == Compare("mark", "is", 2)


def test_a_line_is_a_whole_formula(profile: Profile) -> None:
    line = profile.indicators["failed_4"].line_of("girls")
    assert line is not None
    assert line.label == "в том числе девочек"
    assert line.formula == ShareFormula(
        Selection(
            "results",
            All(
                (
                    Compare("procedure", "is", "vpr"),
                    Compare("grade", "is", 4),
                    Compare("participated", "is", True),
                    Compare("sex", "is", "f"),
                )
            ),
            unknown={"mark": "drop", "grade": "drop", "sex": "drop"},
        ),
        Compare("mark", "is", 2),
    )


def test_a_threshold_holds_from_its_day(profile: Profile) -> None:
    threshold = profile.indicators["failed_4"].thresholds["low"]
    assert threshold.on(date(2021, 8, 16)) is None
    assert threshold.on(date(2021, 8, 17)) == Fraction(20)
    assert threshold.persists == Persistence(2, 3, "before")
    assert threshold.with_[0].bounds == (Bound("above", Fraction(0)),)


def test_members_of_a_group_are_named_after_it(profile: Profile) -> None:
    assert list(profile.indicators) == ["failed_4", "works.failed"]
    assert profile.groups["works"].members == ("works.failed",)
    assert profile.indicators["works.failed"].group == "works"


def test_the_word_integrity_is_the_status_of_reviews(profile: Profile) -> None:
    exclusion = profile.indicators["failed_4"].exclude[0]
    assert exclusion.when == Compare("status", "is", "unreliable")


def test_a_short_clause_quotes_the_text_beside_it(profile: Profile) -> None:
    assert profile.texts.areas["outcomes"].goals[0].clause.quote == "рост результатов"


def test_a_kept_profile_is_the_same_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    folder, cache = write_profile(tmp_path), tmp_path / "cache"
    first = load_profile(folder, cache=cache).profile
    kept = list(cache.glob("*.profile"))
    again = load_profile(folder, cache=cache).profile
    assert first is not None
    assert again is not None
    assert len(kept) == 1
    assert isinstance(again.kept, bytes)
    assert again.indicators == first.indicators
    assert again.texts.areas == first.texts.areas
    area = folder / "areas/outcomes/area.yaml"
    area.write_text(area.read_text(encoding="utf-8") + "note: иначе\n", encoding="utf-8")
    changed = load_profile(folder, cache=cache).profile
    assert changed is not None
    assert changed.texts.areas["outcomes"].note == "иначе"
    assert changed.version != first.version


def test_a_damaged_cache_costs_only_time(tmp_path: Path) -> None:
    folder, cache = write_profile(tmp_path), tmp_path / "cache"
    load_profile(folder, cache=cache)
    for path in cache.iterdir():
        path.write_bytes(b"\x80\x04garbage")
    assert load_profile(folder, cache=cache).profile is not None

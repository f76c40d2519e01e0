"""Shares and means with their counts, ranges near 0 and 100 %, merged categories, rounding."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from benchmarks.calibration.attacker import interval, intervals, over_leaves, published, small_cells
from msoko.disclosure.merge import MARKS, fewest_hidden, merged
from msoko.disclosure.protect import Protected, protect
from msoko.disclosure.rounding import Rounded, rounded
from msoko.disclosure.shares import coded, means, share_table, shares
from msoko.disclosure.table import Table, flat, table


def safe(given: Table, **rest) -> Protected:
    found = protect(given, **rest)
    assert isinstance(found, Protected)
    return found


def schools(count: int):
    return flat("школа", [str(101 + row) for row in range(count)])


def marks(leaves) -> Table:
    names = [schools(len(leaves)), flat("отметка", list("2345"), tells=True)]
    return table(names, leaves)


def test_a_share_is_hidden_by_a_small_numerator_a_small_rest_and_the_ends():
    given = share_table(
        schools(6), [8, 2, 38, 0, 40, 15], [40, 40, 40, 40, 40, 40], about={"показатель": "x"}
    )
    found = shares(safe(given))
    assert [one.state for one in found[2:6]] == ["suppressed"] * 4
    assert found[2].text == "скрыто"
    assert (found[1].text, found[1].numerator) == ("20,0 % (8 из 40)", 8)
    assert found[0].text == "42,9 % (103 из 240)"


def test_a_share_near_the_ends_is_told_as_a_range_that_gives_nothing_away():
    given = share_table(schools(5), [2, 38, 0, 40, 15], [40] * 5)
    found = safe(given)
    ranges, ledger = coded(found, 5)
    texts = [one.text for one in shares(found, ranges)]
    assert texts[1:5] == ["не более 13 %", "не менее 87 %", "не более 13 %", "не менее 87 %"]
    assert ledger.ranges == ranges
    facts = published(found)
    for at in range(1, 5):
        low, high = ranges[given.key((at, 1))]
        facts.append((over_leaves(given, (at, 1)), float(low), float(high)))
    assert min(intervals(given, facts, small_cells(given))) >= 5
    for at in (3, 4):
        low, high = interval(facts, over_leaves(given, (at, 1)), 45.0)
        assert high - low >= 5


def test_a_range_that_would_give_a_neighbour_away_is_not_told():
    # two hidden schools add up to six: «0 to 5» of the one would leave the other 1 to 6
    given = share_table(schools(3), [2, 4, 15], [40, 40, 40])
    found = safe(given)
    ranges, _ = coded(found, 5)
    facts = published(found) + [
        (over_leaves(given, (at, 1)), *map(float, ranges[given.key((at, 1))]))
        for at in (1, 2, 3)
        if given.key((at, 1)) in ranges
    ]
    assert min(intervals(given, facts, small_cells(given))) >= 5


def test_nobody_to_count_is_said_and_a_tiny_group_shows_not_even_its_size():
    found = shares(safe(share_table(schools(4), [0, 1, 10, 12], [0, 3, 30, 30])))
    assert found[1].text == "нет участников"
    assert (found[2].denominator, found[2].text) == (None, "скрыто")


def test_means_go_with_their_counts():
    given = table([schools(4)], [3, 25, 30, 40])
    found = safe(given)
    shown = means(found, [60.0, 50.0, 55.0, 58.0, 61.0])
    assert np.isnan(shown[1])
    assert np.array_equal(np.isnan(shown), ~found.shown)
    # two hidden counts under a shown total: their common mean is that of 28 persons
    assert (~found.shown).sum() == 2


def test_merged_categories_hide_fewer_and_cannot_be_split():
    given = marks([[5, 20, 12, 3], [6, 25, 10, 2], [8, 30, 20, 9]])
    found = fewest_hidden(given, "отметка", MARKS)
    assert isinstance(found, Protected)
    names = found.table.dimensions[1].members
    assert names == ("всего", "2", "3", "4 и 5", "4", "5")
    assert found.hidden_share == 0 < safe(given).hidden_share
    assert not found.shown[:, 4:].any()
    assert found.value(1, 3) == 15
    assert min(intervals(found.table, published(found), small_cells(found.table))) >= 5


def test_a_table_that_hides_little_keeps_its_categories():
    given = marks([[15, 20, 12, 13], [16, 25, 10, 12], [18, 30, 20, 19]])
    found = fewest_hidden(given, "отметка", MARKS)
    assert isinstance(found, Protected)
    assert found.table is given


def test_where_no_merging_is_enough_the_least_hidden_is_taken():
    given = marks([[1, 2, 0, 1], [2, 1, 1, 0]])
    found = fewest_hidden(given, "отметка", MARKS)
    assert isinstance(found, Protected)
    every = [safe(given), *(safe(merged(given, "отметка", groups)) for groups in MARKS)]
    assert found.hidden_share == min(one.hidden_share for one in every)


def test_groups_must_split_the_categories():
    with pytest.raises(ValueError, match="split"):
        merged(marks([[5, 5, 5, 5]]), "отметка", {"2": ("2",), "3": ("3",)})


@pytest.mark.parametrize("base", [3, 5])
def test_rounded_tables_add_up_and_stay_near(base):
    rng = np.random.default_rng(base)
    for seed in range(5):
        given = marks(rng.poisson(8, (6, 4)))
        found = rounded(given, base, bytes([seed + 1]))
        assert isinstance(found, Rounded)
        assert (found.counts % base == 0).all()
        assert np.abs(found.counts - given.counts).max() < base
        assert np.array_equal(found.counts[0], found.counts[1:].sum(axis=0))
        assert np.array_equal(found.counts[:, 0], found.counts[:, 1:].sum(axis=1))


def test_rounding_draws_anew_by_key_and_is_not_one_sided():
    rng, off = np.random.default_rng(1), []
    for seed in range(15):
        given = marks(rng.poisson(8, (6, 4)))
        found = rounded(given, 5, bytes([seed + 1]))
        off.append((found.counts - given.counts)[1:, 1:].mean())
    assert abs(np.mean(off)) < 0.4
    again, other = rounded(given, 5, bytes([15])), rounded(given, 5, b"another")
    assert np.array_equal(again.counts, found.counts)
    assert not np.array_equal(other.counts, found.counts)


def test_what_rounding_leaves_an_attacker_is_told():
    given = marks([[12, 20, 31, 7], [16, 25, 18, 12]])
    for base, at_most in ((3, 4), (5, 8)):
        found = rounded(given, base, b"secret")
        assert isinstance(found, Rounded)
        low = np.maximum(found.counts - base + 1, 0).astype(float)
        high = (found.counts + base - 1).astype(float)
        facts = [
            (over_leaves(given, place), low[place], high[place])
            for place in np.ndindex(given.counts.shape)
        ]
        ends = [interval(facts, row, 1e6) for row, _, _ in facts]
        assert found.narrowest == round(min(top - bottom for bottom, top in ends)) <= at_most


def test_importing_the_package_loads_no_scipy():
    names = "protect, msoko.disclosure.merge, msoko.disclosure.shares, msoko.disclosure.rounding"
    code = f"import sys, msoko.disclosure.{names}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

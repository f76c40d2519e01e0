"""Hidden cells: known answers, the best choice by force, and attackers who know all that is out."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calibration.attacker import interval, intervals, over_leaves, published, small_cells
from msoko.disclosure import protect as protecting
from msoko.disclosure.audit import holds
from msoko.disclosure.protect import Protected, protect, summary
from msoko.disclosure.rule import Rule
from msoko.disclosure.table import Table, flat, nested, table
from tests.unit.disclosure.attackers import all_tables, brute


def marks(leaves, about=None, **masks) -> Table:
    """Schools by marks."""
    rows, columns = np.shape(leaves)
    schools = flat("школа", [str(101 + row) for row in range(rows)])
    return table(
        [schools, flat("отметка", list("2345")[:columns], tells=True)], leaves, about=about, **masks
    )


def safe(given: Table, **rest) -> Protected:
    found = protect(given, **rest)
    assert isinstance(found, Protected)
    return found


def drawn(rng: np.random.Generator, units: int, categories: int) -> Table:
    sizes = np.clip(np.exp(rng.normal(3.1, 0.9, units)), 5, 300).astype(int)
    shares = [rng.dirichlet(15 * np.linspace(0.1, 0.4, categories)) for _ in range(units)]
    leaves = [rng.multinomial(n, share) for n, share in zip(sizes, shares, strict=True)]
    units_ = flat("школа", [f"ш{row}" for row in range(units)])
    names = [f"к{column}" for column in range(categories)]
    return table([units_, flat("категория", names, tells=True)], leaves)


def test_nothing_small_hides_nothing():
    found = safe(marks([[10, 20, 30], [7, 8, 9]]))
    assert found.shown.all()
    assert found.hidden == ()
    assert found.proof == ()


def test_one_small_cell_takes_the_cheapest_rectangle_with_it():
    # 3 alone is 28 − 25; with it go 25, 6 and 30, or 5, 6 and 7: the latter are fewer persons
    found = safe(marks([[3, 25, 5], [6, 30, 7], [40, 50, 60]]))
    out = {tuple(place) for place in np.argwhere(~found.shown)}
    assert out == {(1, 1), (1, 3), (2, 1), (2, 3)}
    reasons = {one.key: one.reason for one in found.hidden}
    assert reasons[(("отметка", "2"), ("школа", "101"))] == "small"
    assert sorted(reasons.values()) == ["complementary"] * 3 + ["small"]
    assert found.value(1, 1) is None
    assert (found.value(1, 2), found.state(1, 2), found.state(1, 1)) == (25, "ok", "suppressed")


def test_reasons_are_told_in_russian_to_the_operator():
    found = safe(marks([[3, 25, 5], [6, 30, 7], [40, 50, 60]]))
    texts = {one.reason: one.text for one in found.hidden}
    assert texts["small"] == "первичное скрытие: меньше 5 человек"
    assert texts["complementary"].startswith("дополнительное скрытие")
    assert summary(found) == (
        "Скрыто ячеек: 4, из них первично 1, дополнительно 3 (набор наименьший); "
        "доказано защищённых чисел: 1."
    )


def test_a_group_all_in_one_category_is_hidden_though_it_is_large():
    found = safe(marks([[0, 20, 0], [9, 9, 9], [9, 9, 9]]))
    assert found.value(1, 2) is None
    assert {one.reason for one in found.hidden} == {"everybody", "complementary"}
    facts = published(found)
    assert min(intervals(found.table, facts, [(1, 2)])) >= 5


def test_a_total_of_a_few_is_small_itself():
    found = safe(marks([[1, 2, 0], [9, 9, 9], [9, 9, 9]]))
    assert found.value(1, 0) is None


def test_noughts_are_hidden_where_the_rule_says_so():
    given = marks([[0, 20, 10], [9, 9, 9], [9, 9, 9]])
    assert safe(given).shown.all()
    hidden = safe(given, rule=Rule(zeros=True))
    assert hidden.value(1, 1) is None
    assert min(intervals(given, published(hidden), [(1, 1)])) >= 5


def test_thresholds_of_the_profile_are_kept():
    given = marks([[7, 25, 15], [16, 30, 17], [40, 50, 60]])
    assert safe(given).shown.all()
    ten = safe(given, rule=Rule(threshold=10))
    assert ten.value(1, 1) is None
    low, high = interval(published(ten), over_leaves(given, (1, 1)), 100.0)
    assert high - low >= 10


def test_totals_of_municipalities_do_not_give_a_school_away():
    units = nested(
        "единица",
        {"край": None, "район А": "край", "район Б": "край", "1": "район А", "2": "район А",
         "3": "район Б", "4": "район Б"},
    )  # fmt: skip
    given = table([units, flat("отметка", list("234"), tells=True)],
                  [[2, 20, 30], [10, 20, 30], [20, 20, 20], [30, 30, 30]])  # fmt: skip
    assert given.counts[1].tolist() == [112, 12, 40, 60]
    found = safe(given)
    assert min(intervals(given, published(found), small_cells(given))) >= 5


def test_what_is_not_published_cannot_be_subtracted_either():
    sex = flat("пол", ["девочки", "мальчики"])
    leaves = [[[6, 3], [20, 9], [5, 18]], [[8, 7], [9, 9], [9, 9]], [[9, 9], [9, 9], [9, 9]]]
    names = [flat("школа", ["1", "2", "3"]), flat("отметка", list("234"), tells=True), sex]
    wanted = np.ones((4, 4, 3), dtype=bool)
    wanted[:, :, 2] = False
    given = table(names, leaves, wanted=wanted)
    found = safe(given)
    assert not found.shown[:, :, 2].any()
    assert min(intervals(given, published(found), small_cells(given))) >= 5
    assert all(one.key and dict(one.key).get("пол") != "мальчики" for one in found.hidden)


def test_what_everybody_knows_is_used_and_told_as_a_limit():
    known = np.zeros((4, 4), dtype=bool)
    known[:, 0] = True
    found = safe(marks([[1, 2, 0], [9, 9, 9], [9, 9, 9]], known=known))
    assert found.shown[:, 0].all()
    (problem,) = found.problems
    assert problem.severity == "warning"
    assert problem.count == 2
    assert "нельзя защитить полностью" in problem.what
    assert all(one.enough for one in found.proof)


@pytest.mark.parametrize("seed", range(40))
def test_no_attacker_narrows_a_small_cell_of_random_tables(seed: int):
    rng = np.random.default_rng(seed)
    given = drawn(rng, int(rng.integers(7, 16)), int(rng.integers(4, 6)))
    found = safe(given)
    assert found.method == "exact"
    facts = published(found)
    assert min(intervals(given, facts, small_cells(given)), default=5) >= 5 - 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_the_way_for_large_tables_protects_as_well_and_is_seldom_better(
    seed: int, monkeypatch: pytest.MonkeyPatch
):
    given = drawn(np.random.default_rng(seed), 12, 5)
    best = safe(given)
    monkeypatch.setattr(protecting, "LARGEST_EXACT", 0)
    turn = safe(given)
    assert (best.method, turn.method) == ("exact", "greedy")
    assert min(intervals(given, published(turn), small_cells(given))) >= 5 - 1e-6
    cost = [int(given.counts[~one.shown].sum()) for one in (best, turn)]
    assert cost[0] <= cost[1]


def test_a_witness_is_checked_by_arithmetic_and_a_false_one_is_caught():
    found = safe(marks([[3, 25, 5], [6, 30, 7], [40, 50, 60]]))
    (one,) = found.proof
    assert holds(found.system, found.closed, one)
    assert one.high - one.low >= 5
    assert not holds(found.system, found.closed & (found.system.counts != 7), one)


counts = st.integers(0, 7)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.lists(counts, min_size=2, max_size=2), min_size=2, max_size=2))
def test_by_force_nothing_cheaper_protects_and_this_does(leaves: list[list[int]]):
    given = marks(leaves)
    found = safe(given)
    places = list(np.ndindex(3, 3))
    tables = all_tables(4, 13)
    sensitive = {p for p in places if 0 < given.counts[p] < 5}
    for row, column in ((r, c) for r in range(3) for c in (1, 2)):
        whole = given.counts[row, 0]
        if whole >= 5 and given.counts[row, column] == whole:
            sensitive.add((row, column))

    def protects(shown: dict[tuple[int, ...], bool]) -> bool:
        left = tables[brute(given, shown, tables)]
        seen = [left @ over_leaves(given, place) for place in sensitive]
        return all(one.max() - one.min() >= 5 for one in seen)

    assert protects({place: bool(found.shown[place]) for place in places})
    cost = int(given.counts[~found.shown].sum())
    others = [place for place in places if place not in sensitive]
    sets = chain.from_iterable(combinations(others, size) for size in range(len(others) + 1))
    base = sum(int(given.counts[place]) for place in sensitive)
    for extra in sets:
        if base + sum(int(given.counts[place]) for place in extra) < cost:
            out = sensitive | set(extra)
            assert not protects({place: place not in out for place in places})


def test_counts_must_be_whole_and_complete():
    with pytest.raises(ValueError, match="whole"):
        marks([[1, -2]])
    with pytest.raises(ValueError, match="one top"):
        nested("единица", {"а": None, "б": None})

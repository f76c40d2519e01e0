"""Releases judged together: subtraction between filters, years and repetitions finds nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.calibration.attacker import interval, intervals, over_leaves, published, small_cells
from msoko.disclosure.ledger import Ledger, as_dict, read
from msoko.disclosure.protect import Protected, protect
from msoko.disclosure.table import Table, flat, table
from msoko.problem import Problem

SEX = flat("пол", ["девочки", "мальчики"])
ABOUT = {"работа": "русский язык, 4 класс"}


def safe(given: Table, ledger: Ledger | None = None) -> Protected:
    found = protect(given, ledger=ledger)
    assert isinstance(found, Protected)
    return found


def by_sex(leaves, shown: tuple[int, ...]) -> Table:
    """Schools by marks by sex; only these members of sex are published."""
    schools, marks, _ = np.shape(leaves)
    names = [flat("школа", [f"ш{k}" for k in range(schools)]),
             flat("отметка", [f"о{k}" for k in range(marks)], tells=True), SEX]  # fmt: skip
    wanted = np.zeros((schools + 1, marks + 1, 3), dtype=bool)
    wanted[:, :, list(shown)] = True
    return table(names, leaves, about=ABOUT, wanted=wanted)


def drawn(seed: int, shown: tuple[int, ...]) -> Table:
    rng = np.random.default_rng(seed)
    return by_sex(rng.poisson(rng.uniform(2, 14, (5, 3, 1)), (5, 3, 2)), shown)


def test_without_the_ledger_subtraction_succeeds_with_it_it_fails():
    everybody = [[[20, 2], [20, 15], [20, 12]], [[9, 7], [9, 9], [9, 8]], [[9, 9], [8, 9], [9, 9]]]
    # the table of all, as released before anybody thought of girls
    plain = table(by_sex(everybody, (0,)).dimensions[:2], np.sum(everybody, axis=2), about=ABOUT)
    first = safe(plain)
    assert first.shown.all()
    girls = table(
        [*plain.dimensions], np.array(everybody)[:, :, 0], about={**ABOUT, "пол": "девочки"}
    )
    careless = safe(girls)
    assert careless.shown[1, 1]
    assert first.table.counts[1, 1] - careless.table.counts[1, 1] == 2
    careful = safe(by_sex(everybody, (1,)), first.ledger)
    assert not careful.shown[1, 1, 1]
    boys = over_leaves(careful.table, (1, 1, 2))
    facts = published(careful) + [
        (over_leaves(careful.table, (*place, 0)), float(count), float(count))
        for place, count in np.ndenumerate(plain.counts)
    ]
    low, high = interval(facts, boys, 7.0)
    assert high - low >= 5


@pytest.mark.parametrize("seed", range(12))
def test_two_linked_releases_leave_every_small_cell_its_width(seed: int):
    first = safe(drawn(seed, (0,)))
    second = safe(drawn(seed, (1,)), first.ledger)
    facts = published(first, second)
    assert second.shown.any()
    assert min(intervals(second.table, facts, small_cells(second.table))) >= 5 - 1e-6


def test_the_same_table_again_hides_the_same_cells():
    given = drawn(3, (0,))
    first = safe(given)
    again = safe(given, first.ledger)
    assert np.array_equal(first.shown, again.shown)


def test_a_cell_hidden_for_another_is_not_shown_by_the_next_release():
    leaves = [[3, 25, 5], [6, 30, 7], [40, 50, 60]]
    names = [flat("школа", ["1", "2", "3"]), flat("отметка", list("234"), tells=True)]
    first = safe(table(names, leaves))
    helped = next(one.key for one in first.hidden if one.reason == "complementary")
    assert helped not in first.ledger.shown
    second = safe(table(names, leaves), first.ledger)
    assert helped not in second.ledger.shown


def test_the_total_of_years_does_not_give_a_year_away():
    years = flat("год", ["2022/23", "2023/24"])
    marks = flat("отметка", ["2", "3"], tells=True)
    leaves = np.array([[2, 30], [9, 40]])
    three = table([years, marks], leaves)
    wanted = np.zeros((3, 3), dtype=bool)
    wanted[0] = True
    first = safe(replace(three, wanted=wanted))
    assert first.shown[0].all()
    later = np.zeros((3, 3), dtype=bool)
    later[2] = True
    second = safe(replace(three, wanted=later), first.ledger)
    assert not second.shown[2, 1]
    facts = published(first, second)
    assert min(intervals(three, facts, small_cells(three))) >= 5


def test_a_number_released_before_with_another_value_is_refused():
    first = safe(drawn(1, (0,)))
    changed = drawn(1, (0,))
    leaves = changed.counts[1:, 1:, 1:].copy()
    leaves[0, 0, 0] += 1
    answer = protect(by_sex(leaves, (0,)), ledger=first.ledger)
    assert isinstance(answer, tuple)
    (problem,) = answer
    assert isinstance(problem, Problem)
    assert problem.check == "released_otherwise"
    assert "разность двух выпусков" in problem.mend


def test_what_earlier_releases_already_disclosed_is_told():
    names = [flat("школа", ["1", "2"]), flat("отметка", ["2", "3"], tells=True)]
    given = table(names, [[2, 30], [9, 40]])
    everything = safe(given).ledger
    careless = replace(everything, shown=frozenset(everything.counts) - {given.key((1, 1))})
    found = safe(replace(given, wanted=np.zeros((3, 3), dtype=bool)), careless)
    (problem,) = found.problems
    assert problem.check == "disclosed_already"


def test_only_what_sums_tie_to_the_table_is_taken_along():
    first = safe(drawn(1, (0,)))
    other = table([flat("школа", ["а", "б"])], [10, 20], about={"работа": "математика, 5 класс"})
    both = safe(other, first.ledger)
    assert len(both.system.keys) == 3
    assert set(first.ledger.counts) <= set(both.ledger.counts)


def test_the_ledger_survives_its_file():
    first = safe(drawn(2, (0,)))
    ledger = replace(first.ledger, ranges={next(iter(first.ledger.counts)): (0, 5)})
    again = read(json.loads(json.dumps(as_dict(ledger), ensure_ascii=False)))
    assert again == ledger

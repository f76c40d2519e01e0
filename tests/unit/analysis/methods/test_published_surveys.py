"""Published figures of public school data, by the functions the analyses use.

Weights of sampled pupils and robust errors of a regression belong to sample surveys: here everybody
is counted, and regressions have schools in them.
"""

from __future__ import annotations

import numpy as np
import pytest

from msoko.analysis.methods.means import clustered_mean, mean_difference, mean_of
from msoko.analysis.methods.multilevel import fit
from tests.unit.analysis.methods.reference_tables import columns, numbers


def test_the_mean_of_all_californian_schools_is_the_published_one():
    # Lumley, Complex Surveys (2010): api00 of apipop
    assert mean_of(numbers(columns("schools/apipop.csv")["api00"])).mean == pytest.approx(
        664.7126, abs=5e-5
    )


def test_the_clustered_mean_of_fifteen_districts_is_the_published_one():
    # Lumley (2010): apiclus1, mean 644.17, standard error 23.542 with the finite-population factor
    table = columns("schools/apiclus1.csv")
    found = clustered_mean(numbers(table["api00"]), np.array(table["dnum"]))
    whole = numbers(table["fpc"])[0]
    assert found.mean == pytest.approx(644.17, abs=5e-3)
    assert found.se * np.sqrt(1 - 15 / whole) == pytest.approx(23.542, abs=5e-4)


@pytest.mark.parametrize(
    ("kind", "gain", "error"), [("small", 13.90, 2.45), ("regular+aide", 0.31, 2.27)]
)
def test_small_classes_of_tennessee_gain_what_is_published(kind: str, gain: float, error: float):
    # Stock & Watson, Introduction to Econometrics, table 13.1, kindergarten, robust errors
    table = columns("schools/STAR_AER.csv.gz")
    points, group = numbers(table["readk"]) + numbers(table["mathk"]), np.array(table["stark"])
    points = np.where(np.isin(group, ["", "NA"]), np.nan, points)
    assert np.isfinite(points).sum() == 5786
    found = mean_difference(points[group == kind], points[group == "regular"])
    assert found.mean == pytest.approx(gain, abs=5e-3)
    assert found.se == pytest.approx(error, abs=6e-3)


def published_regressions():
    """Outcome, predictors and printed coefficients."""
    schools = columns("schools/CASchools.csv")
    of = {name: numbers(column) for name, column in schools.items() if name in NEEDED}
    x = [of["students"] / of["teachers"], of["english"], of["lunch"]]
    # Stock & Watson, chapter 7
    yield (of["read"] + of["math"]) / 2, x, (700.150, -0.998, -0.122, -0.547), 5e-4
    michigan = columns("schools/wooldridge_meap93.csv")
    # Wooldridge, Introductory Econometrics, example 2.12
    yield numbers(michigan["math10"]), [numbers(michigan["lnchprg"])], (32.14, -0.319), 5e-3


NEEDED = ("students", "teachers", "english", "lunch", "read", "math")


def balanced(left: np.ndarray, size: int) -> np.ndarray:
    """Groups of four whose mean residuals hardly differ: nothing for a school level to find."""
    rank = np.argsort(np.argsort(left))
    pairs = np.minimum(rank, left.size - 1 - rank)
    return pairs // (size // 2)


def test_where_groups_do_not_differ_the_two_level_model_is_the_published_regression():
    for y, predictors, printed, near in published_regressions():
        x = np.column_stack([np.ones(y.size), *predictors])
        left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        found = fit(y, x, balanced(left, 4))
        assert found.no_spread
        assert found.effects == pytest.approx(printed, abs=near)

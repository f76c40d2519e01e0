"""Groups and neighbours: merging by force, groups that are there, and clouds that have none."""

from __future__ import annotations

import numpy as np
import pytest

from msoko.analysis.methods.clusters import clusters
from msoko.analysis.methods.neighbours import neighbours, standardised
from msoko.analysis.methods.partition import k_means, ward
from msoko.analysis.methods.refusal import TooLittle


def islands(size: int = 30, apart: float = 8.0) -> np.ndarray:
    centres = apart * np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    return np.random.default_rng(1).normal(size=(3 * size, 3)) + np.repeat(centres, size, axis=0)


def merged(places: np.ndarray, count: int) -> set[frozenset[int]]:
    """Ward's groups by trying every union at every step."""
    groups = [[row] for row in range(len(places))]

    def squares(rows: list[int]) -> float:
        return float(((places[rows] - places[rows].mean(axis=0)) ** 2).sum())

    while len(groups) > count:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
        costs = [
            squares(groups[i] + groups[j]) - squares(groups[i]) - squares(groups[j])
            for i, j in pairs
        ]
        gone, kept = pairs[int(np.argmin(costs))]
        groups[kept] += groups.pop(gone)
    return {frozenset(group) for group in groups}


@pytest.mark.parametrize("seed", range(4))
def test_ward_merges_what_adds_least_variance(seed: int):
    rng = np.random.default_rng(seed)
    places = rng.normal(size=(22, 3))
    labels = ward(places, 4, rng)
    assert {frozenset(np.flatnonzero(labels == g).tolist()) for g in range(4)} == merged(places, 4)


def test_k_means_is_at_rest():
    places = np.random.default_rng(2).normal(size=(120, 3))
    labels = k_means(places, 3, np.random.default_rng(0))
    centres = np.array([places[labels == g].mean(axis=0) for g in range(3)])
    nearest = ((places[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert np.array_equal(labels, nearest)


@pytest.mark.parametrize("method", ["k_means", "ward"])
def test_groups_that_are_there_are_claimed_and_found(method):
    found = clusters(islands(), (2, 3), method=method, resamples=6)
    assert found.structure
    assert sorted(found.sizes) == [30, 30, 30]
    assert {len(set(found.labels[i : i + 30])) for i in (0, 30, 60)} == {1}
    assert found.stability.min() > 0.85


def test_a_cloud_has_no_groups():
    rng = np.random.default_rng(4)
    clouds = [rng.normal(size=(75, 3)) @ np.diag([1, 1, 3]) for _ in range(5)]
    assert sum(clusters(cloud, (2, 3), resamples=6).structure for cloud in clouds) <= 1


def test_the_same_data_give_the_same_groups():
    first, second = (clusters(islands(), resamples=4, nulls=3) for _ in range(2))
    assert np.array_equal(first.labels, second.labels)
    assert first.p == second.p


@pytest.mark.parametrize(
    "features",
    [islands()[:69], np.ones((80, 2)), np.where(np.eye(90)[:, :3] > 0, np.nan, islands())],
    ids=["few_schools", "constant", "missing"],
)
def test_too_little_is_refused(features):
    assert isinstance(clusters(features), TooLittle)


def test_neighbours_are_the_nearest_with_their_distances():
    features = np.array([[1.0, 10], [2, 12], [9, 11], [1.5, 30], [3, 9]])
    features = np.column_stack([features, np.ones(5)])
    found = neighbours(features, 2)
    assert found.used == (0, 1)
    places = standardised(features[:, :2])
    apart = np.sqrt(((places[:, None] - places) ** 2).mean(axis=2))
    for unit in range(5):
        order = sorted((apart[unit, other], other) for other in range(5) if other != unit)[:2]
        assert found.nearest[unit].tolist() == [other for _, other in order]
        assert found.distance[unit] == pytest.approx([length for length, _ in order])
    assert found.gaps[0, 0] == pytest.approx(places[found.nearest[0, 0]] - places[0])


@pytest.mark.parametrize("features", [np.eye(3)[:2], np.ones((9, 2)), np.eye(4)])
def test_neighbours_need_others_and_differences(features):
    assert isinstance(neighbours(features, 4), TooLittle)


def test_a_feature_equal_up_to_rounding_is_no_difference_and_no_warning():
    equal = np.array([0.1 + 0.2, 0.3, 0.3, 0.3])
    found = standardised(np.column_stack([equal, [1.0, 2.0, 3.0, 4.0]]))
    assert np.all(found[:, 0] == 0)
    assert neighbours(np.column_stack([equal, [1.0, 2.0, 3.0, 4.0]]), 2).used == (1,)
    assert isinstance(standardised(equal[:, None]), TooLittle)

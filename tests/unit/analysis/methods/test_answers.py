"""Missing by design is kept apart from nought and from absence."""

from __future__ import annotations

import numpy as np
import pytest

from msoko.analysis.methods.answers import arrange


def test_not_attempted_is_nought_not_taught_is_missing_absent_is_out():
    points = np.array([[1, np.nan, 2], [np.nan, np.nan, np.nan], [0, np.nan, 1]])
    blank = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=bool)
    untaught = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0]], dtype=bool)
    found = arrange(
        points,
        np.array([1, 1, 2]),
        not_attempted=blank,
        not_taught=untaught,
        absent=np.array([False, True, False]),
    )
    assert np.array_equal(found.scores, [[1, 0, 2], [0, np.nan, 1]], equal_nan=True)
    assert found.not_attempted.tolist() == [[False, True, False], [False] * 3]
    assert found.pupil.tolist() == [0, 2]
    assert found.absent == 1


def test_not_taught_outweighs_not_attempted():
    both = np.ones((1, 1), dtype=bool)
    found = arrange(np.array([[0.0]]), np.ones(1), not_attempted=both, not_taught=both)
    assert np.isnan(found.scores[0, 0])
    assert not found.not_attempted[0, 0]


def test_what_was_given_is_not_changed():
    points = np.array([[1.0, 1.0]])
    arrange(points, np.ones(2), not_taught=np.array([[True, False]]))
    assert points.tolist() == [[1, 1]]


@pytest.mark.parametrize("points", [2.0, -1.0])
def test_points_outside_the_item_are_a_mistake(points):
    with pytest.raises(ValueError, match="maximum"):
        arrange(np.array([[points]]), np.ones(1))

"""Calibration against published analyses, and against frozen answers of other programs."""

from __future__ import annotations

import numpy as np
import pytest

from msoko.analysis.methods.irt.calibrate import Calibration, calibrate
from tests.unit.analysis.methods.published import (
    LSAT6,
    LSAT7,
    candidates,
    reference_answers,
    reference_matrix,
)


def fit(scores, model):
    found = calibrate(scores, model, least=10)
    assert isinstance(found, Calibration)
    assert found.converged
    return found


# Log-likelihoods: Rizopoulos (2006), doi:10.18637/jss.v017.i05, and Chalmers (2012),
# doi:10.18637/jss.v048.i06, print them to three decimals.
@pytest.mark.parametrize(
    ("patterns", "model", "loglik"),
    [
        (LSAT6, "pcm", -2466.938),
        (LSAT6, "gpcm", -2466.653),
        (LSAT7, "pcm", -2664.901),
        (LSAT7, "gpcm", -2658.805),
    ],
)
def test_law_school_admission_test_has_its_published_likelihood(patterns, model, loglik):
    assert fit(candidates(patterns), model).loglik == pytest.approx(loglik, abs=1e-3)


def test_law_school_admission_test_has_its_published_difficulties_and_errors():
    # Rizopoulos (2006), section 3.1: common discrimination .7551 (.0694), difficulties -3.6153
    # (.3266), -1.3224 (.1422), -.3176 (.0977), -1.7301 (.1691), -2.7802 (.2510) in its units.
    found = fit(candidates(LSAT6), "pcm")
    assert found.sd[0] == pytest.approx(0.7551, abs=2e-4)
    assert found.sd_se[0] == pytest.approx(0.0694, abs=2e-4)
    in_deviations = found.items.difficulty[:, 0] / found.sd[0]
    published = [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802]
    assert in_deviations == pytest.approx(published, abs=1e-3)


CASES = [
    ("LSAT6 Rasch", "irt/LSAT6.csv", None, 0, "pcm"),
    ("LSAT6 2PL", "irt/LSAT6.csv", None, 0, "gpcm"),
    ("LSAT7 Rasch", "irt/LSAT7.csv", None, 0, "pcm"),
    ("LSAT7 2PL", "irt/LSAT7.csv", None, 0, "gpcm"),
    ("SAT12 2PL", "irt/SAT12_scored.csv", None, 0, "gpcm"),
    ("Science gpcm", "irt/Science_mirt.csv", None, 1, "gpcm"),
    ("VerbAgg_dich Rasch", "irt/VerbalAggression_dich.csv", 24, 0, "pcm"),
    ("VerbAgg_poly Rasch", "irt/VerbalAggression_poly.csv", 24, 0, "pcm"),
    ("VerbAgg_poly gpcm", "irt/VerbalAggression_poly.csv", 24, 0, "gpcm"),
]


@pytest.mark.parametrize(("name", "file", "columns", "lowest", "model"), CASES)
def test_likelihood_and_parameters_agree_with_another_program(name, file, columns, lowest, model):
    expected = reference_answers("ref_irt_real.json")[name]
    scores, _ = reference_matrix(file, columns)
    found = fit(scores - lowest, model)
    assert found.loglik == pytest.approx(expected["ll"], abs=0.01)
    first = [item.get("d", item.get("d1")) for item in expected["items"]]
    assert found.items.intercept[:, 1] == pytest.approx(first, abs=2e-3)
    if model == "pcm":
        assert found.sd[0] ** 2 == pytest.approx(expected["var"], abs=2e-3)
    else:
        assert found.items.slope == pytest.approx([i["a1"] for i in expected["items"]], abs=2e-3)


def test_order_of_pupils_and_items_changes_nothing():
    scores = candidates(LSAT7)
    order, pupils = np.array([3, 0, 4, 1, 2]), np.random.default_rng(1).permutation(len(scores))
    plain, mixed = fit(scores, "gpcm"), fit(scores[pupils][:, order], "gpcm")
    assert mixed.loglik == pytest.approx(plain.loglik, abs=1e-6)
    assert mixed.items.difficulty == pytest.approx(plain.items.difficulty[order], abs=1e-3)


def test_swapping_right_and_wrong_mirrors_the_scale():
    scores = candidates(LSAT6)
    plain, mirrored = fit(scores, "pcm"), fit(1 - scores, "pcm")
    assert mirrored.loglik == pytest.approx(plain.loglik, abs=1e-6)
    assert mirrored.items.difficulty == pytest.approx(-plain.items.difficulty, abs=1e-4)

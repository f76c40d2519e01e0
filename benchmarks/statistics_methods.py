"""Contenders that are msoko's own statistics, without facts: models of pupils, models of items."""

from __future__ import annotations

import os

# As the command line does, and the same for every contender: see msoko/__main__.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks.chemistry import chemistry
from benchmarks.contender import Watch


def loaded(watch: Watch) -> int:
    """Every module of methods, and SciPy as far as they need it; how many modules there are."""
    import pkgutil
    from importlib import import_module

    from msoko.analysis import methods

    with watch.lap("load"):
        names = [
            one.name for one in pkgutil.walk_packages(methods.__path__, f"{methods.__name__}.")
        ]
        for name in names:
            import_module(name)
    with watch.lap("scipy"):
        import_module("scipy.special")
        import_module("scipy.optimize")
    return len(names)


def mixed(watch: Watch, path: str) -> list[float]:
    """Chem97, a random intercept per school by REML: fixed effects, variances, log-likelihood."""
    from msoko.analysis.methods.multilevel import LinearFit, fit

    y, x, school = chemistry(path)
    fit(y[:500], x[:500], school[:500])  # what is loaded when first asked for
    with watch.lap("fit"):
        found = fit(y, x, school)
    assert isinstance(found, LinearFit)
    spread = float(found.school_covariance[0, 0])
    return [*found.effects.tolist(), spread, found.residual_variance, found.log_likelihood]


def partial_credit(watch: Watch, pupils: int, items: int, steps: int) -> dict[str, float]:
    """Partial credit model of made-up answers: root mean square error of the difficulties."""
    from benchmarks.calibration.drawn import work
    from msoko.analysis.methods.irt.calibrate import Calibration, calibrate

    truth, scores = work(np.random.default_rng(1), pupils, items, steps, sloped=False)
    with watch.lap("fit"):
        found = calibrate(scores, "pcm")
    assert isinstance(found, Calibration)
    off = found.items.difficulty - truth.difficulty
    return {"off": float(np.sqrt(np.mean(off**2))), "loglik": found.loglik}

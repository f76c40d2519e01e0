"""The contender of the mixed model: statsmodels, which works over pandas."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.chemistry import chemistry
from benchmarks.contender import Watch


def mixed(watch: Watch, path: str) -> list[float]:
    """The same model by MixedLM: fixed effects, variances, log-likelihood."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    y, x, school = chemistry(path)
    with watch.lap("fit"):
        found = MixedLM(y, x, groups=school).fit(reml=True)
    spread = float(found.cov_re[0, 0])
    return [*found.fe_params.tolist(), spread, float(found.scale), float(found.llf)]

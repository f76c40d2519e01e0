"""The methods for schools are there at once: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

FILES = (
    *("shares", "means", "counts", "false_discovery", "beta_binomial", "multilevel"),
    *("multilevel_logit", "within_between", "school_effects", "bunching", "did", "staggered"),
    *("forecast", "neighbours", "clusters"),
)


def test_importing_the_school_methods_loads_no_scipy():
    names = ", ".join(f"msoko.analysis.methods.{name}" for name in FILES)
    code = f"import sys, {names}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""The methods about items are there at once: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

FILES = ("ctt", "dif_logistic", "equating_common", "irt.calibrate", "irt.misfit")


def test_importing_the_item_methods_loads_no_scipy():
    names = ", ".join(f"msoko.analysis.methods.{name}" for name in FILES)
    code = f"import sys, {names}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

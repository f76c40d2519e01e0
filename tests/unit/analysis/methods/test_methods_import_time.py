"""The statistical methods are imported in under a second of processor time, all together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msoko.analysis.methods as package

CODE = """
import time
began = time.process_time()
import {names}
import sys
heavy = {{"scipy", "statsmodels", "sklearn", "pandas"}} & set(sys.modules)
print(time.process_time() - began, *heavy)
"""


def test_all_methods_are_imported_within_a_second_without_heavy_packages():
    folder = Path(package.__file__).parent
    files = [p.relative_to(folder).with_suffix("") for p in sorted(folder.rglob("*.py"))]
    names = [".".join(one.parts) for one in files if one.name != "__init__"]
    code = CODE.format(names=", ".join(f"msoko.analysis.methods.{name}" for name in names))
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    told = [run.stdout.split() for run in runs]
    assert all(len(one) == 1 for one in told), told
    assert min(float(one[0]) for one in told) <= 1.0

"""Loads a profile: from its files with all problems at once, or as it was read before.

Reading and checking takes seconds of a cold start, so a profile without errors is kept, keyed by
the content of all its files and of the code that reads them. Nothing heavy is imported here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msoko.problem import Problem
from msoko.profile.keep import default_cache, read_kept, write_kept
from msoko.profile.profile import Profile

if TYPE_CHECKING:
    from msoko.profile.load_common import Common


@dataclass(frozen=True)
class Loaded:
    """A profile, None when there are errors, and all its problems by file and line.

    `draft` is what could be read in spite of errors: to be shown beside them, not to be used.
    """

    profile: Profile | None
    problems: tuple[Problem, ...]
    draft: Profile | None = None


def default_profiles_dir() -> Path:
    """The folder `profiles/` that comes with the program."""
    return Path(__file__).resolve().parents[2] / "profiles"


def common_beside(folder: Path) -> Path:
    """The `common` folder beside a profile, else the one that comes with the program."""
    beside = folder.parent / "common"
    return beside if beside.is_dir() else default_profiles_dir() / "common"


def load_profile(
    folder: Path, *, common: Common | None = None, cache: Path | None = None, fresh: bool = False
) -> Loaded:
    """The profile in a folder such as `profiles/solnechny`.

    `cache` is where profiles without errors are kept (default: the user's cache folder);
    `fresh` reads the files anyway. `common` are shared indicators read already (then also fresh).
    """
    from_files = fresh or common is not None
    if not (folder / "profile.yaml").is_file():
        what = f"в папке {folder} нет файла profile.yaml"
        return Loaded(None, (Problem("profile", what, "укажите папку профиля"),))
    kept = (cache or default_cache()) / f"{_key(folder)}.profile"
    if not from_files:
        loaded = read_kept(kept)
        if isinstance(loaded, Loaded):
            return loaded
    from msoko.profile.load_fresh import load_fresh

    loaded = load_fresh(folder, common)
    if loaded.profile is not None and not from_files:
        write_kept(kept, Loaded(loaded.profile.packed(), loaded.problems))
    return loaded


def version_of(folder: Path, common: Path) -> str:
    """A hash of everything the profile is made from: names and contents of its files."""
    total = hashlib.sha256()
    for root in (folder, common):
        _add(total, root, sorted(root.rglob("*.yaml")))
    return total.hexdigest()


def _key(folder: Path) -> str:
    """The version of the profile, where it lies, and the code that reads it."""
    total = hashlib.sha256(str(folder.resolve()).encode())
    total.update(version_of(folder, common_beside(folder)).encode())
    package = Path(__file__).resolve().parents[1]
    for part in ("profile", "facts"):
        _add(total, package, sorted((package / part).glob("*.py")))
    _add(total, package, [package / "vocabulary.py", package / "problem.py"])
    return total.hexdigest()


def _add(total: hashlib._Hash, root: Path, files: Iterable[Path]) -> None:
    for path in files:
        content = path.read_bytes()
        name = path.relative_to(root).as_posix()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)

"""No change to the files of a profile makes the loader raise."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest

from msoko.profile.load import load_profile
from tests.unit.profile.good_profile import FILES, write_profile

_PIECES = (
    *("[", "]", "{", "}", ":", ": ", "- ", "\n", "  ", '"', "'", "null", "true", "5", "-1", "0.5"),
    *(
        "[]",
        "{}",
        "x",
        "no",
        "012",
        "&a ",
        "*a",
        "!t ",
        "any",
        "2021-08-17",
        "9" * 25,
        "é",
        "\u2028",
    ),
    *("{not: {unit: {rural: true}}}", "{all: []}", "{any: [{}]}", "{distinct: pupil}", "known"),
)


def _changed(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:start] + chance.choice(_PIECES) + text[start:]
        elif kind == 1:
            text = text[:start] + text[start + chance.randint(1, 20) :]
        elif kind == 2:
            words = text.split(" ")
            words[chance.randrange(len(words))] = chance.choice(_PIECES)
            text = " ".join(words)
        else:
            lines = text.split("\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(200))
def test_a_changed_profile_gives_problems_not_a_traceback(seed: int) -> None:
    chance = random.Random(seed)
    names = chance.sample(sorted(FILES), chance.randint(1, 3))
    files = {**FILES, **{name: _changed(FILES[name], chance) for name in names}}
    with tempfile.TemporaryDirectory() as home:
        loaded = load_profile(write_profile(Path(home), files), fresh=True)
    for problem in loaded.problems:
        assert problem.what
        assert problem.mend
        assert problem.file
        assert str(problem)

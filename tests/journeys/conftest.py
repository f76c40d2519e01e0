"""One application and one browser for the journeys of a file.

What one journey of a file leaves behind the next one finds, so a file stays with one worker:
`pytest tests/journeys -n 2 --dist loadfile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import site as places


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the facts of a made-up district."""
    if not places.CHROMIUM.exists():
        pytest.skip("нет браузера /usr/bin/chromium: apt-get install chromium")
    place = tmp_path_factory.mktemp("town")
    places.filled(place, "one_school")
    return place


@pytest.fixture(scope="module")
def opened(town: Path) -> Iterator[Callable[..., Any]]:
    """A page by role; without a role, a stranger's."""
    with places.served(town) as address, places.browsers(address) as browser:
        known = places.people(town)
        yield lambda role="", **said: browser(known[role] if role else None, **said)

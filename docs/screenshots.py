"""Pictures of the workspace for the user guide; run by hand: `python -m docs.screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from docs.pages.markdown import ROOT
from tests.journeys import site

_AREA = "/areas/low_performing_schools/"
IMAGES = ROOT / "docs" / "images"
# the name of a picture → whose page, its address, the height of what is shown
SHOTS: dict[str, tuple[str, str, int]] = {
    "home": ("authority_specialist", "/", 760),
    "area": ("authority_specialist", _AREA, 760),
    "indicator": ("authority_specialist", f"{_AREA}vpr_russian_4/", 640),
    "uploads": ("authority_specialist", "/uploads/", 640),
    "organisations": ("authority_specialist", "/organisations/", 760),
    "card": ("authority_specialist", "", 760),
    "school-uploads": ("data_officer", "/uploads/", 640),
    "school-indicator": ("data_officer", f"{_AREA}vpr_russian_4/", 640),
    "own": ("data_officer", "/me/", 760),
    "people": ("administrator", "/people/", 760),
}


def main() -> int:
    """Serves a made-up district, opens every page as its person and keeps the pictures."""
    with tempfile.TemporaryDirectory(prefix="msoko-shots-") as name:
        place = Path(name)
        site.filled(place, "district")
        with site.served(place) as address, site.browsers(address) as opened:
            known = site.people(place)
            for shot, (role, path, height) in SHOTS.items():
                _take(opened(known[role], width=1000), path, height, picture(shot))
    return 0


def picture(shot: str) -> Path:
    """Where a picture lies."""
    return IMAGES / f"workspace-{shot}.png"


def _take(page: Any, path: str, height: int, to: Path) -> None:
    if path:
        page.goto(path)
    else:  # the last organisation of the list
        page.goto("/organisations/")
        page.get_by_role("rowheader").last.get_by_role("link").click()
    page.set_viewport_size({"width": 1000, "height": height})
    page.screenshot(path=to)
    sys.stdout.write(f"{to.name}: {to.stat().st_size // 1024} КБ\n")


if __name__ == "__main__":
    sys.exit(main())

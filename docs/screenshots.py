"""Pictures of the workspace for the user guide; run by hand: `python -m docs.screenshots`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from docs.pages.markdown import ROOT
from tests.journeys import site

_AREA = "/areas/low_performing_schools/"
IMAGES = ROOT / "docs" / "images"
_LAST = "the last row of the list"
# the name of a picture → whose page, its address and the links followed from it, the height shown
SHOTS: dict[str, tuple[str, tuple[str, ...], int]] = {
    "home": ("authority_specialist", ("/",), 880),
    "area": ("authority_specialist", (_AREA,), 760),
    "indicator": ("authority_specialist", (f"{_AREA}vpr_russian_4/",), 640),
    "uploads": ("authority_specialist", ("/uploads/",), 640),
    "organisations": ("authority_specialist", ("/organisations/",), 760),
    "card": ("authority_specialist", ("/organisations/?q=СОШ", _LAST), 760),
    "school-uploads": ("data_officer", ("/uploads/",), 640),
    "school-indicator": ("data_officer", (f"{_AREA}vpr_russian_4/",), 640),
    "own": ("data_officer", ("/me/",), 760),
    "people": ("administrator", ("/people/",), 760),
    "today": ("authority_specialist", ("/today/",), 760),
    "cycles": ("authority_specialist", ("/cycles/",), 760),
    "cycle": ("authority_specialist", ("/cycles/?period=2023-24", _LAST), 760),
    "act": ("authority_head", ("/acts/?state=signed", _LAST), 760),
    "roadmap": ("authority_specialist", ("/roadmap/",), 760),
    "readiness": ("authority_specialist", ("/readiness/low_performing_schools/",), 760),
    "school-today": ("organisation_head", ("/today/",), 640),
}


def main() -> int:
    """Serves the whole demonstration, opens every page as its person and keeps the pictures."""
    with tempfile.TemporaryDirectory(prefix="msoko-shots-") as name:
        place = Path(name)
        demo = [sys.executable, "-m", "msoko", "demo", "--no-serve", "--folder", name]
        subprocess.run(demo, cwd=ROOT, check=True)
        store = str(place / "хранилище")
        with (
            site.served(place, MSOKO_STORE=store) as address,
            site.browsers(address) as opened,
        ):
            known = site.people(place)
            for shot, (role, way, height) in SHOTS.items():
                _take(opened(known[role], width=1000), way, height, picture(shot))
    return 0


def picture(shot: str) -> Path:
    """Where a picture lies."""
    return IMAGES / f"workspace-{shot}.png"


def _take(page: Any, way: tuple[str, ...], height: int, to: Path) -> None:
    page.goto(way[0])
    if _LAST in way:
        page.locator("main").get_by_role("rowheader").last.get_by_role("link").click()
    page.set_viewport_size({"width": 1000, "height": height})
    page.screenshot(path=to)
    sys.stdout.write(f"{to.name}: {to.stat().st_size // 1024} КБ\n")


if __name__ == "__main__":
    sys.exit(main())

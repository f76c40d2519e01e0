"""A chart as a picture file, drawn once for one content and kept."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from msoko.analysis.finding import Chart
from msoko.charts.picture import png, svg
from msoko.charts.specification import specification

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_DRAWN: Mapping[str, Callable[[Chart], bytes]] = {
    "svg": lambda chart: svg(chart).encode(),
    "png": png,
}
# Pictures are cheap to draw again: the oldest go when there are more than this.
_KEPT = 3000


def picture(chart: Chart | None, form: str, name: str) -> HttpResponse:
    """The chart as a file, shown in place; 404 for a form there is none of or nothing to draw."""
    if chart is None or form not in KINDS:
        raise Http404
    said = {"Content-Disposition": content_disposition_header(False, f"{name}.{form}")}
    return HttpResponse(_kept(chart, form), content_type=KINDS[form], headers=said)


def _kept(chart: Chart, form: str) -> bytes:
    folder = Path(settings.DATA) / "рисунки"
    text = json.dumps(specification(chart), ensure_ascii=False, sort_keys=True)
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.{form}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = _DRAWN[form](chart)
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{secrets.token_hex(8)}"
    aside.write_bytes(content)
    aside.rename(path)
    _forget(folder)
    return content


def _forget(folder: Path) -> None:
    known = list(folder.iterdir())
    if len(known) > _KEPT:
        for path in sorted(known, key=lambda one: one.stat().st_mtime)[: len(known) - _KEPT]:
            path.unlink(missing_ok=True)

"""Values of an indicator as a file, the same rows as on the page."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from msoko.indicators.values import STATE_RU
from web.policy.declare import needs
from web.workspace.asked import asked_of
from web.workspace.indicator import rows_of

_HEADINGS = (
    "Организация", "Код", "Период", "Числитель", "Знаменатель", "Значение", "Интервал: от",
    "Интервал: до", "Состояние",
)  # fmt: skip
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


@needs("values.export")
@require_GET
def values(request: HttpRequest, area: str, indicator: str) -> HttpResponse:
    """The rows of the cell and year chosen, as CSV that a spreadsheet opens rightly."""
    asked = asked_of(request, area, indicator, "values.export")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADINGS)
    for one in rows_of(asked, asked.year):
        numbers = (one.numerator, one.denominator, one.value, one.low, one.high)
        state = STATE_RU.get(one.status, one.status)
        told = [safe(one.name), safe(one.unit), one.period, *map(_number, numbers), state]
        writer.writerow(told)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{asked.indicator.id}.csv"'
    return response


def safe(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}".replace(".", ",")

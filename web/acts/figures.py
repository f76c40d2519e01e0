"""Values of the cycle's indicators in words, as an act prints them."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from msoko.documents.acts.material import Figure
from msoko.indicators.values import STATE_RU
from msoko.vocabulary import AcademicYear
from web import regulation
from web.figures.read import figures, labels_of, of_indicator
from web.policy.scope import Scope
from web.ui.numbers import plain, span, worded


def figures_of(indicators: Iterable[str], period: str, scope: Scope) -> dict[str, Figure]:
    """Figure by indicator, of the reader's municipality; indicators without rows are left out."""
    known = figures()
    if known is None:
        return {}
    labels = pa.array(labels_of(AcademicYear.parse(period).start))
    told = {}
    for name in dict.fromkeys(indicators):
        rows = of_indicator(known, name)
        whole = pc.equal(rows["breakdown"].cast(pa.string()), "")
        here = pc.is_in(rows["period"].cast(pa.string()), labels)
        figure = _figure(name, rows.filter(pc.and_(whole, here)), scope)
        if figure is not None:
            told[name] = figure
    return told


def _figure(name: str, rows: pa.Table, scope: Scope) -> Figure | None:
    indicator = regulation.profile().indicators.get(name)
    unit = indicator.unit if indicator else ""
    places, codes = scope.places("values.see"), scope.codes("values.see")
    totals, own = [], []
    for row in rows.to_pylist():
        if row["unit_kind"] == "organisation":
            own.extend([row] if scope.everything or row["unit"] in codes else [])
        elif row["unit_kind"] == "municipality":
            totals.extend([row] if scope.everything or row["unit"] in places else [])
    if not totals and not own:
        return None
    values = sorted(row["value"] for row in own if row["value"] is not None)
    ends = [worded(value, unit) for value in (values[0], values[-1])] if values else []
    return Figure(
        label=indicator.label if indicator else name,
        value=_joined(totals, lambda row: _value(row, unit)) or "итога по муниципалитету нет",
        counts=_joined(totals, _counts),
        interval=_joined(totals, lambda row: span(row["low"], row["high"])),
        reported=len(values),
        units=len(own),
        spread=" – ".join(dict.fromkeys(ends)),
    )


def _joined(rows: list[dict[str, object]], words: object) -> str:
    """One municipality as it is; of several each is named."""
    say = words if callable(words) else str
    if len(rows) == 1:
        return str(say(rows[0]))
    return "; ".join(f"{row['unit']}: {said}" for row in rows if (said := say(row)))


def _value(row: dict[str, object], unit: str) -> str:
    value = row["value"]
    if not isinstance(value, int | float):
        return STATE_RU.get(str(row["status"]), str(row["status"]))
    return worded(value, unit)


def _counts(row: dict[str, object]) -> str:
    numerator, denominator = row["numerator"], row["denominator"]
    if not isinstance(numerator, int | float) or not isinstance(denominator, int | float):
        return ""
    return f"{plain(numerator)} из {plain(denominator)}"

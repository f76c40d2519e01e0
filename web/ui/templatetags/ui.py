"""Components of the design system for templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, FileInput
from django.utils.html import format_html
from django.utils.safestring import SafeString

from msoko.analysis.finding import Chart
from msoko.charts.table import table
from web.ui import numbers, states
from web.ui.many import ManyWidget

register = template.Library()


@register.filter
def number(value: float | None) -> str:
    """A number as a Russian page writes it."""
    return numbers.plain(value)


@register.filter
def valued(value: float | None, unit: str) -> str:
    """A value with its unit."""
    return numbers.worded(value, unit)


@register.filter
def day(value: date | None) -> str:
    """A day."""
    return numbers.day(value)


@register.filter
def period(text: str) -> str:
    """«2023/24» for an academic year, a calendar year as it is."""
    return text.replace("-", "/")


@register.filter
def next_year(year: int) -> str:
    """The last two digits of the year after: 2023 → «24»."""
    return f"{(year + 1) % 100:02d}"


@register.filter
def written_day(text: str) -> str:
    """A day written «2025-05-12» as «12.05.2025»."""
    return numbers.day(date.fromisoformat(text))


@register.filter
def entry(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key known only at the time."""
    return mapping.get(key, "")


@register.filter
def place(sequence: Sequence[Any], number: int) -> Any:
    """The part of a sequence at a place."""
    return sequence[number]


@register.simple_tag
def badge(words: str, state: str = "") -> SafeString:
    """A state in words; the tone only repeats what the words say."""
    tone = states.tone(state)
    return format_html('<span class="badge{}">{}</span>', f" badge--{tone}" if tone else "", words)


@register.simple_tag
def value_state(state: str) -> SafeString:
    """The state of a value in words."""
    return badge(states.value_state(state), state)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field of a form with its label, help and what is wrong with it."""
    widget = bound.field.widget
    return {
        "field": bound,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_many": isinstance(widget, ManyWidget),
        "is_file": isinstance(widget, FileInput),
    }


@register.inclusion_tag("ui/parts/form.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, what is wrong with it as a whole first."""
    return {"form": form}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """Breadcrumbs: title, address, title, address, …, title."""
    pairs: Sequence[str] = (*steps, "") if len(steps) % 2 else steps
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, partly: int, total: int, said: str) -> dict[str, Any]:
    """How much is done, as a line and in words."""
    return {"done": done, "partly": partly, "total": total, "said": said}


@register.inclusion_tag("ui/parts/chart.html")
def chart(
    drawn: Chart, sentence: str, address: str, query: str = "", *, twin: bool = True
) -> dict[str, Any]:
    """A chart with its sentence, its files and, unless it stands on the page, its table."""
    said: dict[str, Any] = {"sentence": sentence, "address": address, "query": query}
    if twin:
        head, rows = table(drawn)
        said["twin"] = (head, [list(zip(head, row, strict=True)) for row in rows])
    return said


@register.inclusion_tag("ui/parts/save.html")
def save(address: str, query: str = "") -> dict[str, Any]:
    """Where the table above is saved from."""
    return {"address": address, "query": query}


@register.inclusion_tag("ui/parts/steps.html")
def steps(stages: Sequence[Any]) -> dict[str, Any]:
    """Stages in their order: a sign and words for the state; `is_here` marks the present one."""
    return {"stages": stages}


@register.inclusion_tag("ui/parts/causes.html")
def causes(title: str, told: Sequence[Any]) -> dict[str, Any]:
    """What stands in the way: `said` of each cause and the `address` where it is mended."""
    return {"title": title, "causes": told}

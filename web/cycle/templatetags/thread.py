"""The thread and the comparison of actions for cards of other pages, in one line each."""

from __future__ import annotations

from typing import Any

from django import template

from web.cycle.effect import effects_of
from web.cycle.walked import line_of

register = template.Library()


@register.inclusion_tag("thread/line.html", takes_context=True)
def thread(context: template.Context, kind: str, *name: object) -> dict[str, Any]:
    """The thread of a thing in one line; nothing for a reader who may not see it."""
    return {"line": line_of(context["request"], f"{kind}:{'/'.join(map(str, name))}")}


@register.inclusion_tag("thread/effects.html", takes_context=True)
def compared(context: template.Context, entry: Any) -> dict[str, Any]:
    """What changed where the action of an entry is carried out, or the action it reviews."""
    return {"told": effects_of(context["request"], entry), "entry": entry}

"""Every page of the site with what it needs, found by walking the addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from web.policy.declare import needed_by


@dataclass(frozen=True)
class Page:
    """One address: its name, the names of its parts, the view and what it needs."""

    name: str
    parts: tuple[str, ...]
    view: Callable[..., Any]
    needs: str | None


def pages() -> Iterator[Page]:
    """All addresses of the site in their order."""
    yield from _walk(get_resolver().url_patterns, (), "")


def _walk(patterns: list[Any], parts: tuple[str, ...], space: str) -> Iterator[Page]:
    for one in patterns:
        known = (*parts, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, known, inner)
        elif isinstance(one, URLPattern):
            name = f"{space}{one.name or one.pattern}"
            yield Page(name, known, one.callback, needed_by(one.callback, name))

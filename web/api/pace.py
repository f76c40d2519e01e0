"""How often a program may ask: too fast or with too many wrong keys, it is told to wait."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from web.policy.programs import is_api, said

_MINUTE = 60
# Requests a minute from one address that come without a valid key.
_STRANGERS = 20
_TOO_OFTEN = "Слишком много запросов за минуту. Подождите столько секунд, сколько в Retry-After."


class PaceMiddleware:
    """Counts requests of programs by person, or by address when the key is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request) and _is_too_often(request):
            answer = said(429, _TOO_OFTEN)
            answer["Retry-After"] = str(_MINUTE - int(time.time()) % _MINUTE)
            answer["Cache-Control"] = "no-store, private"
            return answer
        return self.get_response(request)


def _is_too_often(request: HttpRequest) -> bool:
    """Counts this request in its minute; the count lives in the memory of one process."""
    who = request.actor.id  # type: ignore[attr-defined]
    limit = settings.API_PER_MINUTE if who else min(_STRANGERS, settings.API_PER_MINUTE)
    name = f"pace:{who or request.META.get('REMOTE_ADDR', '')}:{int(time.time()) // _MINUTE}"
    cache.add(name, 0, timeout=2 * _MINUTE)
    return int(cache.incr(name)) > limit

"""When a session was last seen: noted once in five minutes, so that reading a page writes nothing.

A note is a write, and in SQLite's rollback journal every reader waits for a write.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

_NOTED_FOR = 300


class SeenMiddleware:
    """Notes the session of a signed-in person, at most once in five minutes in one process.

    The note also puts off the end of the session: it is idleness that ends it, not its age.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and cache.add(f"seen:{key}", True, _NOTED_FOR) and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
            request.session.modified = True
        return self.get_response(request)

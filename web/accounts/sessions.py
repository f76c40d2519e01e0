"""When a session was last seen: noted once in five minutes, so that reading a page writes nothing.

A note is a write, and in SQLite's rollback journal every reader waits for a write.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

NOTED_FOR = 300
# Where the session itself says when it was noted last, for all processes alike.
NOTED = "noted"


class SeenMiddleware:
    """Notes the session of a signed-in person, at most once in five minutes.

    The note also puts off the end of the session: it is idleness that ends it, not its age.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, int(time.time())
        is_due = session.session_key and now - session.get(NOTED, 0) >= NOTED_FOR
        if is_due and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
            session[NOTED] = now
        return self.get_response(request)

"""The page of today and its count for the menu."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from web.policy.declare import needs
from web.today.gather import AHEAD, gathered

# For how long the count in the menu is not asked anew, seconds.
_FRESH = 60


@needs("account.own")
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What this person has to do: late, soon, waiting, returned."""
    day = timezone.localdate()
    return render(
        request, "today/today.html", {"today": gathered(request, day), "day": day, "ahead": AHEAD}
    )


@needs("account.own")
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many things there are, for the menu; nothing when there are none."""
    number = gathered(request, timezone.localdate()).count
    answer = render(request, "today/count.html", {"number": number})
    # every page asks for it: a minute old is new enough
    answer["Cache-Control"] = f"private, max-age={_FRESH}"
    return answer

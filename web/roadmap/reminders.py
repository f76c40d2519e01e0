"""A person's own page of reminders and calendar addresses, and the address itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from msoko.roadmap.feed import calendar_text
from web.accounts.reach import actor_of
from web.accounts.tokens import hash_of
from web.policy.declare import needs, open_to_all
from web.roadmap import reminder_actions
from web.roadmap.digest import things_of
from web.roadmap.forms import FeedForm
from web.roadmap.models import DigestSent, FeedKey
from web.roadmap.sources import told

# What a calendar program is told: a year back and two years ahead.
_BACK, _AHEAD = timedelta(days=366), timedelta(days=731)


@needs("account.own")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Whether letters come, what the next one would say, and the calendar addresses."""
    return _page(request, FeedForm())


def _page(request: HttpRequest, form: FeedForm) -> HttpResponse:
    today = timezone.localdate()
    last = DigestSent.objects.filter(person=request.user, sent_at__isnull=False).first()
    context = {
        "wants": reminder_actions.wants(request.user), "last": last, "form": form, "today": today,
        "feeds": FeedKey.objects.filter(person=request.user),
        "groups": things_of(request.actor, today),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "roadmap/reminders.html", context, status=status)


@needs("account.own")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Letters on or off."""
    is_wanted = request.POST.get("wanted") == "yes"
    reminder_actions.choose(by=request.actor, person=request.user, is_wanted=is_wanted)
    said = "будут приходить" if is_wanted else "больше не приходят; сроки видны на первой странице"
    messages.success(request, f"Напоминания {said}.")
    return redirect("roadmap:reminders")


@needs("account.own")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new calendar address; its text stands on the answer and nowhere else."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    key, token = reminder_actions.make_feed(
        by=request.actor, person=request.user, name=form.cleaned_data["name"]
    )
    link = settings.SITE_ADDRESS + reverse("roadmap:feed", args=[token])
    return render(request, "roadmap/feed.html", {"feed": key, "link": link})


@needs("account.own")
@require_POST
def revoke(request: HttpRequest, feed: str) -> HttpResponse:
    """The address is of no use at once."""
    key = get_object_or_404(FeedKey, pk=feed, person=request.user)
    reminder_actions.revoke_feed(by=request.actor, key=key)
    messages.success(request, f"Ссылка «{key}» отозвана: календарь по ней больше не читается.")
    return redirect("roadmap:reminders")


@open_to_all("календарь читает программа без входа; без верной ссылки страницы нет ни для кого")
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Days the owner of the address may see today; the same 404 for a wrong and a revoked one."""
    known = FeedKey.objects.select_related("person").filter(
        token_sha256=hash_of(token), revoked_at=None, person__is_active=True
    )
    key = known.first()
    if key is None:
        raise Http404
    today: date = timezone.localdate()
    actor = actor_of(key.person, today)
    things = told(actor, today - _BACK, today + _AHEAD)
    content = calendar_text(things, "МСОКО: сроки", settings.SITE_ADDRESS, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="msoko.ics"'
    return response

"""Are links alive: own documents are looked up inside, others asked only when the setting allows.

Nothing leaves the machine by default (MSOKO_CHECK_LINKS). Addresses inside the network are never
asked: a link must not make the server knock where its sender cannot.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django_tasks import task

from web.audit.action import Told, action
from web.cycle.models import Act, Cycle, Entry, Finding
from web.policy.scope import PROGRAM, Actor
from web.readiness.models import Rating

_log = logging.getLogger("msoko.web")
_SECONDS = 5
_NOT_ASKED = "внешние ссылки не проверяются: так в настройках"
# Which row a page of ours shows, by the part of its address.
_ROWS = {"entry": Entry, "cycle": Cycle, "act": Act}


@action("ratings.look", "запрошена проверка ссылок", needs="readiness.rate")
def look(*, by: Actor) -> Told:
    """All links are looked at in the background."""
    transaction.on_commit(look_at_links.enqueue)
    return Told(None, "readiness.Rating", "", {}, {})


@action("ratings.looked", "ссылки проверены", needs="readiness.rate")
def looked(*, by: Actor, told: Iterable[tuple[Rating, str, str]]) -> Told:
    """What the links have answered: (rating, state, words)."""
    now, states = timezone.now(), []
    for rating, state, said in told:
        Rating.objects.filter(pk=rating.pk, address=rating.address).update(
            link_state=state, link_said=said[:300], looked_at=now
        )
        states.append(f"{rating.address}: {state}")
    return Told(None, "readiness.Rating", "", {}, {"link_state": states})


@task()
def look_at_links() -> None:
    """Every address once."""
    ratings = list(Rating.objects.filter(is_withdrawn=False))
    answers = {one: answer_of(one) for one in dict.fromkeys(one.address for one in ratings)}
    looked(by=PROGRAM, told=[(one, *answers[one.address]) for one in ratings])


def answer_of(address: str) -> tuple[str, str]:
    """The state of a link and what was found there."""
    parts = urlsplit(address)
    own = urlsplit(settings.SITE_ADDRESS)
    if not parts.netloc or parts.netloc == own.netloc:
        return _inside(parts.path)
    if not settings.CHECK_LINKS:
        return "unchecked", _NOT_ASKED
    return _outside(parts)


def _inside(path: str) -> tuple[str, str]:
    """A page of this application: the address is known and its document is there."""
    try:
        match = resolve(path)
    except Resolver404:
        return "dead", "такой страницы в системе нет"
    for name, key in match.kwargs.items():
        model = _ROWS.get(name)
        if model is not None and not model._default_manager.filter(pk=key).exists():
            return "dead", "такого документа в системе нет"
        if name == "finding" and not Finding.objects.filter(key=key).exists():
            return "unchecked", "вывод анализа: решения по нему нет"
    return "alive", "документ этой системы"


def _outside(parts: SplitResult) -> tuple[str, str]:
    """One question with a short patience; the answer is not read."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "dead", "это не адрес страницы"
    try:
        host = _public(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
        status = _status(parts, host)
    except (OSError, ValueError, HTTPException) as error:
        _log.info("link %s is dead: %s", parts.geturl(), error)
        return "dead", "не отвечает"
    if status < 400:
        return "alive", f"ответ {status}"
    return "dead", f"ответ {status}"


def _public(host: str, port: int) -> str:
    """An address of the host outside private networks; ValueError when it has another one."""
    found = [one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(one).is_global for one in found):
        raise ValueError(f"{host} is not a public address")
    return str(found[0])


def _status(parts: SplitResult, host: str) -> int:
    """The status of a request to the very address that was found public."""
    secure = parts.scheme == "https"
    door = HTTPSConnection if secure else HTTPConnection
    connection = door(parts.hostname or "", parts.port, timeout=_SECONDS)
    # the name may point elsewhere a moment later: connect where we have looked
    connection._create_connection = lambda _, timeout, source=None: (  # type: ignore[attr-defined]
        socket.create_connection((host, parts.port or (443 if secure else 80)), timeout)
    )
    try:
        query = f"?{parts.query}" if parts.query else ""
        connection.request("GET", f"{parts.path or '/'}{query}", headers={"User-Agent": "msoko"})
        return connection.getresponse().status
    finally:
        connection.close()

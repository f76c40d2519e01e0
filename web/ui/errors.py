"""Pages of refusal: what happened, why, what to do; nothing of the inside."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string

from web.policy import programs

_log = logging.getLogger("msoko.web")


def _page(request: HttpRequest, status: int, title: str, *said: str) -> HttpResponse:
    if programs.is_api(request):
        return programs.said(status, " ".join((f"{title}.", *said[:2])))
    context = {"title": title, "said": said}
    return render(request, "ui/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing there, or nothing that this reader may know of: the same answer."""
    return _page(
        request, 404, "Такой страницы нет",
        "Проверьте адрес или вернитесь на главную страницу.",
    )  # fmt: skip


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed, with the reason the policy gave."""
    return _page(
        request, 403, "Доступа нет", str(exception) or "Ваши роли не дают этого права.",
        "Если это ошибка, обратитесь к администратору.",
    )  # fmt: skip


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token."""
    return _page(
        request, 403, "Форма устарела",
        "Страница с формой открыта слишком давно или в другом окне был выполнен вход.",
        "Откройте форму заново и повторите.",
    )  # fmt: skip


def failed(request: HttpRequest) -> HttpResponse:
    """Our own mistake: a number to tell, details in the log only."""
    number = get_random_string(8).upper()
    _log.error("failure %s at %s", number, request.path)
    return _page(
        request, 500, "Ошибка приложения",
        "Ваши действия, возможно, не сохранены. Повторите через минуту.",
        f"Если не помогло, сообщите администратору номер {number}.",
    )  # fmt: skip

"""Requests of programs: known by their address, answered in JSON, never redirected."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

ROOT = "/api/"
NO_KEY = "Нужен действующий ключ: заголовок «Authorization: Bearer ключ»."


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks; sessions of people do not count here."""
    return request.path.startswith(ROOT)


def said(status: int, text: str) -> JsonResponse:
    """A refusal in the one shape all refusals have."""
    answer = JsonResponse({"error": text}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer

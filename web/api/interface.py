"""The one interface: who may come, how refusals look, which pages there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from web.api.shapes import Refusal
from web.audit.versions import Stale
from web.policy import programs
from web.policy.scope import Denied

_ABOUT = (
    "Программа работает от имени человека: с его правами и в его границах. Ключ заводит сам "
    "человек на странице «Мои данные» и передаёт заголовком «Authorization: Bearer ключ»."
)
_WORDS: Mapping[str, str] = {
    "missing": "нужно указать",
    "int": "нужно целое число",
    "uuid": "нужен номер вида 00000000-0000-0000-0000-000000000000",
    "date": "нужен день вида 2025-09-01",
    "greater": "слишком мало",
    "less": "слишком много",
    "string_too_long": "слишком длинно",
    "string_too_short": "слишком коротко",
    "string_pattern": "записано не так",
    "string": "нужен текст",
    "json": "это не JSON",
}
_PLACES = {"query": "", "path": "", "body": "", "form": "", "file": "", "payload": ""}


class Key(HttpBearer):
    """The gate has let the key in already; this tells the description that there is one."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person whose key it is."""
        return request.user if request.user.is_authenticated else None


api = NinjaAPI(
    title="МСОКО", version="1", description=_ABOUT, urls_namespace="api", docs_url=None,
    auth=Key(),
)  # fmt: skip
# What every operation may answer beside its own words.
REFUSALS: dict[int, Any] = {status: Refusal for status in (400, 401, 403, 404, 409, 422, 429)}


def refused(status: int, text: str, fields: list[dict[str, str]] | None = None) -> HttpResponse:
    """A refusal with what is wrong in the fields."""
    body = {"error": text, "fields": fields or []}
    return api.create_response(None, body, status=status)  # type: ignore[arg-type]


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    fields = [{"where": _where(one), "what": _what(one["type"])} for one in wrong.errors]
    return refused(422, "В запросе ошибки.", fields)


def _where(one: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in one["loc"] if str(part) not in _PLACES)


def _what(kind: str) -> str:
    known = (text for start, text in _WORDS.items() if kind.startswith(start))
    return next(known, "значение не подходит")


@api.exception_handler(Http404)
def _absent(request: HttpRequest, _why: Http404) -> HttpResponse:
    return refused(404, "Такого нет, или вам это не видно.")


@api.exception_handler(Denied)
def _denied(request: HttpRequest, why: Denied) -> HttpResponse:
    return programs.said(403, str(why))


@api.exception_handler(Stale)
def _stale(request: HttpRequest, why: Stale) -> HttpResponse:
    return refused(409, str(why))

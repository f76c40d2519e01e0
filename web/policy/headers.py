"""Headers on every response: nothing is loaded from elsewhere, nothing runs inline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
_POLICY = "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY.items())


class HeadersMiddleware:
    """Adds the headers that Django's own security middleware does not know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = _POLICY
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        return response

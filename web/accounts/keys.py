"""Pages of one's own keys for programs: made and shown once, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from web.accounts import tokens
from web.accounts.forms import TokenForm
from web.policy.declare import needs


@needs("account.own")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A new key; its text stands on the answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        token, text = tokens.make_token(by=request.actor, person=request.user, **said)
        return render(request, "accounts/key.html", {"token": token, "text": text})
    status = 422 if form.errors else 200
    return render(request, "accounts/new_key.html", {"form": form}, status=status)


@needs("account.own")
@require_POST
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """The key is of no use at once."""
    shown = get_object_or_404(request.user.tokens, pk=token)  # type: ignore[union-attr]
    tokens.revoke_token(by=request.actor, token=shown)
    messages.success(request, f"Ключ «{shown}» отозван: программы с ним больше не войдут.")
    return redirect("accounts:own")

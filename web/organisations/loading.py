"""The page that loads the register from a table: first shows what would change, then changes it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from msoko.problem import Problem
from msoko.sources.reading.kind import Options
from msoko.sources.registry import read_file
from web.audit.impossible import Impossible
from web.organisations import load
from web.organisations.forms import LoadForm
from web.policy.declare import needs

_SALT = "organisations.load"
_AN_HOUR = 3600


@needs("organisations.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def from_table(request: HttpRequest) -> HttpResponse:
    """Step one: a file; step two: its rows come back signed and are applied."""
    if "rows" in request.POST:
        return _apply(request)
    form = LoadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        rows, problems = _read(form.cleaned_data["file"])
        context |= {"problems": problems, "plan": load.planned(rows) if rows else None}
        context |= {"rows": dumps(_plain(rows), salt=_SALT, compress=True)}
        context |= {"act": form.cleaned_data["act"]}
    return render(request, "organisations/load.html", context)


def _apply(request: HttpRequest) -> HttpResponse:
    try:
        rows = loads(request.POST["rows"], salt=_SALT, max_age=_AN_HOUR)
    except BadSignature:
        messages.error(request, "Перечень устарел: пришлите файл ещё раз.")
        return redirect("organisations:load")
    plan = load.planned(rows)
    try:
        load.load(plan, by=request.actor, act=request.POST.get("act", ""))
    except Impossible as why:
        messages.error(request, f"Загружено не всё: {why}")
    else:
        told = f"Заведено: {len(plan.new)}, переименовано: {len(plan.renamed)}."
        messages.success(request, told)
    return redirect("organisations:list")


def _read(sent: UploadedFile) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows of the table of organisations in a file, and everything wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(sent.name or "перечень.xlsx").name
        with path.open("wb") as file:
            for chunk in sent.chunks():
                file.write(chunk)
        rows: list[dict[str, Any]] = []
        problems: list[Problem] = []
        for _, _, reading in read_file([path], Options()):
            problems.extend(reading.problems)
            if reading.incoming is not None:
                rows.extend(load.rows_of(reading.incoming.tables.get("units")))
    if not rows and not problems:
        what = "в файле нет таблицы организаций"
        problems.append(Problem("no_units", what, "возьмите шаблон: msoko template units"))
    return rows, problems


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value is not None} for row in rows]

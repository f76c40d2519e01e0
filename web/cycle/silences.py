"""What the analysis says nothing about, and why: too little data is an answer as well."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.analysis.ask import QUESTIONS
from web.cycle.listed import counted
from web.figures.found import found, silent_to
from web.organisations.tree import tree_now
from web.policy.declare import needs

_ON_A_PAGE = 50


def by_question(table: pa.Table) -> list[tuple[str, str, int]]:
    """Name, words and number of silences of every question that has any, in their order."""
    numbers = dict(counted(table, "question"))
    return [(name, one.ru, numbers[name]) for name, one in QUESTIONS.items() if name in numbers]


@needs("findings.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The silences about those the reader may see, by question and by whom they are about."""
    known, nodes = found(), tree_now().nodes
    asked = {name: request.GET[name] for name in ("question", "unit") if request.GET.get(name)}
    context: dict[str, Any] = {"asked": asked, "query": f"{urlencode(asked)}&" if asked else ""}
    if known is not None:
        table = silent_to(request.actor.scope, known)
        context["questions"] = by_question(table)
        context["units"] = [
            (code, nodes[code].name if code in nodes else code, number)
            for code, number in counted(table, "unit")
        ]
        for name, word in asked.items():
            table = table.filter(pc.equal(table[name], word))
        page = Paginator(range(table.num_rows), _ON_A_PAGE).get_page(request.GET.get("page"))
        shown = table.slice(max(page.start_index() - 1, 0), _ON_A_PAGE).to_pylist()
        context |= {"page": page, "total": table.num_rows, "is_current": known.is_current}
        context["rows"] = [
            {
                **row, "name": nodes[row["unit"]].name if row["unit"] in nodes else row["unit"],
                "words": QUESTIONS[row["question"]].ru if row["question"] in QUESTIONS else "",
            }
            for row in shown
        ]  # fmt: skip
    return render(request, "cycle/silences.html", context)

"""Pages of readiness: all areas, one area with its matrix, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.cycle.readiness import LINKS
from web import regulation
from web.policy.declare import needs
from web.readiness.gather import Scored, ShownArea, ShownCell, areas_of
from web.readiness.models import RubricItem
from web.ui.sheet import Cell, Sheet, origin, saved

_HEAD = ("Направление", "Цель", "Звено", "Состояние", "Свидетельства", "Ссылки", "Чего нет",
         "Акты в силе", "Акты не подписаны")  # fmt: skip
_RATED = ("Направление", "Вопрос", "Основание", "Слова положения", "Наибольший балл", "Балл",
          "Ссылка", "Ссылка проверена", "Состояние ссылки", "Эксперт", "Пояснение")  # fmt: skip
_NOT_SEEN = "есть, нет доступа"


@needs("readiness.see")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every area: how much of its chain is there, what the experts gave, which links are dead."""
    scope = request.actor.scope
    context = {
        "areas": areas_of(request), "links": LINKS, "may_edit": scope.may("readiness.edit"),
        "may_rate": scope.may("readiness.rate"), "has_rubric": RubricItem.objects.exists(),
    }  # fmt: skip
    return render(request, "readiness/overview.html", context)


@needs("readiness.see")
@require_GET
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One area: goal by goal what there is and what is missing; the rubric with its ratings."""
    context = {
        "one": _one(request, area), "may_rate": request.actor.scope.may("readiness.rate"),
        "may_edit": request.actor.scope.may("readiness.edit"),
    }  # fmt: skip
    return render(request, "readiness/area.html", context)


@needs("readiness.see")
@require_GET
def table(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The matrix or the ratings of all areas, or of one, with addresses of what proves them."""
    chosen = request.GET.get("area", "")
    shown = [_one(request, chosen)] if chosen else areas_of(request)
    if what == "matrix":
        rows = tuple(line for one in shown for line in _lines(request, one))
        sheet = Sheet("готовность", "Готовность к внешней экспертизе", _HEAD, rows, _notes())
    elif what == "ratings":
        told = tuple(_rated(request, one, each) for one in shown for each in one.scored)
        sheet = Sheet("оценки", "Экспертные оценки по ссылкам", _RATED, told, _notes())
    else:
        raise Http404
    return saved(sheet, form)


def _one(request: HttpRequest, name: str) -> ShownArea:
    if name not in regulation.profile().texts.areas:
        raise Http404
    return areas_of(request, [name], request.GET.get("period", ""))[0]


def _lines(request: HttpRequest, one: ShownArea) -> Iterable[tuple[Cell, ...]]:
    documents = {each.ru: each for each in one.documents}
    for row in one.rows:
        for cell in row.cells:
            acts = documents.get(cell.ru)
            signed = (
                "\n".join(_named(each.title, each.seen) for each in acts.signed) if acts else ""
            )
            missing = "\n".join(acts.missing) if acts else ""
            yield (one.area.title, row.title, cell.ru, cell.state_ru, *_proofs(request, cell),
                   "\n".join(cell.lacks) or cell.note, signed, missing)  # fmt: skip


def _proofs(request: HttpRequest, cell: ShownCell) -> tuple[str, str]:
    """Titles and absolute addresses, line by line."""
    titles = [_named(one.title, one.seen) for one in cell.proofs]
    places = [request.build_absolute_uri(one.address) if one.seen else "—" for one in cell.proofs]
    return "\n".join(titles), "\n".join(places)


def _named(title: str, seen: bool) -> str:
    return title if seen else _NOT_SEEN


def _rated(request: HttpRequest, one: ShownArea, scored: Scored) -> tuple[Cell, ...]:
    item, given = scored.item, scored.counts
    asked = (one.area.title, item.question, item.clause, item.quote, item.points)
    if given is None:
        return (*asked, None, "", "", "оценки нет", "", "")
    address = given.address
    if address.startswith("/"):
        address = request.build_absolute_uri(address)
    return (*asked, given.points, address, f"{given.checked_on:%d.%m.%Y}",
            given.get_link_state_display(), scored.experts.get(given.expert, ""),
            given.comment)  # fmt: skip


def _notes() -> tuple[tuple[str, str], ...]:
    return (
        *origin(),
        ("Что считается", "звено есть, когда есть запись цикла и всё, что к ней требуется; "
         "балл эксперта неполон, пока ссылка не проверена или не открывается"),
    )  # fmt: skip

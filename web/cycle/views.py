"""Pages of findings: the list with its filters, and the card of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.analysis.ask import QUESTIONS
from msoko.analysis.finding import KIND_RU, SURENESS_RU
from msoko.charts.table import table as twin
from web import regulation
from web.cycle.card import Card, card_of
from web.cycle.listed import COLUMNS, counted, decisions, narrowed, seen, told
from web.cycle.models import STATES, Cycle
from web.cycle.pages.offered import after
from web.cycle.pages.words import speaking
from web.cycle.silences import by_question
from web.cycle.standing import standings
from web.figures.analyse import progress
from web.figures.found import found, silent_to
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.ui.picture import picture
from web.ui.sheet import Sheet, origin, saved

_ON_A_PAGE = 30
_FILTERS = (*COLUMNS, "certain", "state")
_HEADINGS = (
    "Вид", "О ком", "Код", "Период", "Уверенность", "Вывод", "Показатель", "Решение", "Ключ",
)  # fmt: skip


@needs("findings.see")
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """What the analysis found about those the reader may see, by filters."""
    asked = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    known, states = found(), decisions(request)
    table = seen(request, known)
    context: dict[str, Any] = {"asked": asked, "progress": progress(), "has_findings": bool(known)}
    if known is not None and table is not None:
        chosen = narrowed(table, asked, states)
        numbers = Paginator(range(chosen.num_rows), _ON_A_PAGE).get_page(request.GET.get("page"))
        first = numbers.start_index() - 1 if chosen.num_rows else 0
        context |= {
            "rows": told(chosen.slice(max(first, 0), _ON_A_PAGE), states), "page": numbers,
            "is_current": known.is_current, "total": chosen.num_rows,
            "filters": _filters(table), "query": _query(asked),
            "failed": [QUESTIONS[name].ru for name in known.failed if name in QUESTIONS],
            "may_export": request.actor.scope.may("values.export"),
            "silences": by_question(silent_to(request.actor.scope, known)),
        }  # fmt: skip
    return render(request, "cycle/findings.html", context)


def _query(asked: dict[str, str]) -> str:
    return f"{urlencode(asked)}&" if asked else ""


def _filters(table: Any) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Filters with the words there are: name, title, choices."""
    nodes, known = tree_now().nodes, regulation.profile().indicators
    names = {
        "kind": lambda word: KIND_RU.get(word, word),
        "unit": lambda code: nodes[code].name if code in nodes else code,
        "indicator": lambda name: known[name].label if name in known else name,
        "sure": lambda word: SURENESS_RU.get(word, word),
    }
    titles = {
        "kind": "Вид", "unit": "О ком", "indicator": "Показатель", "sure": "Уверенность",
    }  # fmt: skip
    told = [
        (name, titles[name], [(word, f"{say(word)} ({n})") for word, n in counted(table, name)])
        for name, say in names.items()
    ]
    return [*told, ("state", "Решение", list(STATES.items()))]


@needs("values.export")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The list by the same filters and scope as a file."""
    asked = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    known, states = found(), decisions(request)
    rows = seen(request, known)
    if known is None or rows is None:
        raise Http404
    lines = told(narrowed(rows, asked, states), states)
    cells = tuple(
        (one.kind_ru, one.name, one.unit, one.period, one.sure_words, one.sentence, one.indicator,
         one.state_ru, one.key)
        for one in lines
    )  # fmt: skip
    notes = (
        ("Число выводов (n)", str(len(cells))),
        *origin(),
        ("Расчёт", known.state),
        ("Источник", "анализ сведений хранилища МСОКО; метод и источник — в карточке вывода"),
    )
    return saved(Sheet("выводы", "Выводы анализа", _HEADINGS, cells, notes), form)


@needs("findings.see")
@require_GET
def card(request: HttpRequest, finding: str) -> HttpResponse:
    """One finding: its sentence, chart, table, evidence, method, and what it does not say."""
    shown = _card(request, finding)
    known = regulation.profile().indicators.get(shown.said.get("indicator") or "")
    context: dict[str, Any] = {
        "card": shown, "may_export": request.actor.scope.may("values.export"),
        "speaking": speaking(request.actor.scope, f"finding:{finding}"),
        "onward": _onward(request, shown),
    }  # fmt: skip
    if known is not None:
        context["indicator_label"] = known.label
        context["indicator_address"] = f"/areas/{known.area}/{known.id}/"
    return render(request, "cycle/card.html", context)


@needs("findings.see")
@require_GET
def drawn(request: HttpRequest, finding: str, form: str) -> HttpResponse:
    """The chart of a finding as a picture."""
    shown = _card(request, finding)
    return picture(shown.chart, form, f"вывод-{finding}")


@needs("values.export")
@require_GET
def numbers(request: HttpRequest, finding: str, form: str) -> HttpResponse:
    """The table behind the chart of a finding as a file."""
    shown = _card(request, finding)
    if shown.chart is None:
        raise Http404
    head, rows = twin(shown.chart)
    notes = (
        ("Вывод", shown.said["sentence"]),
        ("Что измерено", shown.said["measured"]),
        ("Выборка (n)", shown.sample),
        ("Метод", shown.said["method"]),
        ("Источник метода", shown.said["source"]),
        ("Чего это не означает", shown.said["says_not"]),
        ("Дата", f"{timezone.localtime(shown.at):%d.%m.%Y %H:%M}" if shown.at else ""),
        ("Версия профиля", shown.profile_version),
        ("Расчёт", shown.figures_state),
    )
    return saved(Sheet(f"вывод-{finding}", shown.chart.title, head, rows, notes), form)


def _onward(request: HttpRequest, shown: Card) -> list[tuple[str, str]]:
    """What may follow a confirmed finding in the cycle of its area and year.

    In any other open cycle it is first said why the finding belongs there.
    """
    if shown.state != "confirmed" or not request.actor.scope.may("cycles.lead"):
        return []
    ref, told = f"finding:{shown.key}", []
    place = (shown.said.get("area"), shown.said["period"])
    for now in standings(Cycle.objects.filter(state="open")):
        own = (now.area, now.period) == place
        told += [
            (one.ru if own else f"{one.ru} ({now.title})", address)
            for one, address in after(now, "finding", ref)
            if own != (one.id == "relevance")
        ]
    return told


def _card(request: HttpRequest, key: str) -> Card:
    shown = card_of(request, key)
    if shown is None:
        raise Http404
    return shown

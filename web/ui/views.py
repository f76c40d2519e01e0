"""The living gallery of components, and a sign of life for whoever watches the server."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.analysis.finding import Chart
from web.policy.declare import needs, open_to_all
from web.ui.days import DayField
from web.ui.many import ManyField
from web.ui.picture import picture

SAMPLE = Chart(
    "Пример: доля по трём школам", "interval", "%", "",
    (
        {"y": "Пример: школа № 1", "x": 20.0, "low": 10.5, "high": 34.8, "label": "8 из 40",
         "border": 50.0},
        {"y": "Пример: школа № 2", "x": 55.0, "low": 41.0, "high": 68.0, "label": "27 из 49",
         "border": 50.0},
        {"y": "Итог", "x": 39.3, "low": 29.7, "high": 49.9, "label": "35 из 89", "border": 50.0},
    ),
)  # fmt: skip


class _Sample(forms.Form):
    """Fields of every kind."""

    name = forms.CharField(label="Название", help_text="Как в уставе, коротко")
    since = DayField("Действует с", required=False)
    kind = forms.ChoiceField(label="Вид", choices=[("school", "Школа"), ("extra", "Кружок")])
    schools = ManyField(
        label="Школы", choices=[(str(n), f"Пример: школа № {n}") for n in range(1, 13)],
        groups=[("Сельские", ("2", "5", "9"))], required=False,
    )  # fmt: skip
    agreed = forms.BooleanField(label="Сведения проверены", required=False)


_STAGES = (
    {"title": "цели", "state": "done", "state_ru": "завершён", "address": "#"},
    {"title": "показатели", "state": "open", "state_ru": "в работе", "address": "#",
     "is_here": True},
    {"title": "мониторинг", "state": "waiting", "state_ru": "не начат"},
)  # fmt: skip
_CAUSES = (
    {"said": "Показатель «доля отметок „2“»: не назначен метод сбора.", "address": "#",
     "who": "должностные лица отдела образования"},
    {"said": "Срок мониторинга ещё не истёк. До 12.05.2026 это невозможно.", "who": ""},
)  # fmt: skip


@needs("rules.see")
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with every state it has."""
    said = "Пример: доля по трём школам от 20,0 до 55,0 %; пунктир — порог 50 %."
    wrong = _Sample({"name": "", "since": "вчера"})
    context = {
        "chart": SAMPLE, "sentence": said, "form": wrong, "stages": _STAGES, "causes": _CAUSES,
    }  # fmt: skip
    return render(request, "ui/components.html", context)


@needs("rules.see")
@require_GET
def sample(request: HttpRequest, form: str) -> HttpResponse:
    """The chart of the gallery as a picture."""
    return picture(SAMPLE, form, "пример")


@open_to_all("за сервером следят программы без входа; страница ничего не сообщает")
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Says that the server answers."""
    return HttpResponse("ok\n", content_type="text/plain")

"""The living gallery of components, and a sign of life for whoever watches the server."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.policy.declare import needs, open_to_all
from web.ui.chart import Point, chart


class _Sample(forms.Form):
    """Fields of every kind."""

    name = forms.CharField(label="Название", help_text="Как в уставе, коротко")
    since = forms.DateField(
        label="Действует с", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kind = forms.ChoiceField(label="Вид", choices=[("school", "Школа"), ("extra", "Кружок")])
    agreed = forms.BooleanField(label="Сведения проверены", required=False)


@needs("rules.see")
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with every state it has."""
    points = [
        Point("Пример: школа № 1", 20.0, 10.5, 34.8, "20,0 % (8 из 40)"),
        Point("Пример: школа № 2", 55.0, 41.0, 68.0, "55,0 % (27 из 49)"),
        Point("Пример: школа № 3", None, None, None, "нет данных"),
        Point("Итог", 39.3, 29.7, 49.9, "39,3 % (35 из 89)", is_total=True),
    ]
    drawn = chart(points, "Пример: доля по трём школам, итог 39,3 %.", [(50, "50 %")], 100)
    wrong = _Sample({"name": "", "since": "вчера"})
    return render(request, "ui/components.html", {"chart": drawn, "form": wrong})


@open_to_all("за сервером следят программы без входа; страница ничего не сообщает")
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Says that the server answers."""
    return HttpResponse("ok\n", content_type="text/plain")

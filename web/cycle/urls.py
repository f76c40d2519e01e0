"""Addresses of findings."""

from django.urls import path

from web.cycle import decide, silences, views

app_name = "cycle"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("table.<slug:form>", views.table, name="table"),
    path("silences/", silences.listed, name="silences"),
    path("<slug:finding>/", views.card, name="card"),
    path("<slug:finding>/chart.<slug:form>", views.drawn, name="chart"),
    path("<slug:finding>/numbers.<slug:form>", views.numbers, name="numbers"),
    path("<slug:finding>/<slug:what>/", decide.decide, name="decide"),
]

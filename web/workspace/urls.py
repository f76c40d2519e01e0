"""Addresses of the workspace; the first page is the list of areas."""

from django.urls import path

from web.workspace import explained, export, indicator, views

app_name = "workspace"
urlpatterns = [
    path("areas/<slug:area>/", views.area, name="area"),
    path("areas/<slug:area>/<str:indicator>/", indicator.indicator, name="indicator"),
    path("areas/<slug:area>/<str:indicator>/values.csv", export.values, name="export"),
    path(
        "areas/<slug:area>/<str:indicator>/<str:unit>/<str:period>/",
        explained.explained,
        name="explained",
    ),
]

"""Addresses of readiness."""

from django.urls import path

from web.readiness import edit, views

app_name = "readiness"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("table/<slug:what>.<slug:form>", views.table, name="table"),
    path("rubric/", edit.rubric, name="rubric"),
    path("rubric/fill/", edit.fill, name="fill"),
    path("rubric/<uuid:item>/", edit.item, name="item"),
    path("look/", edit.look, name="look"),
    path("ratings/<uuid:rating>/", edit.rating, name="rating"),
    path("ratings/<uuid:rating>/withdraw/", edit.withdraw, name="withdraw"),
    path("<slug:area>/", views.area, name="area"),
    path("<slug:area>/rate/<uuid:item>/", edit.rate, name="rate"),
]

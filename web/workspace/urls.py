"""Addresses of the workspace; the first page is the list of areas."""

from django.urls import path

from web.workspace import explained, indicator, school, unit, views

app_name = "workspace"
_ONE = "areas/<slug:area>/<str:indicator>"
urlpatterns = [
    path("areas/<slug:area>/", views.area, name="area"),
    path("areas/<slug:area>/table.<slug:form>", views.table, name="area_table"),
    path(f"{_ONE}/", indicator.indicator, name="indicator"),
    path(f"{_ONE}/chart/<slug:what>.<slug:form>", indicator.drawn, name="indicator_chart"),
    path(f"{_ONE}/table/<slug:what>.<slug:form>", indicator.table, name="indicator_table"),
    path(f"{_ONE}/<str:unit>/", unit.unit, name="unit"),
    path(f"{_ONE}/<str:unit>/chart.<slug:form>", unit.drawn, name="unit_chart"),
    path(f"{_ONE}/<str:unit>/table/<slug:what>.<slug:form>", unit.table, name="unit_table"),
    path(f"{_ONE}/<str:unit>/<str:period>/", explained.explained, name="explained"),
    path(
        f"{_ONE}/<str:unit>/<str:period>/rows.<slug:form>", explained.table, name="explained_table"
    ),
    path("schools/<str:organisation>/", school.school, name="school"),
    path("schools/<str:organisation>/table.<slug:form>", school.table, name="school_table"),
]

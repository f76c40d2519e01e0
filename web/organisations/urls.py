"""Addresses of organisations."""

from django.urls import path

from web.organisations import edit, listing, loading, views

app_name = "organisations"
urlpatterns = [
    path("", listing.listed, name="list"),
    path("list.<slug:form>", listing.exported, name="export"),
    path("new/", edit.found, name="found"),
    path("load/", loading.from_table, name="load"),
    path("card/<str:organisation>/", views.card, name="card"),
    path("card/<str:organisation>/<slug:what>/", edit.change, name="change"),
]

"""Addresses of organisations."""

from django.urls import path

from web.organisations import edit, loading, views

app_name = "organisations"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", edit.found, name="found"),
    path("load/", loading.from_table, name="load"),
    path("card/<str:organisation>/", views.card, name="card"),
    path("card/<str:organisation>/<slug:what>/", edit.change, name="change"),
]

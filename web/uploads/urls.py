"""Addresses of sent files."""

from django.urls import path

from web.uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.listed, name="list"),
    path("send/", views.send, name="send"),
    path("<uuid:delivery>/", views.card, name="card"),
    path("<uuid:delivery>/<slug:what>/", views.decide, name="decide"),
]

"""Addresses of sent files."""

from django.urls import path

from web.uploads import card, many, views, wizard

app_name = "uploads"
urlpatterns = [
    path("", views.listed, name="list"),
    path("send/", views.send, name="send"),
    path("accept/", many.accept_good, name="accept"),
    path("layouts/", wizard.mappings, name="mappings"),
    path("<uuid:delivery>/", card.card, name="card"),
    path("<uuid:delivery>/about/", card.explain, name="explain"),
    path("<uuid:delivery>/layout/", wizard.mapping, name="mapping"),
    path("<uuid:delivery>/marked/", card.marked_book, name="marked"),
    path("<uuid:delivery>/<slug:what>/", card.decide, name="decide"),
]

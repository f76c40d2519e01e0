"""Addresses of acts."""

from django.urls import path

from web.acts import change, views

app_name = "acts"
urlpatterns = [
    path("", views.acts, name="list"),
    path("new/", change.new, name="new"),
    path("<uuid:act>/", views.card, name="card"),
    path("<uuid:act>/edit/", change.edit, name="edit"),
    path("<uuid:act>/attach/", change.attach, name="attach"),
    path("<uuid:act>/inform/", change.inform, name="inform"),
    path("<uuid:act>/step/<slug:verb>/", change.step, name="step"),
    path("<uuid:act>/act.<slug:form>", views.made, name="made"),
    path("<uuid:act>/files/<int:kept>/", views.file, name="file"),
]

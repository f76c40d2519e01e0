"""Addresses of background work."""

from django.urls import path

from web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:job>/repeat/", views.repeat, name="repeat"),
]

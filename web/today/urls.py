"""Addresses of the page of today."""

from django.urls import path

from web.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("count", views.count, name="count"),
]

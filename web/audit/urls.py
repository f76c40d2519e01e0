"""Addresses of the journal."""

from django.urls import path

from web.audit import views

app_name = "audit"
urlpatterns = [path("", views.journal, name="journal")]

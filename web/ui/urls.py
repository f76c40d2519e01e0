"""Addresses of the design system."""

from django.urls import path

from web.ui import views

app_name = "ui"
urlpatterns = [
    path("components/", views.components, name="components"),
    path("components/sample.<slug:form>", views.sample, name="sample"),
    path("alive", views.alive, name="alive"),
]

"""The application of the programming interface."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Has no tables of its own: keys belong to people."""

    name = "web.api"

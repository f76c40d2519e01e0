"""The application of the page of today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Its templates."""

    name = "web.today"

"""The application of readiness."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.readiness"

    def ready(self) -> None:
        """Load the actions."""
        from web.readiness import actions, looking  # noqa: F401

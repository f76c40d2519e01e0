"""The application of the management cycle."""

from django.apps import AppConfig


class CycleConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.cycle"

    def ready(self) -> None:
        """Load the actions."""
        from web.cycle import actions  # noqa: F401

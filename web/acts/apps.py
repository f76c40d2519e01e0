"""The application of acts."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.acts"

    def ready(self) -> None:
        """Load the actions."""
        from web.acts import actions, steps  # noqa: F401

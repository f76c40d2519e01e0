"""The application of uploads."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.uploads"

    def ready(self) -> None:
        """Load the actions."""
        from web.uploads import actions, layout_actions  # noqa: F401

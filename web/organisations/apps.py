"""The application of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.organisations"

    def ready(self) -> None:
        """Load the actions."""
        from web.organisations import actions  # noqa: F401

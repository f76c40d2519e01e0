"""The application of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.accounts"

    def ready(self) -> None:
        """Load the actions."""
        from web.accounts import actions  # noqa: F401

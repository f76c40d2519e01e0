"""The application of the policy: its checks run at every start."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers the system checks."""

    name = "web.policy"

    def ready(self) -> None:
        """Load the checks."""
        from web.policy import checks  # noqa: F401

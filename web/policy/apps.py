"""The application of the policy: its checks run at every start."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers the system checks, and the way long lists of codes are asked for."""

    name = "web.policy"

    def ready(self) -> None:
        """Load both."""
        from web.policy import among, checks  # noqa: F401

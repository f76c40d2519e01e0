"""The application of the management cycle."""

from django.apps import AppConfig


class CycleConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.cycle"

    def ready(self) -> None:
        """Load the actions; actions of the cycle are compared whenever the analysis is new."""
        from web.cycle import actions, comparing, entering, steps  # noqa: F401
        from web.figures.tasks import AFTER_ANALYSIS

        AFTER_ANALYSIS.append(comparing.ask_to_compare)

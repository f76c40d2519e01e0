"""The application of the management cycle."""

from django.apps import AppConfig


class CycleConfig(AppConfig):
    """Loads the actions, so that the register of actions is whole."""

    name = "web.cycle"

    def ready(self) -> None:
        """Load the actions; the analysis knows targets, and actions are compared when it is new."""
        from web.cycle import actions, comparing, entering, steps, target  # noqa: F401
        from web.figures.analyse import TARGETS
        from web.figures.tasks import AFTER_ANALYSIS

        TARGETS.append(target.standing_targets)
        AFTER_ANALYSIS.append(comparing.ask_to_compare)

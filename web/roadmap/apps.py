"""The application of the roadmap."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """Loads the actions and says what is done every day."""

    name = "web.roadmap"

    def ready(self) -> None:
        """Load the actions; reminders go out once a day."""
        from web.jobs import daily
        from web.roadmap import (  # noqa: F401
            document_actions,
            marking,
            plan_actions,
            reminder_actions,
            tasks,
        )

        daily.EVERY_DAY["reminders"] = tasks.remind

"""`python -m web …`: Django's own commands with the settings of this application."""

import os
import sys

from django.core.management import execute_from_command_line

from web.environment import WrongSetting

# The worker analyses: more threads of linear algebra only wait for each other on small matrices.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run one command of Django, such as `migrate` or `serve`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(f"Настройка не годится: {wrong}")


if __name__ == "__main__":
    main()

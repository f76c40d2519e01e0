"""`python -m web prepare_demo`: people and values of the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from web.demo.municipality import prepare
from web.demo.people import write
from web.policy.roles import ROLES


class Command(BaseCommand):
    """Only in the mode of the demonstration: its password is shown on the screen."""

    help = "Заводит людей и вычисляет значения учебного муниципалитета"

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the people to the screen and to a file in the data folder."""
        if settings.MODE != "demo":
            raise CommandError("учебных людей заводят только с MSOKO_MODE=demo")
        call_command("migrate", verbosity=0, interactive=False)
        told = prepare()
        write(told, Path(settings.DATA) / "люди.json")
        self.stdout.write("Люди учебного муниципалитета (пароль у всех один):")
        for one, address, _ in told:
            self.stdout.write(f"  {address:28} {one.name} — {ROLES[one.role].ru}")
        self.stdout.write(f"Пароль: {told[0][2]}")

"""`python -m web first_administrator`: the first person of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from web import regulation
from web.accounts import actions
from web.accounts.models import Person
from web.organisations.actions import found
from web.organisations.models import Organisation
from web.policy.scope import PROGRAM


class Command(BaseCommand):
    """Makes the municipality of the profile and an invitation for its administrator."""

    help = "Приглашает первого администратора: печатает ссылку, по которой он задаст пароль"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who is invited."""
        parser.add_argument("--email", required=True, metavar="АДРЕС")
        parser.add_argument("--name", required=True, metavar="ИМЯ")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        """Refuses once there are people: then people invite people."""
        call_command("migrate", verbosity=0, interactive=False)
        if Person.objects.exists():
            raise CommandError("люди уже есть: приглашает администратор на странице «Люди»")
        place = Organisation.objects.filter(kind="municipality").first()
        if place is None:
            title = regulation.profile().name
            place = found(
                by=PROGRAM, code=title, kind="municipality", name=title,
                opened_on=timezone.localdate(),
            )  # fmt: skip
        _, token = actions.invite(
            by=PROGRAM, email=email, name=name, role="administrator", organisation=place
        )
        self.stdout.write(f"Откройте в браузере адрес приложения и путь /invitation/{token}/")

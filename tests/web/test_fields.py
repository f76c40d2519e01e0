"""Every field of every table of ours says how sensitive it is."""

from __future__ import annotations

from django.apps import apps

from web.policy.fields import FIELDS, SENSITIVITY_RU, masked


def test_every_field_is_classified_and_no_other() -> None:
    real = {
        model._meta.label: {field.name for field in model._meta.get_fields() if field.concrete}
        for config in apps.get_app_configs()
        if config.name.startswith("web.")
        for model in config.get_models()
    }
    told = {name: set(fields) for name, fields in FIELDS.items()}
    assert told == real


def test_only_known_words_are_used() -> None:
    assert {word for fields in FIELDS.values() for word in fields.values()} <= set(SENSITIVITY_RU)


def test_personal_and_secret_values_do_not_reach_the_journal() -> None:
    said = {"email": "a@b.example", "password": "x", "is_active": True}
    assert masked("accounts.Person", said) == {
        "email": "•••", "password": "•••", "is_active": True,
    }  # fmt: skip

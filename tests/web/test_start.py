"""The server does not start with an undeclared page or an unsafe setting, and says which."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from web import environment
from web.databases import database, journal
from web.environment import WrongSetting
from web.policy.checks import every_page_is_declared, production_is_safe
from web.secret_key import secret_key
from web.urls import urlpatterns


def errors(found: list[Any]) -> list[str]:
    return [one.msg for one in found]


def test_every_page_of_the_application_is_declared() -> None:
    assert errors(every_page_is_declared(None)) == []


def undeclared(_request: object) -> HttpResponse:
    return HttpResponse("всё")


@pytest.fixture
def forgotten() -> Any:
    """The application with one page that says nothing of its readers."""
    module = ModuleType("forgotten")
    module.urlpatterns = [*urlpatterns, path("forgotten/", undeclared, name="forgotten")]
    module.handler403 = "web.ui.errors.refused"
    sys.modules["forgotten"] = module
    with override_settings(ROOT_URLCONF="forgotten"):
        yield
    del sys.modules["forgotten"]


def test_an_undeclared_page_stops_the_start(forgotten: None) -> None:
    assert any("«forgotten»" in one for one in errors(every_page_is_declared(None)))


@pytest.mark.django_db
def test_an_undeclared_page_is_refused_even_if_the_start_was_not_stopped(forgotten: None) -> None:
    assert Client().get("/forgotten/").status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SECRET_KEY": "short"}, "MSOKO_SECRET_KEY"),
        ({"ALLOWED_HOSTS": ["*"]}, "MSOKO_HOSTS"),
        ({"HTTPS": False}, "MSOKO_HTTPS"),
        ({"SECOND_FACTOR_ROLES": []}, "MSOKO_SECOND_FACTOR"),
    ],
)
def test_production_refuses_an_unsafe_setting_by_name(changed: dict[str, Any], said: str) -> None:
    safe: dict[str, Any] = {
        "MODE": "production", "DEBUG": False, "SECRET_KEY": "k" * 60, "HTTPS": True,
        "ALLOWED_HOSTS": ["msoko.example"], "SECOND_FACTOR_ROLES": ["administrator"],
        "DATA": Path("нет такой папки"),
    }  # fmt: skip
    with override_settings(**safe):
        assert errors(production_is_safe(None)) == []
    with override_settings(**{**safe, **changed}):
        assert [said in one for one in errors(production_is_safe(None))] == [True]


def test_an_old_sqlite_is_not_trusted_with_a_write_ahead_log() -> None:
    assert "journal_mode=DELETE; PRAGMA synchronous=EXTRA" in journal((3, 51, 2))
    assert "journal_mode=WAL; PRAGMA synchronous=FULL" in journal((3, 51, 3))


def test_the_address_of_postgresql_is_read_with_its_signs() -> None:
    told = database("postgresql://us%40er:p%2Fw@db:5433/name?sslmode=require", Path("x"), 4)
    assert (told["USER"], told["PASSWORD"], told["HOST"]) == ("us@er", "p/w", "db")
    assert (told["PORT"], told["NAME"]) == ("5433", "name")
    assert told["OPTIONS"] == {"sslmode": "require", "pool": {"max_size": 4}}


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        database("mysql://x", Path("x"), 0)


def test_a_wrong_choice_names_the_setting_and_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MSOKO_MODE", "proda")
    with pytest.raises(WrongSetting, match=r"MSOKO_MODE.*local, demo, production"):
        environment.text("MSOKO_MODE")


def test_the_key_of_a_folder_stays_and_is_for_its_owner_only(tmp_path: Path) -> None:
    first = secret_key("", tmp_path)
    assert secret_key("", tmp_path) == first
    assert (tmp_path / "session.key").stat().st_mode & 0o077 == 0


def test_every_setting_is_read_and_explained() -> None:
    text = (Path(environment.__file__).parent / "settings.py").read_text(encoding="utf-8")
    elsewhere = {"MSOKO_KEY_FILE", "MSOKO_BIND", "MSOKO_PORT", "MSOKO_WORKERS"}
    unread = [s.name for s in environment.SETTINGS if f'"{s.name}"' not in text]
    assert set(unread) == elsewhere
    assert all(setting.ru for setting in environment.SETTINGS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/alive", "/nothing/", "/areas/x/"])
def test_every_answer_carries_the_protecting_headers(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]

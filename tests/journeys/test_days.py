"""Days of people in a real browser: a stranger, an observer, a school, a specialist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Opened = Callable[..., Any]
AREA = "/areas/low_performing_schools/"
CLOSED = (
    "/", AREA, "/organisations/", "/uploads/", "/people/", "/journal/", "/roles/", "/me/",
    "/components/",
)  # fmt: skip


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def test_a_stranger_gets_nowhere(opened: Opened) -> None:
    """Посторонний никуда не попадает."""
    page = opened()
    for address in CLOSED:
        page.goto(address)
        assert (address, heading(page)) == (address, "Вход")
    answer = page.request.get("/api/v1/organisations")
    assert (answer.status, "ключ" in answer.json()["error"]) == (401, True)
    page.get_by_label("Адрес электронной почты").fill("specialist@demo.example")
    page.get_by_label("Пароль").fill("наугад наугад наугад")
    page.get_by_role("button", name="Войти").click()
    assert page.get_by_text("Адрес или пароль неверны").count() == 1


def test_an_expert_sees_totals_but_no_files_and_no_people(opened: Opened) -> None:
    """Эксперт видит положение и итоги, но не файлы и не людей."""
    page = opened("expert")
    menu = page.get_by_role("navigation", name="Разделы")
    assert menu.get_by_role("link", name="Направления").count() == 1
    assert menu.get_by_role("link", name="Файлы").count() == 0
    assert menu.get_by_role("link", name="Люди").count() == 0
    page.goto("/uploads/")
    assert heading(page) == "Доступа нет"
    assert page.get_by_text("Для этого нужно право").count() == 1


def test_a_day_of_a_school(opened: Opened) -> None:
    """День школы: прислать файл; чужие организации и люди закрыты."""
    page = opened("data_officer")
    page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Файлы").click()
    page.get_by_label("Файлы").first.set_input_files(
        {"name": "класс.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    )
    page.get_by_role("button", name="Прислать и проверить").click()
    page.get_by_role("link", name="класс.csv").first.wait_for(timeout=60_000)
    page.goto("/organisations/")
    assert page.get_by_role("row").count() == 2  # the heading and one's own school
    page.goto("/people/")
    assert heading(page) == "Доступа нет"


def test_a_day_of_the_specialist(opened: Opened) -> None:
    """День специалиста: найти организацию и записать код с проверкой."""
    page = opened("authority_specialist")
    page.goto("/organisations/")
    page.get_by_label("Вид").select_option(label="Общеобразовательная организация")
    page.get_by_role("button", name="Показать").click()
    page.get_by_role("rowheader").last.get_by_role("link").click()
    page.get_by_role("link", name="Записать код").click()
    page.get_by_label("Вид кода").select_option(label="ИНН")
    page.get_by_label("Код", exact=True).fill("7707083894")
    page.get_by_label("Действует с").fill("2025-09-01")
    page.get_by_role("button", name="Сохранить").click()
    assert page.get_by_text("ИНН неверен").count() == 1
    page.get_by_label("Код", exact=True).fill("7707083893")
    page.get_by_role("button", name="Сохранить").click()
    assert page.get_by_text("Код записан").count() == 1
    assert page.get_by_role("cell", name="7707083893").count() == 1


def test_two_people_edit_one_card(opened: Opened) -> None:
    """Двое правят одну карточку: введённое не пропадает."""
    first, second = opened("authority_specialist"), opened("operator")
    for page in (first, second):
        page.goto("/organisations/")
        page.get_by_role("rowheader").last.get_by_role("link").click()
        page.get_by_role("link", name="Исправить").click()
    first.get_by_label("Краткое название").fill("Школа первого")
    first.get_by_role("button", name="Сохранить").click()
    second.get_by_label("Краткое название").fill("Школа второго")
    second.get_by_role("button", name="Сохранить").click()
    assert second.get_by_text("запись изменил кто-то другой").count() == 1
    assert second.get_by_label("Краткое название").input_value() == "Школа второго"
    assert second.get_by_role("cell", name="Школа первого").count() == 1
    second.get_by_role("button", name="Сохранить").click()
    assert heading(second) == "Школа второго"


def test_a_key_is_made_and_taken_back(opened: Opened) -> None:
    """Человек заводит ключ для программы и отзывает его."""
    page = opened("operator")
    page.goto("/me/")
    page.get_by_role("link", name="Завести ключ").click()
    page.get_by_label("Для чего ключ").fill("выгрузка")
    page.get_by_role("button", name="Завести ключ").click()
    key = page.locator("code").first.inner_text()
    headers = {"Authorization": f"Bearer {key}"}
    assert page.request.get("/api/v1/me", headers=headers).status == 200
    page.goto("/me/")
    assert key not in page.content()
    page.get_by_role("button", name="Отозвать").click()
    assert page.request.get("/api/v1/me", headers=headers).status == 401


@pytest.mark.parametrize("role", ["authority_specialist", "data_officer"])
def test_the_keyboard_alone_leads_to_an_area(opened: Opened, role: str) -> None:
    """С одной клавиатурой можно дойти до направления."""
    page = opened(role)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Перейти к содержанию"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    for _ in range(60):
        page.keyboard.press("Tab")
        if "/areas/" in page.evaluate("document.activeElement.href || ''"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/**")

"""The specialist in a real browser: sign in, area, indicator, where the number comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def page(opened: Callable[..., Any]) -> Iterator[Any]:
    """A page on which the specialist has signed in; what the browser complains of is collected."""
    page = opened("authority_specialist")
    site = page.url.split("/", 3)
    own = "/".join(site[:3])
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("request", lambda one: page.complaints.extend(elsewhere(one.url, own)))
    yield page
    page.context.close()


def elsewhere(address: str, site: str) -> list[str]:
    """Addresses outside the application; there must be none."""
    return [] if address.startswith((site, "data:")) else [address]


def test_from_the_first_page_to_the_rows_of_a_number(page: Any) -> None:
    page.get_by_role("link", name="Система работы со школами с низкими результатами").click()
    label = "Процент обучающихся, получивших «2» за ВПР по русскому языку, 4 класс"
    page.get_by_role("link", name=label).click()
    assert page.get_by_role("heading", level=1).inner_text() == label
    assert page.get_by_text("Приложение, направление 2").count() == 1
    page.get_by_role("link", name="Показать, откуда эта цифра").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Откуда эта цифра?"
    assert page.get_by_role("rowheader", name="сведения.parquet").count() >= 1
    assert page.complaints == []


def test_no_page_is_wider_than_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    area = "/areas/low_performing_schools/"
    for address in ("/", area, f"{area}vpr_russian_4/", "/organisations/", "/uploads/", "/roles/"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (address, wide) == (address, 0)


def test_a_sent_file_is_checked_while_one_looks(page: Any) -> None:
    page.goto("/uploads/")
    page.get_by_label("Файлы").set_input_files(
        {"name": "дела.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    )
    page.get_by_role("button", name="Прислать и проверить").click()
    page.locator(".badge", has_text="не принят").wait_for(timeout=60_000)
    page.get_by_role("link", name="дела.csv").click()
    assert page.get_by_text("Как исправить").count() >= 1

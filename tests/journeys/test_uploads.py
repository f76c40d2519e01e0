"""Sending files in a real browser: dropped together, watched, mended, accepted, taken back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.sending import HEAD, book

# Where the pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("MSOKO_PICTURES", "")
CODE = "980101"


def table(grade: int, *marks: object) -> bytes:
    lines = (f"{CODE};2022-23;school;geography;{grade};p{n};да;{m}" for n, m in enumerate(marks))
    return "\r\n".join([HEAD, *lines]).encode("utf-8-sig")


def csv(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def picture(page: Any, name: str) -> None:
    """Two pictures of a page, wide and narrow; the narrow one must not scroll sideways."""
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (name, width, wide) == (name, width, 0)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1200, "height": 900})


@pytest.fixture
def page(opened: Callable[..., Any]) -> Any:
    page = opened("operator")
    page.goto("/uploads/")
    yield page
    page.context.close()


def settled(page: Any, words: str) -> None:
    page.get_by_text(words).first.wait_for(timeout=120_000)


def test_many_files_are_dropped_watched_and_accepted_together(page: Any) -> None:
    picture(page, "list-empty")
    files = [csv(f"г{grade}.csv", table(grade, 4, 5, 3)) for grade in range(5, 10)]
    files += [csv("дела.csv", b"a;b\r\n1;2"), csv("письмо.docx", b"PK")]
    page.get_by_label("Файлы").set_input_files(files)
    page.get_by_role("button", name="Прислать и проверить").click()
    settled(page, "Отправлено 6 из 7")
    assert page.get_by_text("принимаются таблицы").first.is_visible()
    picture(page, "sent")
    page.get_by_role("link", name="Смотреть отправленное").click()
    settled(page, "Обработано 6 из 6")
    picture(page, "batch")
    page.get_by_role("link", name="Принять всё без замечаний").click()
    assert page.get_by_text("ничего не заменяют: 5").is_visible()
    picture(page, "accept-good")
    page.get_by_role("button", name="Принять отмеченные").click()
    settled(page, "принят — 5")


def test_a_spoilt_workbook_is_told_by_cells_and_comes_back_marked(page: Any) -> None:
    row = (CODE, "2022-23", "school", "geography", 4, "p", "да")
    content = book(tuple(HEAD.split(";")), (*row, 9), (*row[:5], "q", "да", 4))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Файлы").set_input_files(
        {"name": "испорчен.xlsx", "mimeType": kind, "buffer": content}
    )
    page.get_by_role("button", name="Прислать и проверить").click()
    settled(page, "Обработано 1 из 1")
    page.get_by_role("link", name="испорчен.xlsx").click()
    assert page.get_by_role("cell", name="H2").is_visible()
    picture(page, "card-errors")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Скачать эту книгу с отмеченными ячейками").click()
    assert waited.value.suggested_filename == "испорчен (замечания).xlsx"


def test_an_unknown_layout_is_shown_once(page: Any) -> None:
    lines = "Ученик;Оценка за работу;Был на работе\r\nа;4;да\r\nб;3;да\r\n"
    page.get_by_label("Файлы").set_input_files(csv("сводка.csv", lines.encode("utf-8-sig")))
    page.get_by_role("button", name="Прислать и проверить").click()
    settled(page, "Обработано 1 из 1")
    page.get_by_role("link", name="сводка.csv").click()
    picture(page, "card-asked")
    page.get_by_role("link", name="Указать, где что стоит").click()
    page.get_by_label("Таблица системы").select_option("results")
    page.get_by_role("button", name="Дальше").click()
    for name, value in (("from_pupil", "ученик"), ("from_mark", "оценка за работу"),
                        ("from_participated", "был на работе")):  # fmt: skip
        page.locator(f"[name={name}]").select_option(value)
    page.locator("[name=all_organisation]").fill(CODE)
    page.locator("[name=all_year]").fill("2022-23")
    page.locator("[name=all_procedure]").select_option("school")
    picture(page, "layout")
    page.get_by_role("button", name="Запомнить и проверить файл").click()
    settled(page, "Что изменится, если принять")
    picture(page, "card-screened")
    page.goto("/uploads/layouts/")
    assert page.get_by_role("heading", level=2).count() == 1
    picture(page, "layouts")


def test_without_scripts_the_form_sends_everything_at_once(opened: Callable[..., Any]) -> None:
    page = opened("operator")
    page.route("**/*.js", lambda one: one.abort())
    page.goto("/uploads/")
    files = [csv(f"б{grade}.csv", table(grade, 2, 2)) for grade in (1, 2)]
    page.get_by_label("Файлы").set_input_files(files)
    page.get_by_role("button", name="Прислать и проверить").click()
    assert page.get_by_text("Прислано файлов: 2").is_visible()
    page.context.close()


def test_closing_the_browser_loses_nothing(opened: Callable[..., Any]) -> None:
    page = opened("operator")
    page.goto("/uploads/")
    page.get_by_label("Файлы").set_input_files(csv("закрыли.csv", table(11, 4, 4)))
    page.get_by_role("button", name="Прислать и проверить").click()
    page.wait_for_url("**/uploads/?batch=*")
    address = page.url
    page.context.close()
    again = opened("operator")
    again.goto(address)
    settled(again, "Обработано 1 из 1")
    assert again.get_by_role("link", name="закрыли.csv").is_visible()
    again.context.close()

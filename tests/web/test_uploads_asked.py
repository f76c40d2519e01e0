"""What a file does not say itself is asked on the page; an unknown layout is shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from msoko.sources.vpr_school_form.sample import SHEETS
from tests.web import world
from tests.web.sending import book, checked, decide, last, page_of, sheet
from web.figures.state import store
from web.uploads.layouts import keys_of, signature
from web.uploads.models import Delivery, Mapping
from web.uploads.staging import staged
from web.uploads.tasks import screen, store_facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]
PROTOCOL = book(*SHEETS["Протокол"], title="Протокол")
HEADINGS = ("Ученик", "Оценка за работу", "Присутствовал", "Заметки")
ROWS = (("Петров", 4, "да", "молодец"), ("Сидорова", 2, "да", None), ("Орлов", 5, "да", None))
STRANGE = book(("Сводка за полугодие",), (), HEADINGS, *ROWS)
SAYS = {
    "from_pupil": "ученик", "from_mark": "оценка за работу", "from_participated": "присутствовал",
    "all_organisation": world.OWN, "all_year": "2023-24", "all_procedure": "school",
    "all_subject": "geography", "all_grade": "6", "table": "results", "sheet": "Лист1",
}  # fmt: skip


def explain(browser: Client, **said: Any) -> Delivery:
    browser.post(f"/uploads/{last().pk}/about/", {"version": last().version, **said})
    screen.call(str(last().pk))
    return last()


def lay_out(browser: Client, **said: Any) -> str:
    """Fill in the wizard for the file sent last; the page that follows."""
    data = {"version": last().version, **SAYS, **said}
    page = browser.post(f"/uploads/{last().pk}/layout/", data, follow=True)
    screen.call(str(last().pk))
    return str(page.content.decode())


def test_a_protocol_without_a_subject_is_asked_about_not_refused(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    found = checked(officer, "2849657.xlsx", PROTOCOL)
    assert (found.state, found.told["asks"]) == ("asked", ["subject", "year", "organisation"])
    page = page_of(officer, found)
    assert "О чём файл" in page
    assert "--" not in page.replace("<!--", "").replace("message--", "").replace("badge--", "") \
        .replace("button--", "").replace("drop--", "")  # fmt: skip
    found = explain(officer, subject="math", year="2023-24", organisation=world.OWN)
    assert found.state == "screened"
    assert {one["what"]: one["value"] for one in found.told["hints"]}["предмет"] == "Математика"


def test_an_answer_left_out_is_asked_for_by_name(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    found = checked(officer, "2849657.xlsx", PROTOCOL)
    said = {"version": found.version, "subject": "math", "organisation": world.OWN}
    page = officer.post(f"/uploads/{found.pk}/about/", said, follow=True).content.decode()
    assert "Выберите: учебный год." in page
    assert last().state == "asked"


def test_one_cannot_say_that_a_file_is_of_a_school_out_of_reach(signed_in: SignedIn) -> None:
    officer = signed_in("data_officer")
    checked(officer, "2849657.xlsx", PROTOCOL)
    found = explain(officer, subject="math", year="2023-24", organisation=world.OTHER)
    assert (found.state, found.said) == ("asked", {})


def test_an_unknown_layout_waits_for_somebody_to_show_it(signed_in: SignedIn) -> None:
    found = checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    assert found.state == "asked"
    assert staged(str(found.pk)) is not None
    assert "Специалист муниципалитета покажет системе" in page_of(signed_in("data_officer"), found)
    assert "Указать, где что стоит" in page_of(signed_in("operator"), found)


def test_the_layout_tells_of_columns_and_not_of_children(signed_in: SignedIn) -> None:
    found = checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    (layout,) = found.told["layouts"]
    assert (layout["row"], layout["lines"]) == (2, 3)
    assert [one["holds"] for one in layout["headings"]][:2] == ["разных слов: 3", "числа от 2 до 5"]
    assert "Петров" not in str(found.told)


def test_the_same_headings_in_another_order_are_the_same_layout() -> None:
    one, other = (signature(keys_of(said)) for said in (HEADINGS, HEADINGS[::-1]))
    assert one == other != signature(keys_of(HEADINGS[:3]))


def test_a_layout_once_shown_reads_the_file_into_facts(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    lay_out(operator)
    assert (last().state, last().told["rows"]) == ("screened", [["Результаты работ", 3]])
    decide(operator, "accept")
    store_facts.call(str(last().pk))
    (path,) = store().paths("results", [store().upload(last().upload)])
    rows = pq.read_table(path).to_pylist()
    assert sorted(row["mark"] for row in rows) == [2, 4, 5]
    assert {(row["subject"], row["year"], row["sheet"]) for row in rows} == {
        ("geography", 2023, "Лист1")
    }
    assert sorted(row["row"] for row in rows) == [4, 5, 6]
    assert "Петров" not in {row["pupil"] for row in rows}
    assert not store().upload(last().upload).original


def test_a_remembered_layout_asks_again_only_for_what_is_of_one_file(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    lay_out(operator)
    again = checked(signed_in("data_officer"), "вторая.xlsx", book(HEADINGS[::-1], *(
        row[::-1] for row in ROWS[:2]
    )))  # fmt: skip
    assert again.state == "asked"
    page = operator.get(f"/uploads/{again.pk}/layout/").content.decode()
    assert "Такая раскладка уже запомнена" in page
    assert 'value="2023-24"' in page


def test_a_layout_without_words_of_its_own_is_read_unasked(signed_in: SignedIn) -> None:
    heads = ("Школа (код)", "Уч. год", "Работа", "Дисциплина", "Ступень", "Шифр", "Был", "Отм.")
    names = ("organisation", "year", "procedure", "subject", "grade", "pupil", "participated",
             "mark")  # fmt: skip
    line = (world.OWN, "2022-23", "school", "history", 7, "а1", "да", 4)
    said = {f"from_{name}": keys_of([head])[0] for name, head in zip(names, heads, strict=True)}
    empty = {name: "" for name in SAYS if name.startswith(("all_", "from_"))}
    checked(signed_in("data_officer"), "а.xlsx", book(heads, line, (*line[:5], "а2", "да", 3)))
    lay_out(signed_in("operator"), **{**empty, **said})
    assert last().state == "screened"
    found = checked(signed_in("data_officer"), "б.xlsx", book(heads, (*line[:5], "а3", "да", 2)))
    assert found.state == "screened"
    assert found.mapping is not None
    assert "столбцы прочитаны по раскладке" in page_of(signed_in("operator"), found)
    signed_in("operator").post("/uploads/layouts/", {"mapping": found.mapping.pk})
    assert not Mapping.objects.filter(is_active=True).exists()


def test_mistakes_of_the_wizard_are_told_where_they_are(signed_in: SignedIn) -> None:
    checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    operator = signed_in("operator")
    page = lay_out(operator, all_year="в прошлом году", all_procedure="", from_grade="ученик")
    assert "Впишите учебный год, например 2024-25" in page
    assert "Укажите столбец файла или одно значение" in page
    assert "Выберите что-то одно" in page
    assert (last().state, Mapping.objects.count()) == ("asked", 0)


def test_what_is_wrong_in_a_mapped_file_is_told_by_its_own_cells(signed_in: SignedIn) -> None:
    bad = book(("Сводка",), HEADINGS, ("а", 4, "да", None), ("б", 9, "да", None))
    checked(signed_in("data_officer"), "сводка.xlsx", bad)
    lay_out(signed_in("operator"))
    (wrong,) = [one for one in last().told["problems"] if one["severity"] == "error"]
    assert (last().state, wrong["sheet"], wrong["cell"]) == ("asked", "Лист1", "B4")


def test_layouts_of_another_municipality_are_not_seen(signed_in: SignedIn) -> None:
    checked(signed_in("data_officer"), "сводка.xlsx", STRANGE)
    lay_out(signed_in("operator"))
    Mapping.objects.update(
        organisation_id=Delivery.objects.get(organisation__code=world.FOREIGN).organisation_id
    )
    rule = Mapping.objects.get()
    page = signed_in("operator").get("/uploads/layouts/").content.decode()
    assert "Пока ничего не запомнено" in page
    gone = signed_in("operator").post("/uploads/layouts/", {"mapping": rule.pk})
    assert gone.status_code == 404


def test_a_sheet_of_three_headings_and_no_lines_is_no_table(signed_in: SignedIn) -> None:
    assert checked(signed_in("data_officer"), "пусто.csv", sheet("а;б;в")).state == "refused"

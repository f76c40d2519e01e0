"""Bad files: a clear Russian answer, nothing stored half, the server alive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests.web import world
from tests.web.sending import GOOD, HEAD, book, checked, last, page_of, send, sheet
from web.figures.state import store
from web.uploads.models import Delivery
from web.uploads.staging import staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_store")]
SignedIn = Callable[[str], Client]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK = book(tuple(HEAD.split(";")), (world.OWN, "2023-24", "vpr", "russian", 4, "p", "да", 4))


def rezipped(content: bytes, **more: bytes) -> bytes:
    """The same workbook with parts added or replaced."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return kept.getvalue()


def encrypted() -> bytes:
    """As Excel keeps a workbook with a password: an OLE container with the stream of that name."""
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name + bytes(64 - len(name)) + bytes([len(name) + 2, 0, 2, 1]) + bytes(60)
    root = "Root Entry".encode("utf-16-le")
    root += bytes(64 - len(root)) + bytes([22, 0, 5, 1]) + bytes(60)
    header = bytearray(512)
    header[:8] = OLE
    header[24:32] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00"
    header[32:34] = b"\x06\x00"
    for place, value in ((44, 1), (48, 1), (56, 4096), (60, -2), (68, -2), (76, 0)):
        header[place : place + 4] = value.to_bytes(4, "little", signed=True)
    for place in range(80, 512, 4):
        header[place : place + 4] = b"\xff\xff\xff\xff"
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff\xff\xff\xff" * 126
    return bytes(header) + table + root + entry + bytes(256)


BAD: dict[str, tuple[str, bytes, str]] = {
    "не тот файл": ("отчёт.xlsx", b"%PDF-1.7 ...", "это документ PDF, а не таблица"),
    "картинка": ("скан.xlsx", b"\x89PNG\r\n\x1a\n\x00", "это изображение, а не таблица"),
    "архив": ("все.xlsx", b"7z\xbc\xaf\x27\x1c\x00\x00", "распакуйте архив"),
    "пробелы": ("пусто.csv", b"  \r\n \r\n", "файл пуст"),
    "пустая книга": ("пусто.xlsx", book(), "нет ни одной заполненной ячейки"),
    "обрезан": ("а.xlsx", WORKBOOK[: len(WORKBOOK) // 2], "повреждён или передан не полностью"),
    "бомба": ("б.xlsx", rezipped(WORKBOOK, **{"xl/media/a.bin": bytes(60 << 20)}), "сжата в"),
    "чужой путь": ("в.xlsx", rezipped(WORKBOOK, **{"../../x.xml": b"<a/>"}), "Файл"),
    "сущности": (
        "г.xlsx",
        rezipped(WORKBOOK, **{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "Файл",
    ),
    "пароль": ("д.xlsx", encrypted(), "защищён паролем"),
    "двоичный": ("е.csv", b"a;b\x00\x01\x02;c", "это не текст и не таблица"),
    "веб-страница": ("ж.xls", b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_in_russian_and_leaves_nothing(
    name: str, signed_in: SignedIn
) -> None:
    file, content, said = BAD[name]
    before = [upload.id for upload in store().visible()]
    found = checked(signed_in("data_officer"), file, content)
    page = page_of(signed_in("data_officer"), found)
    assert found.state == "refused"
    assert said.lower() in page.lower()
    (wrong,) = found.told["problems"]
    assert re.search("[а-я]{3}", wrong["what"])
    assert re.search("[а-я]{3}", wrong["mend"])
    assert [upload.id for upload in store().visible()] == before


def test_an_empty_file_is_not_even_taken(signed_in: SignedIn) -> None:
    page = send(signed_in("data_officer"), "пусто.csv", b"").content.decode()
    assert "пуст" in page
    assert not Delivery.objects.filter(file="пусто.csv").exists()


def test_a_table_in_the_old_encoding_is_read(signed_in: SignedIn) -> None:
    russian = "Организация;Учебный год;Процедура;Предмет;Класс;Участник;Участвовал;Отметка"
    del russian  # headings are identifiers: words in cells are what the encoding spoils
    text = GOOD.decode("utf-8-sig")
    found = checked(signed_in("data_officer"), "a.csv", text.encode("cp1251"))
    assert (found.state, found.told["rows"]) == ("screened", [["Результаты работ", 10]])


def test_a_workbook_with_macros_is_read_without_them_and_says_so(signed_in: SignedIn) -> None:
    content = rezipped(WORKBOOK, **{"xl/vbaProject.bin": b"macro"})
    found = checked(signed_in("data_officer"), "a.xlsm", content)
    assert found.state == "screened"
    assert "макрос" in page_of(signed_in("data_officer"), found).lower()


def test_a_name_with_steps_upwards_stays_in_its_folder(signed_in: SignedIn) -> None:
    found = checked(signed_in("data_officer"), "../../../tmp/../злой.csv", GOOD)
    path = staged(str(found.pk))
    assert found.file == "злой.csv"
    assert path is not None
    assert path.is_relative_to(settings.UPLOAD_FOLDER)


@pytest.mark.parametrize("name", ["facts.parquet", "программа.exe", "письмо.docx"])
def test_other_kinds_of_files_are_not_taken(name: str, signed_in: SignedIn) -> None:
    before = Delivery.objects.count()
    page = send(signed_in("operator"), name, b"PAR1").content.decode()
    assert "принимаются таблицы" in page
    assert Delivery.objects.count() == before


def test_markup_in_cells_and_names_is_shown_as_text(signed_in: SignedIn) -> None:
    line = f"{world.OWN};2023-24;vpr;<script>alert(1)</script>;4;p;да;4"
    found = checked(signed_in("data_officer"), "<img src=x>.csv", sheet(HEAD, line))
    page = page_of(signed_in("data_officer"), found)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_after_all_of_them_the_server_still_answers(signed_in: SignedIn) -> None:
    for file, content, _ in BAD.values():
        send(signed_in("data_officer"), file, content)
    assert Client().get("/alive").content == b"ok\n"
    assert checked(signed_in("data_officer"), "a.csv", GOOD).state == "screened"
    assert last().file == "a.csv"

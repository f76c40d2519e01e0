"""Every act of пункт 5.8: what it must contain stands in it, what is missing is told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from msoko.cycle.target import Aimed, Measured, Target, judged
from msoko.documents.act_text import Paragraph, Table
from msoko.documents.acts.compose import RECIPES, compose, offered
from msoko.documents.acts.material import Earlier, Lack, Material, Own
from msoko.documents.template import fill
from msoko.documents.templates import template_path
from tests.unit.documents import made_cycle
from tests.unit.documents.made_cycle import EARLIER, OWN, cycle, folder, forms, material, profile
from tests.unit.documents.words import all_text, opened

DOCUMENTS = tuple(RECIPES)
# Document → what a reader must find in it besides requisites.
SAYS = {
    "procedure_order": (
        "повышение качества образования", "с 01.04.2025 по 31.05.2025", "выгрузка протоколов ВПР",
        "ФИС ОКО", "20.05.2025", "методист А.А. Петрова",
    ),
    "monitoring_order": (
        "с 01.04.2025 по 31.05.2025", "№ 12-р", "Школа № 101 & партнёры", "Школа <№ 102>",
        "для адресных рекомендаций школам",
    ),
    "analysis_report": (
        "20,0 %", "8 из 40", "10,5–34,8", "2 из 2", "10,0–27,6 %",
        "В школе № 101 отметок «2» 20 %.", "Факторы не выявлены. Связей не найдено, школ две",
        "Успешные практики не выявлены. Лучше ожидаемого никто",
        "Руководители школ — электронной почтой", "УТВЕРЖДЁН",
    ),
    "recommendations": (
        "провести разбор заданий", "Школа № 101 & партнёры", "В школе № 101 отметок «2» 20 %.",
        "Использование успешных практик", "Методические материалы", "сборник заданий",
        "Иные документы", "нет", "УТВЕРЖДЕНЫ", "01.11.2025",
    ),
    "actions_order": (
        "семинар учителей", "провести разбор заданий", "с 01.09.2025 по 20.12.2025",
        "методист А.А. Петрова", "Школа <№ 102>", "от 20.08.2025 № 40-р",
    ),
    "decisions_order": (
        "закрепить наставника", "семинар учителей", "с 01.09.2025 по 20.12.2025",
        "методист А.А. Петрова", "Школа № 101 & партнёры",
    ),
    "effectiveness_review": (
        "семинар учителей", "закрепить наставника", "с 10.01.2026 по 20.01.2026",
        "доля снизилась", "судить рано", "нет кадров", "привлечь кадры",
    ),
}  # fmt: skip


def lacks(document: str, **said: object) -> list[Lack]:
    return list(compose(material(document, **said)).lacks)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_whole_cycle_makes_a_whole_act(document: str) -> None:
    made = compose(material(document))
    assert made.lacks == ()
    raw, problems = fill(template_path(folder()).read_bytes(), made.text)
    assert raw is not None, problems
    text = all_text(raw)
    for said in (
        *SAYS[document],
        "РАСПОРЯЖЕНИЕ",
        "ЗАТО Солнечный",
        "постановлением",
        "И.И. Иванов",
    ):
        assert said in text
    assert len(opened(raw).tables) >= 3  # date and signature lines, and real tables of the annex


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_content_of_the_clause_is_made(document: str) -> None:
    known = forms().document(document)
    assert known is not None
    assert {one.id for one in known.contents} == set(RECIPES[document].parts)
    assert all("5.8" in one.clause for one in known.contents)


# Document, what is taken away, the stage or field where it is entered.
MISSING = (
    ("procedure_order", {"now": cycle(gone=("g",))}, "goals"),
    ("procedure_order", {"now": cycle(gone=("m",))}, "methods"),
    ("procedure_order", {"now": cycle(m={"source": ""})}, "methods"),
    ("procedure_order", {"now": cycle(m={"responsible": " "})}, "methods"),
    ("procedure_order", {"own": Own(due=OWN.due)}, "starts"),
    ("procedure_order", {"own": Own(starts=OWN.due, due=OWN.starts)}, "due"),
    ("monitoring_order", {"now": cycle(gone=("n",))}, "monitoring"),
    ("monitoring_order", {"now": cycle(n={"participants": []})}, "monitoring"),
    ("monitoring_order", {"now": cycle(n={"use_of_results": ""})}, "monitoring"),
    ("monitoring_order", {"now": cycle(n={"due": "2025-06-01"})}, "monitoring"),
    ("monitoring_order", {"earlier": {}}, "procedure_order"),
    ("analysis_report", {"now": cycle(gone=("lf",))}, "analysis"),
    ("analysis_report", {"now": cycle(gone=("lp",))}, "analysis"),
    ("analysis_report", {"now": cycle(gone=("i",))}, "indicators"),
    ("analysis_report", {"own": Own()}, "inform"),
    ("recommendations", {"now": cycle(r={"practices": ""})}, "recommendations"),
    ("recommendations", {"now": cycle(r={"materials": ""})}, "recommendations"),
    ("recommendations", {"now": cycle(r={"documents": ""})}, "recommendations"),
    ("recommendations", {"now": cycle(r={"addressees": []})}, "recommendations"),
    ("recommendations", {"now": cycle(gone=("r",))}, "recommendations"),
    ("actions_order", {"now": cycle(a={"due": ""})}, "actions"),
    ("actions_order", {"now": cycle(a={"responsible": ""})}, "actions"),
    ("actions_order", {"now": cycle(a={"participants": []})}, "actions"),
    ("actions_order", {"now": cycle(gone=("a",))}, "actions"),
    ("actions_order", {"earlier": {}}, "recommendations"),
    ("decisions_order", {"now": cycle(d={"due": ""})}, "decisions"),
    ("decisions_order", {"now": cycle(d={"due": "2025-08-01"})}, "decisions"),
    ("decisions_order", {"now": cycle(gone=("d",))}, "decisions"),
    ("effectiveness_review", {"now": cycle(gone=("w",))}, "effectiveness"),
    ("effectiveness_review", {"now": cycle(v={"conclusion": ""})}, "effectiveness"),
    ("effectiveness_review", {"now": cycle(v={"starts": ""})}, "effectiveness"),
    ("effectiveness_review", {"now": cycle(gone=("p",))}, "effectiveness"),
    ("effectiveness_review", {"now": cycle(gone=("a", "d", "v", "w"))}, "actions"),
)  # fmt: skip


@pytest.mark.parametrize(("document", "said", "where"), MISSING)
def test_a_missing_content_is_told_with_its_clause_and_place(
    document: str, said: dict[str, object], where: str
) -> None:
    found = lacks(document, **said)
    assert found
    assert {where} <= {found.stage or found.own or found.document for found in found}
    assert all("5.8" in one.clause for one in found)


def test_an_empty_cycle_gives_no_whole_act() -> None:
    everything = tuple(one.id for one in made_cycle.entries())
    for document in DOCUMENTS:
        assert lacks(document, now=cycle(gone=everything), own=Own(), earlier={})


def test_the_name_of_a_person_does_not_go_into_an_act() -> None:
    made = compose(material("recommendations", now=cycle(r={"person": "Сидоров С.С."})))
    raw, _ = fill(template_path(folder()).read_bytes(), made.text)
    assert raw is not None
    assert "Сидоров" not in all_text(raw)
    assert made.warnings


def test_an_act_of_actions_after_their_end_is_warned_of() -> None:
    done = cycle()
    entries = tuple(
        made_cycle.replace(one, state="done") if one.id == "a" else one for one in done.entries
    )
    made = compose(material("actions_order", now=made_cycle.replace(done, entries=entries)))
    assert made.lacks == ()
    assert "уже проведена" in made.warnings[0]


def test_a_method_due_outside_the_monitoring_is_warned_of() -> None:
    made = compose(material("procedure_order", now=cycle(m={"due": "2025-07-01"})))
    assert made.lacks == ()
    assert "вне сроков" in made.warnings[0]


def test_number_and_date_reach_the_text() -> None:
    made = compose(material("decisions_order"), "47-р", date(2025, 9, 2))
    assert (made.text.number, made.text.date) == ("47-р", date(2025, 9, 2))


@pytest.mark.parametrize("name", ["aleksandrovskoe", "aniva", "kalininsky", "severomorsk"])
def test_other_profiles_take_the_contents_as_a_stated_default(name: str) -> None:
    known = forms(name)
    assert not known.problems
    assert all(one.is_default for one in known.documents)
    assert "принято по умолчанию" in known.documents[0].contents[0].clause
    names = offered(known, cycle(name))
    assert "recommendations" in names
    for document in names:
        one = known.document(document)
        assert one is not None
        made = compose(
            Material(cycle(name), profile(name), one, known.requisites, OWN, earlier=EARLIER)
        )
        raw, problems = fill(template_path(folder(name)).read_bytes(), made.text)
        assert raw is not None, problems


def test_a_cycle_without_a_review_is_not_offered_one() -> None:
    assert "effectiveness_review" not in offered(forms("severomorsk"), cycle("severomorsk"))


def test_an_order_names_the_word_of_command_only_where_the_profile_has_one() -> None:
    assert compose(material("decisions_order")).text.command == ""
    assert compose(material("decisions_order", "aleksandrovskoe")).text.command == "ПРИКАЗЫВАЮ:"


def test_an_order_without_known_number_says_so_nowhere_else() -> None:
    earlier = {**EARLIER, "procedure_order": Earlier("О мероприятии", "", None, *made_dates())}
    assert not lacks("monitoring_order", earlier=earlier)


def made_dates() -> tuple[date, date]:
    return made_cycle.STARTS, made_cycle.DUE


def target(number: int, low: int, high: int, doubt: str = "") -> Aimed:
    now = Measured(Fraction(90), "percent", Fraction(low), Fraction(high), "2024/25", doubt)
    aim = Target("at_least", Fraction(number), "percent", date(2025, 5, 31))
    return Aimed("Доля сдавших", judged(aim, now, date(2025, 6, 10)))


@pytest.mark.parametrize("document", ["analysis_report", "effectiveness_review"])
def test_targets_stand_in_the_act_with_value_interval_and_judgement(document: str) -> None:
    aims = (target(80, 85, 95), target(99, 85, 95), target(90, 85, 95), target(80, 85, 95, "мало"))
    text = compose(material(document, targets=aims)).text
    tables = [one for one in text.annexes[0].blocks if isinstance(one, Table)]
    rows = next(one.rows for one in tables if "Цель достигнута?" in one.header)
    told = "90 % за 2024/25", "85–95"
    open_ = "по имеющимся данным не решено"
    assert [row[1:] for row in rows] == [
        ("Доля сдавших", "не менее 80 % к 31.05.2025", *told, "достигнута"),
        ("Доля сдавших", "не менее 99 % к 31.05.2025", *told, "не достигнута"),
        ("Доля сдавших", "не менее 90 % к 31.05.2025", *told, open_),
        ("Доля сдавших", "не менее 80 % к 31.05.2025", *told,
         f"{open_}: о значении известно: мало"),
    ]  # fmt: skip
    bare = compose(material(document)).text.annexes[0].blocks
    assert Paragraph("Достижение целей по показателям", heading=True) not in bare


def test_moved_deadlines_stand_in_the_review_with_their_reasons() -> None:
    one = {"was": "2025-12-01", "to": "2025-12-20", "on": "2025-11-25", "why": "нет зала"}
    now = cycle(a={"moved": [one]})
    text = compose(material("effectiveness_review", now=now)).text
    tables = [block for block in text.annexes[0].blocks if isinstance(block, Table)]
    rows = next(block.rows for block in tables if "Прежний срок" in block.header)
    assert rows == (
        ("1", "семинар учителей", "01.12.2025", "20.12.2025", "25.11.2025", "нет зала"),
    )
    bare = compose(material("effectiveness_review")).text.annexes[0].blocks
    assert Paragraph("Переносы сроков", heading=True) not in bare

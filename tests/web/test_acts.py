"""Acts from draft to revocation: what blocks, what is frozen, what is kept, who sees what."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from msoko.documents.acts.compose import RECIPES
from tests.web import made_acts
from tests.web.made_acts import SIGNED, cycle, draft, scan, signed, submitted
from web.acts import actions
from web.acts.files import content_of, keep_sent, wrong_with
from web.acts.steps import STEPS
from web.audit.impossible import Impossible
from web.audit.versions import Stale
from web.cycle.models import Act, Entry
from web.policy.scope import PROGRAM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def step(act: Act, verb: str, **said: Any) -> Act:
    reason = said.pop("reason", "")
    STEPS[verb](by=PROGRAM, act=act, version=act.version, reason=reason, said=said)
    return act


def word(act: Act) -> str:
    """Everything the last kept version says."""
    kept = act.files.filter(kind="version").order_by("-number").first()
    assert kept is not None
    content = content_of(kept.sha256)
    assert content is not None
    read = Document(io.BytesIO(content))
    cells = [c.text for table in read.tables for row in table.rows for c in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def test_every_act_of_the_clause_goes_from_draft_to_signature() -> None:
    whole = cycle()
    for number, document in enumerate(RECIPES, start=1):
        act = signed(document, whole, number=f"{number}-р")
        assert act.state == "signed"
        assert f"№ {number}-р" in word(act)
        assert "01.03.2025" in word(act)
    assert len(RECIPES) == whole.acts.count() == 7


def test_missing_content_blocks_approval_and_says_where_it_is_entered() -> None:
    act = draft(of=cycle(gone=("m",)))
    with pytest.raises(Impossible) as why:
        step(act, "submit")
    assert "не назначен метод сбора" in str(why.value)
    assert "5.8" in str(why.value)
    assert {one.stage for one in why.value.refusals} == {"methods"}
    act.refresh_from_db()
    assert act.state == "draft"
    assert not act.files.exists()


def test_the_monitoring_has_the_dates_of_the_order_of_the_procedure() -> None:
    whole = cycle()
    signed(of=whole)
    held = Entry.objects.get(cycle=whole, kind="monitoring")
    Entry.objects.filter(pk=held.pk).update(said={**held.said, "due": "2025-06-30"})
    with pytest.raises(Impossible, match="не совпадают"):
        submitted("monitoring_order", whole)


def test_what_is_on_approval_is_frozen() -> None:
    act = submitted()
    before = word(act)
    goals = Entry.objects.filter(cycle=act.cycle, kind="goal")
    goals.update(said={"title": "другая цель", "justification": "да"})
    step(act, "sign", **SIGNED)
    assert "другая цель" not in word(act)
    assert "повышение качества образования" in before
    assert act.files.filter(kind="version").count() == 2


def test_an_act_comes_back_with_a_reason_and_its_versions_stay() -> None:
    act = submitted()
    with pytest.raises(Impossible, match="причину"):
        step(act, "return")
    step(act, "return", reason="уточнить сроки")
    assert (act.state, act.reason) == ("draft", "уточнить сроки")
    step(act, "submit")
    assert [one.number for one in act.files.all()] == [1, 2]


def test_a_signed_act_is_not_edited() -> None:
    act = signed()
    with pytest.raises(Impossible, match="подписан и не меняется"):
        actions.correct(by=PROGRAM, act=act, version=act.version, title="иное", said={})
    act.refresh_from_db()
    assert act.title != "иное"


def test_steps_out_of_order_are_refused_with_the_state() -> None:
    act = draft()
    for verb, said in (("sign", SIGNED), ("publish", {"where": "сайт", "on": date(2025, 4, 1)})):
        with pytest.raises(Impossible, match="проект"):
            step(act, verb, **said)


def test_two_people_at_one_act_are_told() -> None:
    act = draft()
    with pytest.raises(Stale):
        actions.correct(by=PROGRAM, act=act, version=act.version - 1, title="иное", said={})


def test_one_document_is_prepared_once_at_a_time() -> None:
    act = draft()
    with pytest.raises(Impossible, match="уже готовится"):
        actions.draft(by=PROGRAM, cycle=act.cycle, document="procedure_order")
    with pytest.raises(Impossible, match="не предусматривает"):
        actions.draft(by=PROGRAM, cycle=act.cycle, document="roadmap")


def test_a_signature_of_tomorrow_is_refused() -> None:
    act = submitted()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Impossible, match="ещё не наступила"):
        step(act, "sign", **SIGNED | {"signed_on": tomorrow})


def test_an_unknown_number_is_printed_as_such() -> None:
    assert "№ б/н" in word(signed(number=""))


def test_publication_and_telling_are_kept_with_day_and_way() -> None:
    act = step(signed(), "publish", where="«Городомля на Селигере»", on=date(2025, 3, 5))
    actions.inform(by=PROGRAM, act=act, whom="школы", how="почтой", on=date(2025, 3, 2))
    assert [(one.whom, str(one.on)) for one in act.informed.all()] == [
        ("школы", "2025-03-02"),
        ("неограниченный круг лиц", "2025-03-05"),
    ]
    with pytest.raises(Impossible, match="раньше подписания"):
        actions.inform(by=PROGRAM, act=act, whom="а", how="б", on=date(2025, 2, 1))


def test_an_act_is_revoked_by_another_one_with_the_ground() -> None:
    whole = cycle()
    old, new = signed(of=whole), signed("decisions_order", whole)
    with pytest.raises(Impossible, match="другим и подписанным"):
        step(old, "revoke", reason="ошибка", by_act=old)
    step(old, "revoke", reason="распоряжение № 13-р", by_act=new)
    assert (old.state, old.revoked_by) == ("revoked", new)
    assert whole.acts.filter(state="signed").count() == 1


def test_the_original_comes_with_the_signature_or_later() -> None:
    act = signed(original=keep_sent(scan()))
    actions.attach(by=PROGRAM, act=act, original=keep_sent(scan("второй.pdf")))
    assert [one.number for one in act.files.filter(kind="original")] == [1, 2]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("а.docx", made_acts.PDF, "в виде"),
        ("а.pdf", b"", "пуст"),
        ("а.pdf", b"<html><script>", "не похоже на PDF"),
        ("а.pdf", made_acts.PDF[:12], "оборван"),
        ("а.png", made_acts.PDF, "не похоже на PNG"),
        ("а.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024) + b"%%EOF", "больше 20 МБ"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_by_its_content(
    name: str, content: bytes, what: str
) -> None:
    assert what in wrong_with(scan(name, content))


def test_a_scan_is_taken() -> None:
    assert wrong_with(scan()) == ""
    assert wrong_with(scan("а.JPG", b"\xff\xd8\xff\xe0abc\xff\xd9")) == ""


Browser = Callable[[str], Client]


def test_the_card_lists_what_is_missing_with_links(signed_in: Browser) -> None:
    act = draft(of=cycle(gone=("m",)), starts=None)
    page = signed_in("authority_specialist").get(reverse("acts:card", args=[act.pk]))
    told = page.content.decode()
    assert "Чего не хватает" in told
    assert "не назначен метод сбора" in told
    assert reverse("cycles:enter", args=[act.cycle_id, "methods", "method"]) in told
    assert f"{reverse('acts:edit', args=[act.pk])}#id_starts" in told


def test_a_whole_draft_says_so_and_shows_its_words(signed_in: Browser) -> None:
    act = draft()
    browser = signed_in("authority_specialist")
    told = browser.get(reverse("acts:card", args=[act.pk])).content.decode()
    assert "Всё обязательное содержание внесено" in told
    assert "выгрузка протоколов ВПР" in told
    assert "б/н" in told
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        made = browser.get(reverse("acts:made", args=[act.pk, form]))
        assert made.status_code == 200
        assert made.content.startswith(begins)
        assert "attachment" in made["Content-Disposition"]


def test_editing_a_signed_act_keeps_what_was_typed(signed_in: Browser) -> None:
    act = draft()
    browser, address = signed_in("authority_specialist"), reverse("acts:edit", args=[act.pk])
    shown = act.version
    step(act, "submit")
    step(act, "sign", **SIGNED)
    said = {"version": shown, "title": "О новом", "inform": "мой длинный список адресатов"}
    page = browser.post(address, said)
    told = page.content.decode()
    assert page.status_code == 422
    assert "подписан и не меняется" in told
    assert "мой длинный список адресатов" in told
    act.refresh_from_db()
    assert act.title != "О новом"


def test_the_second_of_two_editors_sees_both_texts(signed_in: Browser) -> None:
    act = draft()
    said = {"version": act.version, "title": act.title, "inform": "моё"}
    actions.correct(
        by=PROGRAM, act=act, version=act.version, title=act.title, said={"inform": "чужое"}
    )
    page = signed_in("authority_specialist").post(reverse("acts:edit", args=[act.pk]), said)
    told = page.content.decode()
    assert page.status_code == 422
    assert "моё" in told
    assert "чужое" in told


def test_a_draft_is_made_sent_and_signed_in_the_browser(signed_in: Browser) -> None:
    whole = cycle()
    specialist, head = signed_in("authority_specialist"), signed_in("authority_head")
    made = specialist.post(reverse("acts:new"), {"what": f"{whole.pk}:procedure_order"})
    act = Act.objects.get(cycle=whole)
    assert made.url == reverse("acts:card", args=[act.pk])
    address = reverse("acts:step", args=[act.pk, "submit"])
    blocked = specialist.post(address, {"version": act.version})
    assert blocked.status_code == 422
    assert "начало мониторинга" in blocked.content.decode()
    said = {"version": act.version, "title": act.title, "starts": "2025-04-01", "due": "2025-05-31"}
    assert specialist.post(reverse("acts:edit", args=[act.pk]), said).status_code == 302
    assert specialist.post(address, {"version": 2}).status_code == 302
    sign = reverse("acts:step", args=[act.pk, "sign"])
    paper = {"version": 3, "number": "7-р", "signed_on": "2025-03-01", "post": "Глава",
             "name": "И.И. Иванов"}  # fmt: skip
    assert specialist.post(sign, paper).status_code == 403
    wrong = head.post(sign, {**paper, "original": scan("а.pdf", b"<html>")})
    assert wrong.status_code == 422
    assert "7-р" in wrong.content.decode()
    assert head.post(sign, {**paper, "original": scan()}).status_code == 302
    act.refresh_from_db()
    assert (act.state, act.number) == ("signed", "7-р")
    original = act.files.get(kind="original")
    got = specialist.get(reverse("acts:file", args=[act.pk, original.pk]))
    assert got.content == made_acts.PDF


def test_a_template_that_was_spoilt_is_told_and_nothing_is_lost(
    signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.acts import printed

    act = draft()
    monkeypatch.setattr(printed, "read_template", lambda path: (b"PK", ()))
    page = signed_in("authority_specialist").get(reverse("acts:made", args=[act.pk, "docx"]))
    assert page.status_code == 422
    assert "не читается как документ Word" in page.content.decode()
    with pytest.raises(Impossible, match="не читается"):
        step(act, "submit")


def test_a_school_sees_signed_acts_and_reads_those_without_findings(signed_in: Browser) -> None:
    whole = cycle()
    order, analysis = signed(of=whole), signed("analysis_report", whole)
    waiting = draft("recommendations", whole)
    school = signed_in("organisation_head")
    listed = school.get(reverse("acts:list")).content.decode()
    assert order.title in listed
    assert waiting.title not in listed
    assert school.get(reverse("acts:card", args=[waiting.pk])).status_code == 404
    assert school.get(reverse("acts:made", args=[order.pk, "pdf"])).status_code == 200
    hidden = school.get(reverse("acts:card", args=[analysis.pk])).content.decode()
    assert "после опубликования" in hidden
    assert "отметок «2»" not in hidden
    assert school.get(reverse("acts:made", args=[analysis.pk, "docx"])).status_code == 404
    version = analysis.files.filter(kind="version").first()
    assert version is not None
    kept = reverse("acts:file", args=[analysis.pk, version.pk])
    assert school.get(kept).status_code == 404
    step(analysis, "publish", where="сайт", on=date(2025, 3, 5))
    assert "отметок «2»" in school.get(reverse("acts:card", args=[analysis.pk])).content.decode()
    assert school.get(kept).status_code == 404


def test_the_list_asks_the_database_the_same_number_of_times(signed_in: Browser) -> None:
    whole, browser = cycle(), signed_in("authority_head")
    draft(of=whole)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(reverse("acts:list")).status_code == 200
        return len(caught)

    asked()
    few = asked()
    for document in ("recommendations", "decisions_order", "analysis_report"):
        draft(document, whole)
    assert asked() == few


@pytest.mark.parametrize(
    ("said", "more"),
    [({"state": "draft"}, 1), ({"state": "signed"}, 1), ({"area": made_acts.made_cycle.AREA}, 2),
     ({"area": "нет"}, 0), ({"period": "2019-20"}, 0), ({}, 2)],
)  # fmt: skip
def test_the_list_is_narrowed_by_area_state_and_year(
    said: dict[str, str], more: int, signed_in: Browser
) -> None:
    def count() -> int:
        page = signed_in("operator").get(reverse("acts:list"), said).content.decode()
        return int(page.partition("Актов: ")[2].partition("<")[0])

    before, whole = count(), cycle()
    signed(of=whole)
    draft("recommendations", whole)
    assert count() == before + more

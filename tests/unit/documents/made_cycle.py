"""A made-up cycle of ЗАТО Солнечный in which every stage has its content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from msoko.cycle.plan import planned
from msoko.cycle.snapshot import CycleNow, EntryNow, FindingNow, StageNow
from msoko.documents.acts.material import Earlier, Figure, Material, Own
from msoko.documents.requisites import ActForms, act_forms
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile

AREA, PERIOD, INDICATOR = "low_performing_schools", "2024-25", "oge_russian"
STARTS, DUE = date(2025, 4, 1), date(2025, 5, 31)
SCHOOLS = {"101": "Школа № 101 & партнёры", "102": "Школа <№ 102>"}
TERM = {
    "starts": "2025-09-01", "due": "2025-12-20", "responsible": "методист А.А. Петрова",
    "participants": ["101", "102"],
}  # fmt: skip


def folder(name: str = "solnechny") -> Path:
    """The folder of a profile that comes with the program."""
    return default_profiles_dir() / name


@cache
def profile(name: str = "solnechny") -> Profile:
    """A profile that comes with the program."""
    found = load_profile(folder(name)).profile
    assert found is not None
    return found


@cache
def forms(name: str = "solnechny") -> ActForms:
    """What it says of its acts."""
    return act_forms(profile(name), folder(name))


def entry(id_: str, kind: str, state: str, links: tuple[str, ...] = (), **said: Any) -> EntryNow:
    """One entry."""
    return EntryNow(id_, kind, state, said, links)


def entries() -> tuple[EntryNow, ...]:
    """Everything a whole cycle has."""
    return (
        entry("g", "goal", "kept", title="повышение качества образования", justification="есть"),
        entry("o", "objective", "kept", ("entry:g",), title="выявить причины"),
        entry("i", "indicator", "kept", ("entry:g",), indicator=INDICATOR),
        entry("m", "method", "kept", ("entry:i",), title="выгрузка протоколов ВПР",
              source="ФИС ОКО", due="2025-05-20", responsible="методист А.А. Петрова"),
        entry("n", "monitoring", "kept", ("entry:i",), title="результаты ВПР",
              starts="2025-04-01", due="2025-05-31", participants=["101", "102"],
              use_of_results="для адресных рекомендаций школам"),
        entry("lf", "lack", "kept", of="factor", title="связей не найдено, школ две"),
        entry("lp", "lack", "kept", of="good_practice", title="лучше ожидаемого никто"),
        entry("r", "recommendation", "sent", ("finding:k1",), title="провести разбор заданий",
              addressees=["101"], practices="нет", materials="сборник заданий", documents="нет",
              due="2025-11-01"),
        entry("a", "action", "planned", ("entry:r",), title="семинар учителей", **TERM),
        entry("d", "decision", "taken", ("entry:a",), title="закрепить наставника", **TERM),
        entry("v", "review", "concluded", ("entry:a",), title="семинар учителей",
              starts="2026-01-10", due="2026-01-20", conclusion="доля снизилась"),
        entry("w", "review", "concluded", ("entry:d",), title="наставник",
              starts="2026-01-10", due="2026-01-20", conclusion="судить рано"),
        entry("p", "problem", "kept", ("entry:v",), title="нет кадров", proposal="привлечь кадры"),
    )  # fmt: skip


def cycle(name: str = "solnechny", gone: tuple[str, ...] = (), **changed: Any) -> CycleNow:
    """The cycle without the entries named in `gone`; `changed`: id → other fields."""
    kept = tuple(
        replace(one, said={**one.said, **changed.get(one.id, {})})
        for one in entries()
        if one.id not in gone
    )
    gap = FindingNow("k1", "gap", "confirmed", "В школе № 101 отметок «2» 20 %.", "101",
                     INDICATOR, {"sure": "likely"})  # fmt: skip
    stages = tuple(StageNow(one, "done") for one in planned(profile(name)))
    return CycleNow("c", AREA, PERIOD, "open", stages, kept, (), (gap,))


OWN = Own(
    starts=STARTS, due=DUE, inform="Руководители школ — электронной почтой", name="И.И. Иванов"
)
EARLIER = {
    "procedure_order": Earlier("О проведении мероприятия", "12-р", date(2025, 3, 1), STARTS, DUE),
    "recommendations": Earlier("Об утверждении рекомендаций", "40-р", date(2025, 8, 20)),
}


def material(document: str, name: str = "solnechny", **said: Any) -> Material:
    """What an act of a document is made from."""
    known = forms(name).document(document)
    assert known is not None
    whole: dict[str, Any] = {
        "now": cycle(name), "own": OWN, "organisations": SCHOOLS, "earlier": EARLIER,
        "figures": {INDICATOR: Figure("", "20,0 %", "8 из 40", "10,5–34,8", 2, 2, "10,0–27,6 %")},
    }  # fmt: skip
    return Material(
        profile=profile(name), document=known, requisites=forms(name).requisites, **whole | said
    )

"""Readings in force of every open place of the regulations, below a head written by hand."""

from __future__ import annotations

from docs.pages.markdown import PROFILES, ROOT, anchor, profile, table
from msoko.profile.model_register import Reading
from msoko.profile.profile import Profile

PATH = ROOT / "docs" / "assumptions.md"
MARK = "<!-- Ниже пишет программа: make docs. Прочтения правьте в profiles/*/readings.yaml. -->"


def text() -> str:
    """docs/assumptions.md: what stands above the mark is kept as it is."""
    head = PATH.read_text(encoding="utf-8").split(MARK)[0].rstrip()
    parts = [head, MARK, "## Прочтения положений", _intro(), *(_of_profile(n) for n in PROFILES)]
    return "\n\n".join(parts) + "\n"


def _intro() -> str:
    counts = {name: len(profile(name).texts.readings) for name in PROFILES}
    listed = ", ".join(f"{profile(name).name} — {number}" for name, number in counts.items())
    return (
        f"Всего прочтений: {sum(counts.values())} ({listed}). Как сменить прочтение, сказано в "
        "[руководстве](how-to/other-reading.md)."
    )


def _of_profile(name: str) -> str:
    found = profile(name)
    rows = [_row(one, found, name) for one in found.texts.readings.values()]
    heading = ["Код", "Место", "Вопрос", "Как прочитано", "Другое прочтение", "Показатели"]
    return f"### {found.name}\n\n{table(heading, rows)}"


def _row(one: Reading, found: Profile, name: str) -> list[str]:
    read = " ".join(filter(None, (one.in_force, one.why and f"Почему: {one.why}", one.note)))
    groups = found.groups
    named = dict.fromkeys(
        [
            *one.indicators,
            *(i.group or i.id for i in found.indicators.values() if one.id in i.readings),
        ]
    )
    links = ", ".join(
        f"[{indicator}](reference/indicators-{name}.md#{indicator})"
        for indicator in named
        if indicator in found.indicators or indicator in groups
    )
    place = anchor(f"{name}-{one.id}") + one.id
    return [place, one.at, one.question, read, one.alternative or "—", links or "—"]

"""Every catalogued requirement of the five regulations: served, partly or not yet, and by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docs.pages.markdown import PROFILES, ROOT, page, profile, table
from msoko.profile.model_register import Requirement

ANSWER_RU = {"served": "обслуживается", "partly": "частично", "not_yet": "ещё нет"}


def text() -> str:
    """docs/reference/coverage.md."""
    parts = [
        "Требования взяты из положений пяти муниципалитетов. «Обслуживается» — сделано и работает "
        "сейчас; «частично» — есть не всё, недостающее названо; «ещё нет» — не сделано. "
        "Ответы записаны в `profiles/<муниципалитет>/requirements.yaml`.",
        _counts(),
        *(_of_profile(name) for name in PROFILES),
    ]
    return page("Что обслуживает система", "`profiles/*/requirements.yaml`", *parts)


def _counts() -> str:
    rows = []
    total: Counter[str] = Counter()
    for name in PROFILES:
        found = profile(name)
        counts = Counter(one.answer for one in found.texts.requirements)
        total.update(counts)
        link = f"[{found.name}](#{name})"
        rows.append([link, *(counts[answer] for answer in ANSWER_RU), counts.total()])
    rows.append(["Всего", *(total[answer] for answer in ANSWER_RU), total.total()])
    return table(
        ["Муниципалитет", *(word.capitalize() for word in ANSWER_RU.values()), "Всего"], rows
    )


def _of_profile(name: str) -> str:
    found = profile(name)
    rows = [
        [one.id, one.clause, one.text, ANSWER_RU[one.answer], _served_by(one)]
        for one in found.texts.requirements
    ]
    heading = ["Код", "Пункт", "Требование", "Ответ", "Чем и чего нет"]
    return f'## <a id="{name}"></a>{found.name}\n\n{table(heading, rows)}'


def _served_by(one: Requirement) -> str:
    links = ", ".join(_link(name) for name in one.by)
    return ". ".join(part for part in (links, one.note) if part)


def _link(name: str) -> str:
    """A command leads to its help, a path to its file or folder."""
    if name.startswith("msoko "):
        return f"[{name}](commands.md#{name.removeprefix('msoko ')})"
    return f"[{name}](../../{name})"


def paths_named() -> Iterator[tuple[str, str]]:
    """(requirement, path) for every file or folder an answer names."""
    for profile_id in PROFILES:
        for one in profile(profile_id).texts.requirements:
            yield from ((one.id, name) for name in one.by if not name.startswith("msoko "))


def paths_that_do_not_exist() -> list[tuple[str, str]]:
    """What answers name and the repository does not have."""
    return [(one, name) for one, name in paths_named() if not (ROOT / name).exists()]

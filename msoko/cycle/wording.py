"""How the regulation words an indicator on a day: what a cycle keeps of it when it is entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msoko.profile.indicator import Indicator
from msoko.profile.profile import Profile
from msoko.profile.threshold_words import threshold_words
from msoko.profile.words import formula_words

LABELS: Mapping[str, str] = {
    "label": "формулировка", "formula": "как считается", "unit": "в чём измеряется",
    "thresholds": "пороги", "clause": "пункт положения", "quote": "слова положения",
    "goals": "цели",
}  # fmt: skip


def wording(profile: Profile, indicator_id: str, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The words under `LABELS` with the version of the profile; None for an unknown indicator.

    `names` are what formulas refer to, in words (`profile.words.names_of`).
    """
    one = profile.indicator(indicator_id)
    if one is None:
        return None
    clause = one.clause
    return {
        "label": one.label,
        "formula": formula_words(one.formula, names),
        "unit": one.unit,
        "thresholds": [threshold_words(one, border) for border in one.thresholds.values()],
        "clause": f"{clause.act}#{clause.at}" if clause else "",
        "quote": (clause.quote or "") if clause else "",
        "goals": ", ".join(_goals(profile, one)),
        "profile_version": profile.version,
    }


def _goals(profile: Profile, one: Indicator) -> list[str]:
    area = profile.texts.areas.get(one.area)
    found = [area.goal(name) if area else None for name in one.goals]
    return [goal.title for goal in found if goal]

"""A threshold said in Russian words: its border, its dates, its years."""

from __future__ import annotations

from msoko.profile.condition_words import BORDER_RU, bounds_words, number_words
from msoko.profile.indicator import Indicator, Persistence, Threshold


def threshold_words(indicator: Indicator, threshold: Threshold) -> str:
    """«не меньше 20 (с 17.08.2021), и строка «…» ровно 0; в 2 из 3 лет до года выявления»."""
    dated = ", ".join(
        f"{number_words(number)} (с {since:%d.%m.%Y})" for since, number in threshold.dated
    )
    parts = [f"{_line(indicator, threshold.line)}{BORDER_RU[threshold.operator]} {dated}"]
    parts += [
        f"{_line(indicator, extra.line)}{bounds_words(extra.bounds)}" for extra in threshold.with_
    ]
    told = (", и " if threshold.logic == "and" else ", или ").join(parts)
    return f"{told}; {_years(threshold.persists)}" if threshold.persists else told


def _line(indicator: Indicator, line_id: str | None) -> str:
    line = indicator.line_of(line_id) if line_id else None
    return f"строка «{line.label}» " if line else "значение "


def _years(persists: Persistence) -> str:
    window = "до года выявления" if persists.window == "before" else "включая год выявления"
    if persists.works is not None:
        return f"не меньше {persists.works} работ, лет в счёте {persists.of_last} ({window})"
    return f"не меньше {persists.years} из {persists.of_last} последних лет ({window})"

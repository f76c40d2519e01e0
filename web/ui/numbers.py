"""Numbers as a Russian page writes them; rounding happens here, on screen, and nowhere before."""

from __future__ import annotations

from datetime import date

NBSP = "\u00a0"
MINUS = "\u2212"


def plain(value: float | None, digits: int = 1) -> str:
    """«1 234,5»: whole numbers without a comma; a dash for nothing."""
    if value is None:
        return "—"
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.{digits}f}"
    return text.replace(",", NBSP).replace(".", ",").replace("-", MINUS)


def worded(value: float | None, unit: str) -> str:
    """A value with its unit: «20,0 %», «да», «12»."""
    if value is None:
        return "—"
    if unit == "boolean":
        return "да" if value else "нет"
    if unit == "percent":
        return f"{value:.1f}{NBSP}%".replace(".", ",").replace("-", MINUS)
    return plain(value)


def span(low: float | None, high: float | None) -> str:
    """«10,5–34,8», empty when there is none."""
    return "" if low is None or high is None else f"{plain(low)}–{plain(high)}"


def counted(number: int, one: str, few: str, many: str) -> str:
    """«21 показатель», «22 показателя», «25 показателей»."""
    last, tens = number % 10, number % 100
    word = many if 11 <= tens <= 14 else one if last == 1 else few if 2 <= last <= 4 else many
    return f"{number}{NBSP}{word}"


def day(when: date | None) -> str:
    """«01.09.2024», a dash for no day."""
    return f"{when:%d.%m.%Y}" if when else "—"

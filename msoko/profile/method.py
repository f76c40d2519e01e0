"""How the data of an indicator are collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CollectedBy = Literal["upload", "form", "expert", "register"]
Frequency = Literal["once", "monthly", "quarterly", "half_yearly", "yearly", "as_needed"]
COLLECTED_RU: Mapping[str, str] = {
    "upload": "файл", "form": "форма", "expert": "оценка эксперта", "register": "перечень",
}  # fmt: skip
FREQUENCY_RU: Mapping[str, str] = {
    "once": "один раз", "monthly": "ежемесячно", "quarterly": "ежеквартально",
    "half_yearly": "раз в полгода", "yearly": "ежегодно", "as_needed": "по мере необходимости",
}  # fmt: skip


@dataclass(frozen=True)
class Method:
    """Who brings the data, in which way and how often; `responsible` is a role of the profile."""

    collected_by: CollectedBy
    frequency: Frequency
    responsible: str
    note: str | None = None
    line: int = field(default=0, compare=False)

"""Logins of the federal system ФИС ОКО → codes of organisations."""

from __future__ import annotations

import re
from typing import Final

# Prefixes of one organisation in different years: sch until 2021, edu from 2022 (FIELD A1 f).
_RENAMED: Final = ("sch", "edu")
_LOGIN: Final = r"(?<![a-z])(sch|edu|ksh|spo)(\d{6})(?!\d)"
_BEHIND_NAME: Final = re.compile(rf"\s*\({_LOGIN}\)\s*$", re.I)


def organisation_of(text: str | None) -> str | None:
    """The code of the login in a text: "edu223379" or «МКОУ … (edu223379)» → "223379".

    Digits are the code of sch… and edu… logins. A ksh… or spo… login is the code as a whole:
    ksh220028 and sch220028 are two organisations in the real lists of logins. None without one.
    """
    found = re.search(_LOGIN, (text or "").lower())
    if found is None:
        return None
    return found[2] if found[1] in _RENAMED else found[0]


def without_login(name: str) -> str:
    """The name without the login reports put behind it: «МБОУ «…»(edu203389)»."""
    return _BEHIND_NAME.sub("", name).strip()

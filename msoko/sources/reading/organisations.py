"""Kind of an organisation by its login or name, and other words of lists of organisations."""

from __future__ import annotations

import re

from msoko.sources.reading.words import plain

# In the order they are tried: a «школа» may hold a kindergarten, a «школа искусств» is no school.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"(управлени|комитет|отдел|департамент)\w* (по )?образовани", "authority"),
    (r"дюсш|спортивн\w* школ|школ\w* искусств|музыкальн\w* школ|художественн\w* школ", "extra"),
    (r"дополнительн\w* образовани|дом\w* (детского )?творчеств|центр\w* творчеств|\bцдт\b|\bддт\b",
     "extra"),
    (r"средн\w* (общеобразовательн|школ)|общеобразовательн\w* школ|\bсош\b|\bоош\b|\bнош\b",
     "school"),
    (r"гимнази|лице[йя]|кадетск|школ[аеуы]|\bшкола", "school"),
    (r"детск\w* сад|\bдоу\b|\b[мк]?б?к?доу\b|\bмадоу\b|ясли|дошкольн", "preschool"),
    (r"колледж|техникум|училищ", "vocational"),
)  # fmt: skip
_NOTHING = {"", "0", "-", "—", "–", "нет", "не имеется", "отсутствует", "н/д"}


def kind_of(login: str | None, name: str | None) -> str:
    """Code of the kind: by the prefix of the login, else by the name; a school when in doubt.

    Logins sch…, edu… and ksh… (correctional) are of schools, spo… of colleges (FIELD A1 f).
    """
    prefix = (login or "").strip().lower()[:3]
    if prefix == "spo":
        return "vocational"
    if prefix in ("sch", "edu", "ksh"):
        return "school"
    words = plain(name or "")
    return next((kind for pattern, kind in _KINDS if re.search(pattern, words)), "school")


def said(word: str | None) -> str | None:
    """A cell that says something: «нет», «-» and «0» do not."""
    return None if word is None or plain(word) in _NOTHING else word.strip()

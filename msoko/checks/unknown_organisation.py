"""Organisations of the file that are not in the register."""

from __future__ import annotations

from collections.abc import Iterable

from msoko.problem import Problem

# Enough to recognise the mistake; the rest is counted.
_SHOWN = 5


def find(codes: Iterable[str], register: frozenset[str] | None, sheet: str) -> list[Problem]:
    """A warning that names the codes missing in the register; nothing when there is no register."""
    if register is None:
        return []
    unknown = sorted(set(codes) - register)
    if not unknown:
        return []
    listed = ", ".join(unknown[:_SHOWN]) + (" …" if len(unknown) > _SHOWN else "")
    return [
        Problem(
            check="unknown_organisation",
            what=f"организаций нет в реестре: {listed}",
            mend="проверьте коды или добавьте организации в реестр",
            severity="warning",
            sheet=sheet,
            count=len(unknown),
        )
    ]

"""Codes of fields and attributes that no regulation knows: the rows would feed no indicator."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from msoko.problem import Problem

# Table → the column that holds such codes, and what it is called.
_COLUMNS = {"attributes": ("attribute", "признака"), "reported": ("field", "поля")}
_SHOWN = 5
# Answers of context questionnaires, shares from journals and participants of actions are used by
# analyses, not by indicators.
_OWN = ("ctx_", "journal_", "action_")


def find(tables: Mapping[str, pa.Table], known: Mapping[str, frozenset[str]]) -> list[Problem]:
    """A warning per table; `known` are the codes of its column, e.g. {"attributes": {…}}."""
    problems = []
    for table, (column, what) in _COLUMNS.items():
        if table not in tables or table not in known:
            continue
        used = pc.unique(tables[table][column]).drop_null().to_pylist()
        strange = [one for one in used if one not in known[table] and not one.startswith(_OWN)]
        if strange:
            listed = ", ".join(sorted(strange)[:_SHOWN]) + (" …" if len(strange) > _SHOWN else "")
            problems.append(
                Problem(
                    check="unknown_code",
                    what=f"нет такого кода {what}: {listed}; показатели его не увидят",
                    mend=f"проверьте код по profiles/common/{column}s.yaml",
                    severity="warning",
                    count=len(strange),
                )
            )
    return problems

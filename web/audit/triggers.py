"""Triggers of both engines that refuse to change or remove an event."""

from __future__ import annotations

from typing import Any

_TABLE = "audit_event"
_SQLITE = [
    f"CREATE TRIGGER {_TABLE}_no_{word.lower()} BEFORE {word} ON {_TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'журнал только дополняется'); END"
    for word in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"CREATE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'журнал только дополняется'; END $$",
    f"CREATE TRIGGER {_TABLE}_no_change BEFORE UPDATE OR DELETE ON {_TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()",
    f"CREATE TRIGGER {_TABLE}_no_truncate BEFORE TRUNCATE ON {_TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()",
]


def create(_apps: Any, editor: Any) -> None:
    """For a migration: put the triggers of this engine in place."""
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)

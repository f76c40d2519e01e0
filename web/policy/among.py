"""`code__in=…` with hundreds of codes: one parameter instead of one a code.

A reader's reach is a set of codes, and every list asks for it. Written out, 700 codes cost more
than the question itself, and a database takes only so many parameters (SQLite 32 766).
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import CharField
from django.db.models.lookups import In

# Fewer are written out: the plan of the question is then told by their number.
_MANY = 50


class InMany(In):
    """Membership in a long list of plain words; anything else goes Django's own way."""

    @property
    def _is_long(self) -> bool:
        return isinstance(self.rhs, list | tuple | set | frozenset) and len(self.rhs) > _MANY

    def get_prep_lookup(self) -> Any:
        """Plain words need no preparing."""
        if self._is_long and all(type(one) is str for one in self.rhs):
            return list(self.rhs)
        return super().get_prep_lookup()

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """The list as JSON."""
        if not self._is_long:
            return super().as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        words = json.dumps(self.rhs)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*parameters, words]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The list as an array."""
        if not self._is_long:
            return super().as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, self.rhs]


CharField.register_lookup(InMany)

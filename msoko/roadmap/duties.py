"""Who answers for a row: each body it names, and for «ОО» each organisation; how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msoko.profile.model_cycle import RoadmapRow

# The role of a profile that stands for every organisation of the municipality.
EVERY_ORGANISATION = "organisation"
_EVERY_WORDS = ("ОО", "Образовательные организации", "образовательные организации")
NOBODY_RU = "ответственный не назван"
NOT_STARTED, IN_WORK, DONE, NOT_NEEDED = "not_started", "in_work", "done", "not_needed"
STATE_RU: Mapping[str, str] = {
    NOT_STARTED: "не начато",
    IN_WORK: "в работе",
    DONE: "выполнено",
    NOT_NEEDED: "не требуется",
}
# States after which nobody has to do anything any more.
CLOSED = frozenset({DONE, NOT_NEEDED})


@dataclass(frozen=True, order=True)
class Duty:
    """One who answers: the source's word, the role of the profile, the code of an organisation.

    Without a responsible in the source there is one nameless duty; `organisation` is empty for
    a body of the municipality.
    """

    responsible: str = ""
    role: str = ""
    organisation: str = ""

    @property
    def name(self) -> str:
        """What a mark of this duty is kept under: the role, or the word where there is no role."""
        return self.role or self.responsible


@dataclass(frozen=True)
class Standing:
    """How far all who answer are together."""

    total: int
    done: int
    in_work: int
    not_needed: int

    @property
    def closed(self) -> int:
        """How many have nothing to do any more."""
        return self.done + self.not_needed

    @property
    def state(self) -> str:
        """One state for all: closed only when everybody is, in work as soon as somebody is."""
        if self.total and self.closed == self.total:
            return DONE if self.done else NOT_NEEDED
        return IN_WORK if self.closed or self.in_work else NOT_STARTED


def duties(row: RoadmapRow, organisations: Sequence[str]) -> tuple[Duty, ...]:
    """Those who answer for a row, in the source's order; organisations in the order given."""
    found: list[Duty] = []
    for words, role in zip(row.responsible, _roles(row), strict=True):
        if role == EVERY_ORGANISATION:
            found += [Duty(words, role, code) for code in organisations]
        else:
            found.append(Duty(words, role))
    return tuple(found) if row.responsible else (Duty(),)


def standing(states: Iterable[str]) -> Standing:
    """States of all duties counted."""
    counts = Counter(states)
    return Standing(counts.total(), counts[DONE], counts[IN_WORK], counts[NOT_NEEDED])


def _roles(row: RoadmapRow) -> tuple[str, ...]:
    """A role for every responsible; «ОО» is known by its word where roles are not given."""
    if len(row.roles) == len(row.responsible):
        return row.roles
    return tuple(EVERY_ORGANISATION if one in _EVERY_WORDS else "" for one in row.responsible)

"""An action whose result is asked about, and where facts name such actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence
from msoko.vocabulary import SUBJECTS

# An attribute of an organisation: «action_math» or «action_<indicator>», the year it began there,
# the title as text. Two actions at once in one school about one thing could not be told apart.
PREFIX = "action_"


@dataclass(frozen=True)
class Action:
    """An action with the schools it is carried out in.

    `since` is the academic year it began, `starts` the years of schools that began in another one.
    What it is to change: results in a `subject` of the `procedure`, or an `indicator` of the
    profile. `chosen_low`: schools were taken for their low results.
    """

    title: str
    since: int
    treated: tuple[str, ...]
    subject: str | None = None
    indicator: str | None = None
    procedure: str = "vpr"
    starts: Mapping[str, int] = field(default_factory=dict)
    chosen_low: bool = False

    def __post_init__(self) -> None:
        if (self.subject is None) == (self.indicator is None):
            raise ValueError("an action changes either a subject or an indicator")

    def start(self, organisation: str) -> int | None:
        """The year it began in a school; None where it is not carried out."""
        if organisation not in self.treated:
            return None
        return self.starts.get(organisation, self.since)

    @property
    def staggered(self) -> bool:
        """Whether schools began in different years."""
        return len({self.start(code) for code in self.treated}) > 1


@dataclass(frozen=True)
class Named:
    """Actions the facts name, and attributes that name nothing an action could change."""

    actions: tuple[Action, ...]
    strange: tuple[str, ...]


def named(evidence: Evidence) -> Named:
    """From the attributes of organisations, in order of start and title."""
    rows = evidence.table("attributes")
    if rows is None:
        return Named((), ())
    told = rows.filter(pc.starts_with(rows["attribute"], PREFIX))
    names = ["organisation", "year", "attribute", "text", "yes"]
    began: dict[tuple[str, str], dict[str, int]] = {}
    for row in told.select(names).sort_by("year").to_pylist():
        if row["yes"] is not False:
            title = row["text"] or "без названия"
            schools = began.setdefault((title, row["attribute"]), {})
            schools.setdefault(row["organisation"], row["year"])
    found, strange = [], []
    for (title, attribute), schools in began.items():
        action = _action(evidence, title, attribute.removeprefix(PREFIX), schools)
        if action is None:
            strange.append(attribute)
        else:
            found.append(action)
    found.sort(key=lambda one: (one.since, one.title, one.subject or one.indicator or ""))
    return Named(tuple(found), tuple(sorted(set(strange))))


def _action(evidence: Evidence, title: str, what: str, schools: Mapping[str, int]) -> Action | None:
    listed = [
        bool((evidence.units.row(code, year) or {}).get("low_performing"))
        for code, year in schools.items()
    ]
    subject = what if what in SUBJECTS else None
    if subject is None and evidence.profile.indicator(what) is None:
        return None
    return Action(
        title, min(schools.values()), tuple(sorted(schools)), subject, None if subject else what,
        starts=dict(schools), chosen_low=sum(listed) * 2 > len(listed),
    )  # fmt: skip

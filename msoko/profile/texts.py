"""What a regulation says in words: everything of a profile but its indicators and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msoko.profile.clause import ClauseRef
from msoko.profile.model_act import Act, Clause
from msoko.profile.model_area import Area
from msoko.profile.model_cycle import Cycle, ExpectedDocument, ProblemStatement, Roadmap
from msoko.profile.model_example import ExampleFile
from msoko.profile.model_municipality import Municipality, ProfileWords
from msoko.profile.model_register import Reading, Requirement


@dataclass(frozen=True)
class Texts:
    """Mappings are by id, areas in the regulation's order; examples with the file they lie in."""

    general: ProfileWords
    acts: Mapping[str, Act]
    areas: Mapping[str, Area]
    cycle: Cycle | None = None
    roadmap: Roadmap | None = None
    documents: tuple[ExpectedDocument, ...] = ()
    problem_statements: tuple[ProblemStatement, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    examples: tuple[tuple[str, ExampleFile], ...] = ()

    @property
    def municipality(self) -> Municipality:
        """Who the profile belongs to."""
        return self.general.municipality

    def clause(self, ref: ClauseRef) -> Clause | None:
        """The cited clause, or None when act or clause is unknown."""
        act = self.acts.get(ref.act)
        return act.clause(ref.at) if act else None

    def cited(self, ref: ClauseRef) -> str:
        """«постановление от 17.08.2021 № 109, п. 5.1»; empty when the act is unknown."""
        act = self.acts.get(ref.act)
        if act is None:
            return ""
        clause = act.clause(ref.at)
        number = f" № {act.number}" if act.number else ""
        day = f" от {act.date:%d.%m.%Y}" if act.date else ""
        return f"{act.kind}{day}{number}, {clause.at if clause else ref.at}"

"""Targets of municipalities by the aspect that is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.analysis.aspects import Key, aspects, definition
from msoko.analysis.evidence import Evidence
from msoko.cycle.target import Target


def targets_at(evidence: Evidence) -> Mapping[Key, Target]:
    """Targets as they were set; one of a number that is looked at under another name, under that.

    What several indicators (an indicator and a line of it) define alike is looked at once, under
    the first of them (`aspects`). A target set to the first itself goes before the others'.
    """
    name = ("targets", evidence.asked_year, evidence.asked_indicators)
    return evidence.once(name, lambda: _targets_at(evidence))


def _targets_at(evidence: Evidence) -> dict[Key, Target]:
    looked = [one for one in aspects(evidence) if one.cell in ("", f"line={one.line}")]
    first = {
        definition(one.indicator, one.indicator.formula_of(one.line)): one.key for one in looked
    }
    own = {one.key for one in looked}
    found: dict[Key, Target] = {}
    for key, target in sorted(evidence.targets.items(), key=lambda pair: pair[0] not in own):
        indicator = evidence.profile.indicators[key[0]]
        at = key if key in own else first.get(definition(indicator, indicator.formula_of(key[1])))
        found[key if at is None or at in found else at] = target
    return found

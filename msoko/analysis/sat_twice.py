"""How often one pupil has two rows of one exam of a year beside re-sits: then a row is no pupil."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence
from msoko.analysis.natures import FINAL

_KEYS = ["procedure", "subject", "exam_level", "year", "organisation", "pupil"]


def sat_twice(evidence: Evidence) -> Mapping[tuple[str, str], float]:
    """By procedure and subject of final attestation: the share of rows beyond one for a pupil.

    A reserve day replaces the main one and a corrected appeal its row, so as a rule there is one
    row; files that keep both would pretend to more pupils than there are. The worst year counts.
    """
    return evidence.once("sat_twice", lambda: _sat_twice(evidence))


def _sat_twice(evidence: Evidence) -> Mapping[tuple[str, str], float]:
    rows = evidence.table("results")
    if rows is None:
        return {}
    final = pc.is_in(rows["procedure"].cast(pa.string()), pa.array(FINAL))
    first = pc.not_equal(pc.fill_null(rows["attempt"].cast(pa.string()), "main"), "retake")
    exams = rows.filter(pc.and_(pc.and_(final, first), rows["participated"])).select(_KEYS)
    each = exams.group_by(_KEYS).aggregate([([], "count_all")])
    years = each.group_by([*_KEYS[:2], "year"]).aggregate([("count_all", "sum"), ([], "count_all")])
    found: dict[tuple[str, str], float] = {}
    for row in years.to_pylist():
        name = (row["procedure"], row["subject"])
        extra = 1 - row["count_all"] / row["count_all_sum"]
        found[name] = max(found.get(name, 0.0), extra)
    return found

"""What is known of pupils that may go with their results: sex, special needs, home, journal mark.

A characteristic written beside the result counts first; otherwise the school's list of pupils
(`enrolment`) of the same year, where both name the child alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.analysis.evidence import Evidence, numbers
from msoko.analysis.factors.scores import Scores
from msoko.analysis.methods.distributions import Array
from msoko.analysis.policy import for_pupils

KNOWN = 0.8  # share of pupils a characteristic must be known of
Model = Literal["own", "journal"]


@dataclass(frozen=True)
class PupilFactor:
    """A characteristic of pupils; `values` (rows,), NaN for unknown; yes-no ones are 1 and 0.

    `ru` says who is compared with whom, or what grows; `mean_ru` names the school's mean. `model`
    "journal" stands in a model of its own: a mark is itself a result and would hide what the others
    go with.
    """

    name: str
    ru: str
    mean_ru: str
    values: Array
    binary: bool = True
    model: Model = "own"


_YES_NO = (
    ("special_needs", "обучающиеся с ОВЗ против остальных", "доля обучающихся с ОВЗ"),
    ("at_risk", "обучающиеся «группы риска» против остальных", "доля «группы риска»"),
    (
        "native_russian",
        "обучающиеся с родным русским языком против остальных",
        "доля обучающихся с родным русским языком",
    ),
    ("resettled", "дети из числа переселенцев против остальных", "доля детей из переселенцев"),
    (
        "poor_housing",
        "дети из неблагоустроенного жилья против остальных",
        "доля детей из неблагоустроенного жилья",
    ),
)


def pupil_factors(evidence: Evidence, scores: Scores) -> list[PupilFactor]:
    """Characteristics known of enough pupils, with at least ten pupils on either side."""
    return [one for one in _all(evidence, scores) if _usable(one)]


def _all(evidence: Evidence, scores: Scores) -> Iterator[PupilFactor]:
    listed = _listed(evidence, scores)
    sex = _either(_sex(scores.table), None if listed is None else _sex(listed))
    yield PupilFactor("sex", "девочки против мальчиков", "доля девочек", sex)
    for name, ru, mean_ru in _YES_NO:
        own = numbers(scores.table, name) if name in scores.table.column_names else None
        values = _either(own, None if listed is None else numbers(listed, name))
        yield PupilFactor(name, ru, mean_ru, values)
    mark = numbers(scores.table, "journal_mark")
    yield PupilFactor(
        "journal_mark", "отметка по журналу", "средняя отметка по журналу", mark, False, "journal"
    )


def _usable(one: PupilFactor) -> bool:
    known = one.values[np.isfinite(one.values)]
    if known.size < KNOWN * one.values.size or not known.size or np.ptp(known) == 0:
        return False
    sides = (known == 1).sum(), (known == 0).sum()
    return not one.binary or for_pupils(int(min(sides))).adjective != "never"


def _sex(rows: pa.Table) -> Array:
    girl = pc.equal(rows["sex"], "f")
    return numbers(pa.table({"girl": girl}), "girl")


def _either(first: Array | None, second: Array | None) -> Array:
    if first is None or second is None:
        found = first if second is None else second
        return np.zeros(0) if found is None else found
    return np.where(np.isfinite(first), first, second)


def _listed(evidence: Evidence, scores: Scores) -> pa.Table | None:
    """Rows of `enrolment` in the order of the scores, empty where the child is not listed."""
    rows = evidence.table("enrolment")
    if rows is None:
        return None
    wanted = ["sex", *(name for name, _, _ in _YES_NO)]
    return rows.select(wanted).take(pc.index_in(_keys(scores.table), value_set=_keys(rows)))


def _keys(rows: pa.Table) -> pa.Array:
    """Organisation, year and child in one text."""
    year = rows["year"].cast(pa.string())
    joined = pc.binary_join_element_wise(rows["organisation"], year, rows["pupil"], " ")
    return joined.combine_chunks()

"""Names that tie the parts of a profile together: readings, roles, stages, documents, areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msoko.problem import Problem
from msoko.profile.checked import Checked, models_in
from msoko.profile.method import Method
from msoko.profile.model_base import Model
from msoko.profile.model_cycle import Cycle, CycleLoop, CycleStage, ExpectedDocument, RoadmapRow
from msoko.profile.model_register import Reading
from msoko.profile.profile import Profile
from msoko.profile.report import choose

# (model, key) → which names the key may hold; None = any model with such a key
_KEYS: tuple[tuple[type[Model] | None, str, str], ...] = (
    (None, "readings", "reading"),
    (CycleStage, "responsible", "role"),
    (CycleStage, "decides", "role"),
    (CycleStage, "documents", "document"),
    (Cycle, "owner", "role"),
    (CycleLoop, "from_", "stage"),
    (CycleLoop, "to", "stage"),
    (RoadmapRow, "roles", "role"),
    (RoadmapRow, "stage", "stage"),
    (RoadmapRow, "area", "area"),
    (ExpectedDocument, "stages", "stage"),
    (ExpectedDocument, "role", "role"),
    (ExpectedDocument, "area", "area"),
)
_FILE = {"reading": "readings", "role": "profile", "stage": "cycle", "document": "documents"}
_NOT_FOUND = {
    "reading": "нет прочтения «{}» в readings.yaml",
    "role": "нет роли «{}» в profile.yaml",
    "stage": "нет этапа «{}» в cycle.yaml",
    "document": "нет документа «{}» в documents.yaml",
    "area": "нет направления «{}»",
    "indicator": "нет показателя «{}»",
}


def check(checked: Checked) -> Iterator[Problem]:
    """Every such name must exist; readings must name indicators that exist."""
    if checked.profile is None:
        return
    known = _known(checked.profile)
    for written in checked.written:
        for model in models_in(written.model):
            for key, kind, name in _names(model):
                if name not in known[kind] and not {name, _FILE.get(kind)} & checked.unread:
                    what = _NOT_FOUND[kind].format(name)
                    line = model.line_at(key.rstrip("_")) or None
                    mend = choose(name, known[kind], 12)
                    yield Problem("link", what, mend, file=written.file, line=line)


def _known(profile: Profile) -> Mapping[str, list[str]]:
    texts = profile.texts
    stages = texts.cycle.stages if texts.cycle else ()
    return {
        "reading": list(texts.readings),
        "role": [role.id for role in texts.general.roles],
        "stage": [stage.id for stage in stages],
        "document": [document.id for document in texts.documents],
        "area": list(texts.areas),
        "indicator": [*profile.indicators, *profile.groups],
    }


def _names(model: Model) -> Iterator[tuple[str, str, str]]:
    """(key, kind, name) for every name this model holds."""
    for owner, key, kind in _KEYS:
        if (owner is None and hasattr(model, key)) or (owner and isinstance(model, owner)):
            value = getattr(model, key)
            names = value if isinstance(value, tuple) else (value,)
            yield from ((key, kind, name) for name in names if name is not None)
    method = getattr(model, "method", None)
    if isinstance(method, Method):
        yield "method", "role", method.responsible
    if isinstance(model, Reading):
        yield from (("indicators", "indicator", name) for name in model.indicators)

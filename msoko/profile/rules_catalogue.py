"""An entry of the regulation's catalogue is rendered by one file, one line, one goal."""

from __future__ import annotations

from collections.abc import Iterator

from msoko.problem import Problem
from msoko.profile.checked import Checked, Written
from msoko.profile.model_area import Area
from msoko.profile.model_base import Model
from msoko.profile.model_indicator import GroupWords, IndicatorWords


def check(checked: Checked) -> Iterator[Problem]:
    """Entries rendered twice among indicators with their lines, among groups, among goals.

    A group and an indicator may share an entry: an expert's mark may stand beside the group.
    """
    if checked.profile is None:
        return
    seen: dict[tuple[str, str], str] = {}
    for written in checked.written:
        for kind, model in _rendering(written):
            entry = getattr(model, "catalogue", None)
            if entry is None:
                continue
            earlier = seen.setdefault((kind, entry), written.file)
            if earlier != written.file or (kind, entry) in _within(written, model):
                what = f"запись каталога «{entry}» уже передана в {earlier}"
                mend = "у каждой записи один показатель, строка или цель; исправьте catalogue"
                line = model.line_at("catalogue") or None
                yield Problem("catalogue", what, mend, file=written.file, line=line)


def _rendering(written: Written) -> Iterator[tuple[str, Model]]:
    """(what it is, model) for each model of the file that renders an entry."""
    model = written.model
    if isinstance(model, IndicatorWords):
        yield from (("indicator", one) for one in (model, *model.lines))
    elif isinstance(model, GroupWords):
        yield "group", model
    elif isinstance(model, Area):
        yield from (("goal", goal) for goal in model.goals)


def _within(written: Written, model: Model) -> set[tuple[str, str]]:
    """Entries that the same file has rendered before this model."""
    before: set[tuple[str, str]] = set()
    for kind, other in _rendering(written):
        if other is model:
            break
        before.add((kind, getattr(other, "catalogue", None) or ""))
    return before

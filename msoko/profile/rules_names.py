"""Names are unique, and agree with the file and folder they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msoko.problem import Problem
from msoko.profile.checked import Checked, Written, models_in
from msoko.profile.indicator import Indicator
from msoko.profile.model_base import Model


def check(checked: Checked) -> Iterator[Problem]:
    """Repeated ids, ids unlike their file names, areas unlike their folders."""
    yield from _repeated_indicators(checked.indicators)
    for indicator in checked.indicators:
        yield from _misplaced(indicator)
        yield from _repeated_inside(indicator)
    for written in checked.written:
        for model in models_in(written.model):
            yield from _repeated_in_lists(model, written)


def _repeated_indicators(indicators: Iterable[Indicator]) -> Iterator[Problem]:
    first: dict[str, Indicator] = {}
    for indicator in indicators:
        earlier = first.setdefault(indicator.id, indicator)
        if earlier is not indicator:
            what = f"показатель «{indicator.id}» уже есть в {earlier.path}"
            yield Problem(
                "name", what, "дайте другое имя", file=indicator.path, line=indicator.line or None
            )


def _misplaced(indicator: Indicator) -> Iterator[Problem]:
    path = PurePosixPath(indicator.path)
    name = indicator.group or indicator.id
    if path.stem != name:
        what = f"имя файла не совпадает с «{name}»"
        mend = f"переименуйте файл в {name}.yaml или исправьте имя в нём"
        yield Problem("name", what, mend, file=indicator.path, line=indicator.line or None)
    if path.parent.name != indicator.area:
        what = f"показатель направления «{indicator.area}» лежит в папке «{path.parent.name}»"
        yield Problem("name", what, "исправьте area или перенесите файл", file=indicator.path)


def _repeated_inside(indicator: Indicator) -> Iterator[Problem]:
    variants = [variant.id for variant in indicator.variants]
    for name in sorted({name for name in variants if variants.count(name) > 1}):
        what = f"прочтение «{name}» записано дважды"
        yield Problem("name", what, "дайте другое имя", file=indicator.path)


def _repeated_in_lists(model: Model, written: Written) -> Iterator[Problem]:
    for key in type(model).model_fields:
        value = getattr(model, key)
        if not isinstance(value, tuple):
            continue
        seen: set[str] = set()
        for item in value:
            name = getattr(item, "id", None)
            if name is not None and name in seen:
                what = f"в списке «{key}» имя «{name}» повторено"
                yield Problem(
                    "name", what, "дайте другое имя", file=written.file, line=item.at_line or None
                )
            if name is not None:
                seen.add(name)

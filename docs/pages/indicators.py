"""The indicators of one profile: clause, formula in words, lines, thresholds, readings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docs.pages.kinds import KIND_RU
from docs.pages.markdown import anchor, page, profile
from msoko.profile.clause import ClauseRef
from msoko.profile.indicator import Indicator
from msoko.profile.profile import Group, Profile
from msoko.profile.threshold_words import threshold_words
from msoko.profile.words import exclusion_words, formula_words, names_of

UNIT_RU = {
    "percent": "процент",
    "count": "количество",
    "boolean": "да или нет",
    "share": "доля",
    "ratio": "отношение",
    "score": "балл",
    "mean": "среднее",
}
POLARITY_RU = {
    "higher_is_better": "больше — лучше",
    "lower_is_better": "меньше — лучше",
    "context": "только для сведения",
}


def text(name: str) -> str:
    """docs/reference/indicators-<profile>.md."""
    found = profile(name)
    names = names_of(found)
    parts = [
        f"Показателей: {len(found.indicators)}; направлений: {len(found.texts.areas)}. Формула "
        "сказана словами; сама она лежит в файле показателя.",
        *_areas(found, name, names),
    ]
    source = f"`profiles/{name}/areas/` и `profiles/common/indicators/`"
    return page(f"Показатели: {found.name}", source, *parts)


def _areas(found: Profile, name: str, names: dict[str, str]) -> Iterator[str]:
    for area in found.texts.areas.values():
        yield f"## {area.number}. {area.title}"
        here = [one for one in found.indicators.values() if one.area == area.id]
        for group, members in groupby(here, key=lambda one: one.group):
            if group is not None:
                yield _group(found.groups[group], found, name)
            for one in members:
                yield _indicator(one, found, name, names)


def _group(group: Group, found: Profile, name: str) -> str:
    told = [
        f"### {anchor(group.id)}Группа: {group.label}",
        f"- пункт: {_clause(group.clause, found)}",
        *_catalogue(group.catalogue),
        *_readings(group.readings, name),
        f"- файл: [{group.path}](../../profiles/{group.path})",
    ]
    return _listed(told)


def _indicator(one: Indicator, found: Profile, name: str, names: dict[str, str]) -> str:
    level = "####" if one.group else "###"
    unit = f"{UNIT_RU[one.unit]}, {POLARITY_RU[one.polarity]}"
    told = [
        f"{level} {anchor(one.id)}{one.label}",
        f"- код: `{one.id}`; вид: {KIND_RU[one.formula.kind][0]} (`{one.formula.kind}`); {unit}",
        f"- формула: {formula_words(one.formula, names)}",
        *(f"- {exclusion_words(exclusion)}" for exclusion in one.exclude),
    ]
    if one.group is None:
        told.insert(1, f"- пункт: {_clause(one.clause, found)}")
        told += [*_catalogue(one.catalogue), *_readings(one.readings, name)]
        told.append(f"- файл: [{one.path}](../../profiles/{one.path})")
    if one.uses:
        path = f"profiles/common/indicators/{found.common[one.uses].area}/{one.uses}.yaml"
        told.append(f"- общая формула: [{one.uses}](../../{path})")
    told += [*_lines(one, names), *_thresholds(one), *_variants(one, names)]
    if one.note:
        told.append(f"- пояснение: {_flat(one.note)}")
    return _listed(told)


def _lines(one: Indicator, names: dict[str, str]) -> Iterator[str]:
    for line in one.lines:
        yield f"- строка `{line.id}` «{_flat(line.label)}»: {formula_words(line.formula, names)}"


def _thresholds(one: Indicator) -> Iterator[str]:
    for threshold in one.thresholds.values():
        yield f"- порог `{threshold.name}`: {threshold_words(one, threshold)}"


def _variants(one: Indicator, names: dict[str, str]) -> Iterator[str]:
    for other in one.variants:
        words = formula_words(other.formula, names)
        yield f"- другое прочтение `{other.id}` «{_flat(other.label)}»: {words}"


def _clause(ref: ClauseRef | None, found: Profile) -> str:
    if ref is None:
        return "—"
    clause = found.texts.clause(ref)
    quote = f" — «{_flat(ref.quote)}»" if ref.quote else ""
    return f"{clause.at if clause else ref.at}{quote}"


def _catalogue(entry: str | None) -> list[str]:
    return [f"- запись каталога: `{entry}`"] if entry else []


def _readings(readings: tuple[str, ...], name: str) -> list[str]:
    links = ", ".join(f"[{one}](../assumptions.md#{name}-{one})" for one in readings)
    return [f"- прочтения: {links}"] if links else []


def _flat(words: str) -> str:
    return " ".join(words.split()).replace("<", "&lt;")


def _listed(told: list[str]) -> str:
    return told[0] + "\n\n" + "\n".join(told[1:])

"""Kinds of nodes of the tree, kinds of codes and flags, all as data."""

from __future__ import annotations

from collections.abc import Mapping

from msoko.vocabulary import UNIT_KINDS

REGION, MUNICIPALITY = "region", "municipality"
NODE_KINDS: Mapping[str, str] = {
    REGION: "Регион",
    MUNICIPALITY: "Муниципалитет",
    **UNIT_KINDS,
}
# What stands below what; an organisation below an organisation of its kind is a branch.
PARENTS: Mapping[str, frozenset[str]] = {
    REGION: frozenset(),
    MUNICIPALITY: frozenset({REGION}),
    **{kind: frozenset({MUNICIPALITY, kind}) for kind in UNIT_KINDS},
}
IDENTIFIER_KINDS: Mapping[str, str] = {
    "code": "Код в сведениях",
    "login": "Логин ФИС ОКО",
    "oge_code": "Код ОГЭ",
    "ege_code": "Код ЕГЭ",
    "inn": "ИНН",
}
FLAG_KINDS: Mapping[str, str] = {
    "municipal": "Учредитель — муниципалитет",
    "rural": "Сельская",
    "disadvantaged": "Неблагоприятные социальные условия",
    "low_performing": "В перечне школ с низкими результатами",
    "cluster": "Группа сопоставимых организаций",
    "base_school": "Опорная школа",
    "pilot": "Пилотная площадка",
}
# Flags that name a group; the rest are a yes.
GROUP_KINDS = frozenset({"cluster"})
SUCCESSION_KINDS: Mapping[str, str] = {
    "merged": "присоединена (слияние)",
    "split": "выделена (разделение)",
    "renumbered": "получила другой код",
}

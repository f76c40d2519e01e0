"""A small file of this layout with made-up pupils: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | None]]

_TASKS = 4
_HEAD = (
    "groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum",
    *(f"a-{number}-grade" for number in range(1, _TASKS + 1)),
    "Учебник", "a-6-grade",
)  # fmt: skip
_TAGS = "99-RU-XXX,VPR_99,reg99_vpr_m001,vpr2020.ma4"

SHEETS: Mapping[str, Cells] = {
    "Sheet1": (
        _HEAD,
        (_TAGS, "sch990101", 1, 50001, 4, "м", "а", "1", None, 7, 1, 2, 3, 1),
        (_TAGS, "sch990101", 2, 50002, 3, "ж", "а", "2", "отсутствовал", 3, 1, 2),
        (_TAGS, "sch990101", 3, 50003, None, None, None, "отсутствовал", "отсутствовал"),
        (_TAGS, "sch990102", 1, 50001, 5, "ж", "нет", "1", "2", 7, 1, 2, 3, 1),
    )
}

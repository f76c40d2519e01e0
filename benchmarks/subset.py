"""Indicators of kinds share, count and mean that results alone answer."""

SUBSET = (
    "ege_below_min", "oge_below_min", "reading_literacy", "vpr_success",
    "ege_russian", "ege_math_profile", "oge_russian", "oge_math",
    "vpr_russian_4", "vpr_math_4", "vpr_world_4", "vpr_russian_5_6", "vpr_math_5_6",
)  # fmt: skip

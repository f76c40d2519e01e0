"""The file is nearly of a known kind, but some of its headings are not what they should be."""

from __future__ import annotations

from msoko.problem import Problem


def problem(kind: str, missing: tuple[str, ...], sheet: str | None, file: str) -> Problem:
    """Say which headings are missing in a file that is almost of the kind."""
    listed = ", ".join(f"«{heading}»" for heading in missing)
    return Problem(
        check="wrong_template",
        what=f"файл похож на вид «{kind}», но заголовки изменены: нет {listed}",
        mend="верните заголовки в том виде, в каком файл выдала система, "
        "или выгрузите его заново и не меняйте столбцы",
        file=file,
        sheet=sheet,
        count=len(missing),
    )

"""A login gives the code of its organisation; two organisations never share a code."""

from __future__ import annotations

import pytest

from msoko.facts.login import organisation_of, without_login


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sch990101", "990101"),
        ("edu990101", "990101"),
        ("МБОУ «СОШ № 1»(EDU990101)", "990101"),
        ("ksh990101", "ksh990101"),
        ("«Школа-интернат» (KSH990101)", "ksh990101"),
        ("spo990101", "spo990101"),
        ("990101", None),
        ("edu9901011", None),
        ("Xedu990101", None),
        (None, None),
    ],
)
def test_the_code_of_a_login(text: str | None, code: str | None) -> None:
    assert organisation_of(text) == code


def test_a_name_is_told_without_the_login_behind_it() -> None:
    assert without_login("МБОУ «СОШ № 1»(edu990101)") == "МБОУ «СОШ № 1»"
    assert without_login("Школа (ksh990101) вторая") == "Школа (ksh990101) вторая"

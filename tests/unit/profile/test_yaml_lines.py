"""YAML is read strictly, and nothing a file can hold is an exception."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msoko.profile.lined import Lined, line_of
from msoko.profile.yaml_lines import DEEPEST, LARGEST_FILE, parse_yaml, read_yaml
from msoko.profile.yaml_scalars import BROKEN


def parsed(text: str) -> object:
    value, problems = parse_yaml(text.encode(), "f.yaml")
    assert problems == ()
    return value


def refused(text: str | bytes) -> list[tuple[int | None, str]]:
    raw = text.encode() if isinstance(text, str) else text
    return [(one.line, one.what) for one in parse_yaml(raw, "f.yaml")[1]]


def test_values_have_their_own_types() -> None:
    assert parsed('a: 1\nb: 2.50\nc: true\nd: 2021-08-17\ne: "012"\nf: ~\ng: 2024-25\n') == {
        "a": 1,
        "b": Decimal("2.50"),
        "c": True,
        "d": date(2021, 8, 17),
        "e": "012",
        "f": None,
        "g": "2024-25",
    }


def test_keys_are_words_except_dates() -> None:
    assert parsed("{yes: true, 2021-08-17: 20}") == {"yes": True, date(2021, 8, 17): 20}


def test_lines_are_kept() -> None:
    value = parsed("a:\n  b:\n    - x: 1\n      y: 2\n    - x: 3\n")
    assert isinstance(value, Lined)
    assert line_of(value, ("a", "b", 0, "y")) == 4
    assert line_of(value, ("a", "b", 1, "x")) == 5
    assert line_of(value, ("a", "tag", "b", 1)) == 5


@pytest.mark.parametrize(
    "word",
    [
        *(
            "no",
            "Yes",
            "ON",
            "off",
            "012",
            "-007",
            "12:30",
            ".inf",
            "-.NaN",
            "0x1F",
            "1_000",
            "1e9",
        ),
        *("True", ".5", "5.", "2021-8-17", "2021-02-30", "2021-08-17 10:00", "9" * 30),
    ],
)
def test_ambiguous_words_are_refused_with_their_line(word: str) -> None:
    value, problems = parse_yaml(f"a: 1\nb: {word}\n".encode(), "f.yaml")
    assert [(one.line, one.severity) for one in problems] == [(2, "error")]
    assert isinstance(value, Lined)
    assert value["b"] is BROKEN


@pytest.mark.parametrize("word", ["нет", "node", "one", "12-30", "v1.2.3", "p2.i02", "+7", "-5"])
def test_plain_words_pass(word: str) -> None:
    assert refused(f"a: {word}\n") == []


def test_every_ambiguity_is_told_at_once() -> None:
    assert [line for line, _what in refused("a: no\nb: 012\na: 1\nc: &x 1\nd: !t 2\n")] == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "пуст"),
        (b"# only a comment\n", "пуст"),
        ("a: б".encode("cp1251"), "UTF-8"),
        (b"a:\n\tb: 1\n", "табуляция"),
        (b"a: [1, 2\n", "скобка"),
        (b"a: b: c\n", "двоеточие"),
        (b'a: "b\n', "кавычка"),
        (b"a: 1\n---\nb: 2\n", "больше одного документа"),
        (b"? [a]\n: b\n", "ключом"),
        (b"a: \x00\n", "не разбирается"),
        (b"[" * (DEEPEST + 1), "вложенность"),
        (b"[" * 100_000, "вложенность"),
        (b"a" * (LARGEST_FILE + 1), "больше 1 МБ"),
        (b"a: &x [1]\nb: *x\n", "ссылка"),
        (b"<<: {a: 1}\n", "слияние"),
        (b"a: !!python/object:os.system x\n", "указание типа"),
    ],
)
def test_what_cannot_be_read_is_a_problem(raw: bytes, words: str) -> None:
    assert any(words in what for _line, what in refused(raw)), refused(raw)


def test_aliases_do_not_explode() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
    )
    assert len(refused(bomb)) == 40 + 2 * 39


def test_an_absent_file_is_a_problem(tmp_path: Path) -> None:
    assert read_yaml(tmp_path / "none.yaml", "none.yaml")[1][0].check == "yaml"


@given(st.binary(max_size=300))
def test_no_bytes_are_an_exception(raw: bytes) -> None:
    parse_yaml(raw, "f.yaml")


@given(st.text(alphabet="ab01:-[]{}&*!|>'\"#%@,.?~<= \n", max_size=200))
def test_no_markup_is_an_exception(text: str) -> None:
    parse_yaml(text.encode(), "f.yaml")

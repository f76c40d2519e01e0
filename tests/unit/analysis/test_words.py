"""Sentences: declension, numbers with a comma, and the door no forbidden word goes through."""

from __future__ import annotations

import pytest

from msoko.analysis import words


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "pupil", "1 обучающийся"),
        (22, "pupil", "22 обучающихся"),
        (1, "school", "1 школа"),
        (3, "school", "3 школы"),
        (11, "school", "11 школ"),
        (112, "school", "112 школ"),
        (21, "year", "21 год"),
        (4, "year", "4 года"),
        (5, "year", "5 лет"),
        (12345, "participant", "12\u00a0345 участников"),
    ],
)
def test_a_number_governs_its_noun(number: int, noun: words.Noun, said: str) -> None:
    assert words.counted(number, noun) == said


def test_after_from_the_noun_stands_in_the_genitive() -> None:
    assert words.out_of(21, "pupil") == "21 обучающегося"
    assert words.out_of(22, "school") == "22 школ"


def test_numbers_are_written_with_a_comma_a_real_minus_and_no_minus_nought() -> None:
    assert words.percent(0.2) == "20,0 %"
    assert words.points(0.1234) == "+12,3 п. п."
    assert words.points(-0.0701) == "−7,0 п. п."
    assert words.points(-0.00001) == "0,0 п. п."
    assert words.between(0.105, 0.348) == "от 10,5 до 34,8 %"
    assert words.between_points(-0.031, 0.124) == "от −3,1 до +12,4 п. п."
    assert words.year(2024) == "2024/25"


def test_a_share_brings_its_counts_and_interval() -> None:
    assert words.share(8, 22, 0.172, 0.593) == "36,4 % (8 из 22; 95 %: от 17,2 до 59,3 %)"


def test_how_many_a_few_are_is_not_told() -> None:
    assert [words.people(number) for number in (1, 4, 5)] == ["менее 5", "менее 5", "5"]


@pytest.mark.parametrize(("pupils", "works"), [(4, 1), (9, 5), (22, 1), (22, 2), (59, 1)])
@pytest.mark.parametrize("word", ["выше", "ниже", "Слабее", "требует внимания", "дефицит"])
def test_a_judging_word_is_refused_where_the_policy_forbids_it(
    pupils: int, works: int, word: str
) -> None:
    with pytest.raises(ValueError, match="do not allow"):
        words.spoken(f"Значение {word} порога", pupils=pupils, works=works)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("СОШ № 4", "«СОШ № 4»"),
        ("МБОУ «СОШ № 4»", "«МБОУ „СОШ № 4“»"),
        ("МБОУ «Гимназия «Парус»»", "«МБОУ „Гимназия «Парус»“»"),
        ("МБОУ «Гимназия «Парус»", "«МБОУ „Гимназия «Парус»“»"),
        ("МБОУ „Парус“", "«МБОУ „Парус“»"),
        ("Парус» и «Ключ", "«Парус и „Ключ“»"),
        ('МБОУ "СОШ № 4"', "«МБОУ „СОШ № 4“»"),
        ('МБОУ "Гимназия "Парус""', "«МБОУ „Гимназия «Парус»“»"),
        ('МБОУ Лицей № 7""', "«МБОУ Лицей № 7»"),
    ],
)
def test_quotation_marks_alternate_by_depth_and_always_close(name: str, said: str) -> None:
    assert words.quoted(name) == said


@pytest.mark.parametrize(("pupils", "works"), [(60, 1), (22, 3)])
def test_a_judging_word_is_let_through_where_the_policy_allows_it(pupils: int, works: int) -> None:
    assert words.spoken("Доля ниже порога", pupils=pupils, works=works) == "Доля ниже порога."


def test_words_that_order_schools_are_never_let_through() -> None:
    for text in ("лучшая школа района", "место среди школ", "рейтинг школ"):
        with pytest.raises(ValueError, match="orders schools"):
            words.spoken(text, pupils=5000, works=20)


def test_a_name_in_quotation_marks_is_not_judged_however_deep_it_nests() -> None:
    text = "Школа «Гимназия «Лидер» «высокий» уровень» пишет"
    assert words.spoken(text, pupils=3) == f"{text}."
    with pytest.raises(ValueError, match="do not allow"):
        words.spoken("«Гимназия «Лидер»» выше", pupils=3)

"""Numbers as a Russian document says them, and the door every sentence goes through."""

from __future__ import annotations

import re
from typing import Literal

from msoko.analysis.policy import FEW_MEMBERS, may_judge
from msoko.vocabulary import AcademicYear

Noun = Literal[
    "pupil", "participant", "school", "organisation", "year", "work", "item", "comparison"
]
# one — two — five; then the genitive of one («из 21 обучающегося»; of many it is the third form).
_FORMS: dict[Noun, tuple[str, str, str, str]] = {
    "pupil": ("обучающийся", "обучающихся", "обучающихся", "обучающегося"),
    "participant": ("участник", "участника", "участников", "участника"),
    "school": ("школа", "школы", "школ", "школы"),
    "organisation": ("организация", "организации", "организаций", "организации"),
    "year": ("год", "года", "лет", "года"),
    "work": ("работа", "работы", "работ", "работы"),
    "item": ("задание", "задания", "заданий", "задания"),
    "comparison": ("сравнение", "сравнения", "сравнений", "сравнения"),
}
# Words that judge: allowed only where the claim policy allows an adjective.
_JUDGING = re.compile(
    r"\b(?:выше|ниже|лучше|хуже|сильнее|слабее|больше|меньше|растёт|снижается|улучш\w+|ухудш\w+"
    r"|высок\w+|низк\w+|слаб\w+|сильн\w+|успешн\w+|дефицит\w*|требу\w+ внимания|недостаточн\w+)\b",
    re.IGNORECASE,
)
# Words that put schools in order: never (Рособрнадзор, letter 18.04.2025 № 02-86).
_RANKING = re.compile(
    r"\b(?:лучш(?:ая|ий|ие|их)|худш\w+|рейтинг\w*|место среди|лидер\w*|отстающ\w+|аутсайдер\w*)\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "«„", "»“"  # outer, inner
_STRAIGHT_OPENING = re.compile(r'(^|[\s(«„])"(?=\S)')
_MARKS, _OUTER_MARKS = re.compile("([«„»“])"), re.compile("([«»])")


def counted(number: int, noun: Noun) -> str:
    """«1 школа», «2 школы», «5 школ»."""
    return f"{grouped(number)} {_FORMS[noun][_form(number)]}"


def out_of(number: int, noun: Noun) -> str:
    """The genitive after «из», «у», «по»: «21 обучающегося», «22 обучающихся»."""
    forms = _FORMS[noun]
    return f"{grouped(number)} {forms[3] if _form(number) == 0 else forms[2]}"


def grouped(number: int) -> str:
    """Thousands apart by a no-break space: «12 345»; four digits stay together."""
    return f"{number:,}".replace(",", "\u00a0") if abs(number) >= 10_000 else str(number)


def decimal(number: float, digits: int = 1) -> str:
    """A number with a comma: «12,3»; a minus is a real one, and nought carries none."""
    text = f"{abs(number):.{digits}f}".replace(".", ",")
    nought = not text.strip("0,")
    return f"−{text}" if number < 0 and not nought else text


def percent(share: float, digits: int = 1) -> str:
    """A fraction as «20,0 %»."""
    return f"{decimal(100 * share, digits)} %"


def signed(number: float, digits: int = 1) -> str:
    """A difference with its sign: «+0,3», «−0,1»; nought carries none."""
    text = decimal(number, digits)
    return text if text.startswith("−") or not text.strip("0,") else f"+{text}"


def points(difference: float) -> str:
    """A difference of fractions in percentage points, with its sign: «+12,3 п. п.»."""
    return f"{signed(100 * difference)} п. п."


def between(low: float, high: float) -> str:
    """An interval of fractions: «от 10,5 до 34,8 %»."""
    return f"от {decimal(100 * low)} до {percent(high)}"


def between_points(low: float, high: float) -> str:
    """An interval of a difference: «от −3,1 до +12,4 п. п.»."""
    return f"от {points(low).removesuffix(' п. п.')} до {points(high)}"


def share(hits: int, tried: int, low: float, high: float) -> str:
    """«36,4 % (8 из 22; 95 %: от 17,2 до 59,3 %)»."""
    return f"{percent(hits / tried)} ({few(hits, tried)}; 95 %: {between(low, high)})"


def few(hits: int, tried: int) -> str:
    """Counts, for a small group instead of a percentage: «2 из 6»."""
    return f"{grouped(hits)} из {grouped(tried)}"


NOT_JUDGED = "по одному показателю при таком числе участников оценка не даётся"


def perhaps(judged: str, sure: str) -> str:
    """A judging word as sure as it may be said: «вероятно, выше» of what is likely."""
    return f"вероятно, {judged}" if sure == "likely" else judged


def people(number: int) -> str:
    """How many people there are; the exact number of a few tells who they are: «менее 5»."""
    return str(number) if number >= FEW_MEMBERS else f"менее {FEW_MEMBERS}"


def year(start: int) -> str:
    """An academic year as documents write it: «2024/25»."""
    return AcademicYear(start).ru


def calendar_year(year: int) -> str:
    """A calendar year, never to be taken for an academic one: «2024 год»."""
    return f"{year} год"


def period(start: int) -> str:
    """An academic year as values name it: "2024-25"."""
    return str(AcademicYear(start))


def quoted(text: str) -> str:
    """A name in quotation marks, marks inside of the other kind: «МБОУ „Гимназия «Парус»“».

    Marks that lie in the text lose their kind and alternate by depth; one that was never closed
    («МБОУ «Гимназия «Парус»», as registers write it) is closed at the end. Straight marks («МБОУ
    "СОШ № 1"») open after a space or another opening and close elsewhere.
    """
    depth, told = 1, ["«"]
    round_marks = _STRAIGHT_OPENING.sub(r"\1«", text).replace('"', "»")
    for part in _MARKS.split(round_marks):
        if part and part in _OPENING:
            told.append(_OPENING[depth % 2])
            depth += 1
        elif part and part in _CLOSING:
            if depth > 1:
                depth -= 1
                told.append(_CLOSING[depth % 2])
        else:
            told.append(part)
    while depth:
        depth -= 1
        told.append(_CLOSING[depth % 2])
    return "".join(told)


def spoken(text: str, *, pupils: int, works: int = 1) -> str:
    """The sentence as it may be said about so many pupils and works; ends with a full stop.

    What stands in «quotation marks» is the regulation's own name of a thing and is let through.
    ValueError for a sentence the claim policy forbids: the caller chose wrong words.
    """
    plain = _unquoted(text)
    ranked = _RANKING.search(plain)
    if ranked:
        raise ValueError(f"a sentence orders schools: «{ranked[0]}» in {text!r}")
    judged = _JUDGING.search(plain)
    if judged and not may_judge(pupils, works):
        raise ValueError(f"{pupils} pupils do not allow «{judged[0]}» in {text!r}")
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _unquoted(text: str) -> str:
    """The text without what stands in quotation marks, however deep they nest."""
    depth, kept = 0, []
    for part in _OUTER_MARKS.split(text):
        if part == "«":
            depth += 1
        elif part == "»" and depth:
            depth -= 1
        elif not depth:
            kept.append(part)
    return "".join(kept)


def _form(number: int) -> int:
    last, tens = abs(number) % 10, abs(number) % 100
    if last == 1 and tens != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= tens <= 14 else 2

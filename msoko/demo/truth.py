"""What is planted in the made-up municipality: the answers tests and analyses are judged by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Cell:
    """One work: first calendar year of the academic year, procedure, subject and grade."""

    year: int
    procedure: str
    subject: str
    grade: int


@dataclass(frozen=True)
class LowPerforming:
    """A school whose results are low by the rule: `cells` are over the threshold without a «5»."""

    organisation: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Manipulated:
    """A school whose marks were raised: heaps at all boundaries in `cells`, low ОГЭ afterwards.

    All were helped by `raised` standard deviations; then `lifted` is the share of pupils within
    `reach` (a share of the largest score, at least 3 points) below a boundary who were lifted to
    it. `listed` are the works of the official list of unreliable results.
    """

    organisation: str
    cells: tuple[Cell, ...]
    raised: float
    lifted: float
    reach: float
    listed: tuple[Cell, ...]


@dataclass(frozen=True)
class GoodPractice:
    """A school with an ordinary context and grade 4 that does better from grade 5 on.

    `effect` is in standard deviations of ability; `action` is the title of what stands behind.
    """

    organisation: str
    effect: float
    cells: tuple[Cell, ...]
    action: str


@dataclass(frozen=True)
class KnownAction:
    """An action with a known effect (in standard deviations of ability) in one subject."""

    title: str
    subject: str
    since: int
    effect: float
    treated: tuple[str, ...]
    untreated: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """A school with an exact number of «2» among participants in `cells` and no «5»."""

    organisation: str
    cells: tuple[Cell, ...]
    twos: int
    participants: int


@dataclass(frozen=True)
class Missing:
    """An organisation that sent nothing in a year."""

    organisation: str
    year: int


@dataclass(frozen=True)
class Thin:
    """A work nearly nobody wrote: too few participants to say anything."""

    organisation: str
    cell: Cell
    participants: int


@dataclass(frozen=True)
class SkillGap:
    """A skill that is weak in the whole municipality: items of it are harder by `shift` logits."""

    subject: str
    skill: str
    shift: float


@dataclass(frozen=True)
class Truth:
    """Everything planted; what a variant of the municipality does not have is None or empty."""

    municipality: str
    region: str
    identification_year: int
    gap: SkillGap
    missing: Missing
    thin: Thin
    sound_big: tuple[str, ...] = ()
    low_performing: LowPerforming | None = None
    manipulated: Manipulated | None = None
    good_practice: GoodPractice | None = None
    action: KnownAction | None = None
    borderline: Counted | None = None
    tiny: Counted | None = None

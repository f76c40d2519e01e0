"""Make the municipality: as a folder of files in real layouts, or as fact tables at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from msoko.demo.files_context import write_context
from msoko.demo.files_forms import write_codifiers, write_forms
from msoko.demo.files_gia import write_gia
from msoko.demo.files_reports import write_reports
from msoko.demo.files_spoilt import Spoilt, write_spoilt
from msoko.demo.files_vpr import write_vpr
from msoko.demo.place import Variant
from msoko.demo.sheets import MadeFile
from msoko.demo.tables import facts_of
from msoko.demo.truth import Truth
from msoko.demo.world import START, YEARS, World, world_of
from msoko.vocabulary import AcademicYear


@dataclass(frozen=True)
class Made:
    """Files in the order in which they come to the authority, the bad ones last, and the truth."""

    folder: Path
    good: tuple[MadeFile, ...]
    spoilt: tuple[Spoilt, ...]
    world: World

    @property
    def truth(self) -> Truth:
        """What is planted."""
        return self.world.truth

    @property
    def files(self) -> list[Path]:
        """All files, in the order to load them."""
        return [*(one.path for one in self.good), *(one.path for one in self.spoilt)]

    @property
    def bad_files(self) -> list[Path]:
        """Files that must be refused."""
        return [one.path for one in self.spoilt if one.expected == "refused"]

    @property
    def example(self) -> tuple[str, str, AcademicYear]:
        """A telling number: indicator, organisation, year."""
        low = self.truth.low_performing
        unit = low.organisation if low else self.world.place.schools[0].code
        return "vpr_russian_4", unit, AcademicYear(self.truth.identification_year - 1)


def make(
    folder: Path,
    seed: int = 1,
    variant: Variant = "district",
    *,
    start: int = START,
    years: int = YEARS,
) -> Made:
    """Write the municipality into a folder; the same seed gives the same numbers.

    `start` is the first calendar year of the first academic year; `years` must be 3 or more,
    as the rule of low results looks at the years before the last one.
    """
    if years < 3:
        raise ValueError("нужно не меньше трёх лет")
    world = world_of(seed, variant, start=start, years=years)
    good: list[MadeFile] = [
        *write_forms(world, folder),
        *write_codifiers(world, folder),
        *write_vpr(world, folder),
    ]
    good += write_context(world, folder)
    good += [*write_reports(world, folder), *write_gia(world, folder)]
    return Made(folder, tuple(good), tuple(write_spoilt(world, folder)), world)


def facts(
    seed: int = 1,
    variant: Variant = "district",
    *,
    start: int = START,
    years: int = YEARS,
    schools: int | None = None,
) -> dict[str, pa.Table]:
    """The same as fact tables; `schools` asks for a big municipality with nothing but the gap.

    Persons are designations unique in the municipality; `store.append` makes pseudonyms of them.
    """
    return facts_of(world_of(seed, variant, start=start, years=years, schools=schools))

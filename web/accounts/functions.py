"""Functions of a role, word for word from the regulation of the profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msoko.profile.model_said import Said
from msoko.profile.profile import Profile
from web.policy.roles import Role


@dataclass(frozen=True)
class Quoted:
    """One function: whose it is in the regulation, its words, and its place there."""

    holder: str
    text: str
    place: str


def functions_of(role: Role, profile: Profile) -> list[Quoted]:
    """Everything the regulation says of the roles this one carries out, in its order."""
    texts = profile.texts
    return [
        Quoted(held.title, one.text, _place(one, profile))
        for held in texts.general.roles
        if held.id in role.quotes
        for one in _all(held.functions)
    ]


def _all(functions: tuple[Said, ...]) -> Iterator[Said]:
    for one in functions:
        yield one
        yield from _all(one.sub)


def _place(said: Said, profile: Profile) -> str:
    if said.clause is None:
        return ""
    clause = profile.texts.clause(said.clause)
    return clause.at if clause else said.clause.at

"""Registers of a profile: readings of open wording and requirements of the regulation."""

from __future__ import annotations

from typing import Literal

from msoko.profile.model_base import Id, Model, Text


class Reading(Model):
    """One ambiguity: the question, the reading in force, and the other one."""

    id: Id
    at: Text
    question: Text
    in_force: Text
    alternative: Text | None = None
    why: Text | None = None
    source: Literal["catalogue", "text"]
    indicators: tuple[Text, ...] = ()
    note: Text | None = None


class Requirement(Model):
    """One catalogued requirement and what answers it."""

    id: Id
    clause: Text
    text: Text
    answer: Literal["served", "partly", "not_yet"]
    by: tuple[Text, ...] = ()
    note: Text | None = None

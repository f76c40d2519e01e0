"""An act as a file: poured into the template of the profile, or as it was kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from msoko.documents.act_json import from_json, to_json
from msoko.documents.act_text import ActText, Signatory
from msoko.documents.pdf import to_pdf
from msoko.documents.template import fill
from msoko.documents.templates import read_template, template_path
from msoko.problem import Problem
from web import regulation
from web.acts.files import content_of
from web.cycle.models import Act


def filled(act: Act, text: ActText) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The Word file of a text by the template of the act's document, or what is wrong."""
    path = template_path(regulation.folder(), act.document)
    template, unread = read_template(path)
    return (None, unread) if unread else fill(template, text, path.name)


def frozen_text(act: Act) -> ActText | None:
    """The words of an act as they were frozen; None for a draft."""
    kept = (act.contents or {}).get("text")
    return from_json(json.dumps(kept))[0] if kept else None


def frozen(text: ActText) -> object:
    """The words of an act as JSON keeps them."""
    return json.loads(to_json(text))


def signed(text: ActText, number: str, day: date, post: str, name: str) -> ActText:
    """The frozen words with the requisites of the signature."""
    return replace(text, number=number or None, date=day, signatory=Signatory(post, name))


def kept_word(act: Act) -> bytes | None:
    """The last Word version of an act that has left the draft."""
    version = act.files.filter(kind="version").order_by("-number").first()
    return content_of(version.sha256) if version else None


def pdf_of(word: bytes) -> bytes:
    """The same as PDF."""
    return to_pdf(word)[0]

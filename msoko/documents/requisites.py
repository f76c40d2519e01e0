"""What a profile prints on its acts, and the acts of the cycle with what each must contain."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from msoko.documents.act_text import ActKind
from msoko.problem import Problem
from msoko.profile.folder import Folder
from msoko.profile.load import common_beside
from msoko.profile.model_base import Id, Model, Text
from msoko.profile.model_cycle import ExpectedDocument
from msoko.profile.profile import Profile

REQUISITES = Path("documents") / "requisites.yaml"
SHARED = Path("documents") / "cycle.yaml"
_DEFAULT = "пункт 5.8 Положения ЗАТО Солнечный, принято по умолчанию"


class _Form(Model):
    body: Text | None = None
    of_body: Text | None = None
    post: Text | None = None
    command: Text | None = None
    control: Text | None = None
    heading: Text | None = None


class DocumentRequisites(_Form):
    """Where one document of a profile differs from the rest."""

    kind: ActKind | None = None


class Requisites(_Form):
    """`documents/requisites.yaml`: the form of a body's acts; `basis` is in the instrumental."""

    kind: ActKind = "распоряжение"
    place: Text | None = None
    basis: Text | None = None
    documents: dict[Id, DocumentRequisites] = Field(default_factory=dict)
    readings: tuple[Id, ...] = ()
    note: Text | None = None

    def of(self, document: str) -> Requisites:
        """The requisites of one document: its own words first."""
        own = self.documents.get(document)
        said = own.model_dump(exclude_none=True) if own else {}
        return self.model_copy(update=said)


class SharedContent(Model):
    """One thing an act must contain."""

    id: Id
    text: Text


class SharedDocument(Model):
    """An act of the cycle as `common/documents/cycle.yaml` has it; `needs` are kinds of entries."""

    id: Id
    title: Text
    heading: Text
    approved: Text | None = None
    needs: tuple[Id, ...]
    contents: tuple[SharedContent, ...]


@dataclass(frozen=True)
class Content:
    """One thing an act must contain, with the place of the regulation that says so."""

    id: str
    text: str
    clause: str


@dataclass(frozen=True)
class ActDocument:
    """An act a cycle can have: `is_default` when its contents are taken from another regulation."""

    id: str
    title: str
    heading: str
    approved: str
    needs: tuple[str, ...]
    contents: tuple[Content, ...]
    clause: str
    is_default: bool

    def content(self, id_: str) -> Content:
        """The content with this id; one the regulation does not name has no clause."""
        return next((one for one in self.contents if one.id == id_), Content(id_, "", self.clause))


@dataclass(frozen=True)
class ActForms:
    """Everything a profile says of its acts."""

    requisites: Requisites
    documents: tuple[ActDocument, ...]
    problems: tuple[Problem, ...] = ()

    def document(self, id_: str) -> ActDocument | None:
        """The document with this id, or None."""
        return next((one for one in self.documents if one.id == id_), None)


def act_forms(profile: Profile, folder: Path) -> ActForms:
    """Read the forms of a profile lying in `folder`; what is wrong is in `problems`."""
    files = Folder(folder, folder.parent)
    path = folder / REQUISITES
    read = files.read(path, Requisites) if path.is_file() else Requisites()
    shared = Folder(common_beside(folder), common_beside(folder).parent)
    listed = shared.read_list(shared.root / SHARED, SharedDocument)
    own = {one.id: one for one in profile.texts.documents}
    requisites = read or Requisites()
    documents = tuple(_document(profile, one, own.get(one.id), requisites) for one in listed)
    return ActForms(requisites, documents, (*files.problems, *shared.problems))


def _document(
    profile: Profile, shared: SharedDocument, own: ExpectedDocument | None, requisites: Requisites
) -> ActDocument:
    special = requisites.documents.get(shared.id)
    contents = tuple(Content(one.id, one.text, _DEFAULT) for one in shared.contents)
    clause = _DEFAULT
    if own is not None and own.contents:
        clause = _place(profile, own)
        contents = tuple(
            Content(one.id or "", one.text, _place(profile, one) or clause) for one in own.contents
        )
    return ActDocument(
        id=shared.id,
        title=own.title if own else shared.title,
        heading=(special.heading if special else None) or shared.heading,
        approved=shared.approved or "",
        needs=shared.needs,
        contents=contents,
        clause=clause,
        is_default=own is None or not own.contents,
    )


def _place(profile: Profile, one: object) -> str:
    """«Положение, пункт 5.8, позиция перечня 1»; empty without a clause."""
    ref = getattr(one, "clause", None)
    clause = profile.texts.clause(ref) if ref else None
    return clause.at if clause else ""

"""Every quotation must lie, word for word, in the clause it is said to come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msoko.problem import Problem
from msoko.profile.checked import Checked, Written, models_in
from msoko.profile.clause import ClauseRef
from msoko.profile.model_act import Act
from msoko.profile.report import choose

_SOFT_HYPHEN = "\u00ad"
_TRAILING = ".,;:!?…–—-"


@lru_cache(maxsize=4096)
def without_blanks(text: str) -> str:
    """The text without whitespace, line breaks and soft hyphens, all else kept."""
    return "".join(text.replace(_SOFT_HYPHEN, "").split())


def lies_in(quote: str, text: str) -> bool:
    """Whether a quotation lies in a text; blanks, soft hyphens and trailing marks do not count."""
    words = without_blanks(quote).rstrip(_TRAILING)
    return bool(words) and words in without_blanks(text)


def check(checked: Checked) -> Iterator[Problem]:
    """Unknown acts and clauses, quotations not found, clauses without a quotation."""
    if checked.profile is None:
        return
    for written in checked.written:
        for model in models_in(written.model):
            if isinstance(model, Act):
                break
            clause = getattr(model, "clause", None)
            if isinstance(clause, ClauseRef):
                line = clause.line or model.line_at("clause")
                yield from _check(clause, line, written, checked.profile.texts.acts, checked.unread)


def _check(
    ref: ClauseRef, line: int, written: Written, acts: Mapping[str, Act], unread: frozenset[str]
) -> Iterator[Problem]:
    act = acts.get(ref.act)
    if act is None:
        if ref.act in unread:
            return
        what = f"нет акта «{ref.act}»"
        yield Problem("clause", what, choose(ref.act, acts), file=written.file, line=line)
        return
    clause = act.clause(ref.at)
    if clause is None:
        what = f"в акте «{ref.act}» нет пункта «{ref.at}»"
        mend = f"допишите пункт в acts/{ref.act}.yaml; " + choose(
            ref.at, [one.id for one in act.clauses], 8
        )
        yield Problem("clause", what, mend, file=written.file, line=line)
    elif ref.quote is None:
        what = f"нет цитаты из пункта «{ref.at}»"
        yield Problem("quote", what, "допишите quote дословно", file=written.file, line=line)
    elif not lies_in(ref.quote, clause.text):
        what = f"слов «{_short(ref.quote)}» нет в пункте «{ref.at}» акта «{ref.act}»"
        mend = f"приведите quote дословно; в пункте написано: «{_short(clause.text)}»"
        yield Problem("quote", what, mend, file=written.file, line=line)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else flat[:159] + "…"

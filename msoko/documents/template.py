"""An act poured into a Word template: the template is looked through, then filled in a sandbox."""

from __future__ import annotations

import io
import re
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2.exceptions import TemplateError

from msoko.documents.act_text import ActText, refusals, warnings
from msoko.documents.columns import fit_columns
from msoko.documents.package import problems_of
from msoko.documents.sandbox import Hostile, Sandbox, Unknown
from msoko.documents.values import NAMES, values_of
from msoko.problem import Problem

_TAG = re.compile(r"<[^>]+>")


def fill(template: bytes, act: ActText, file: str = "") -> tuple[bytes | None, tuple[Problem, ...]]:
    """The .docx of an act, or None with what is wrong with the template or the act.

    Warnings (no number yet, no date) come with the document, in `severity="warning"`.
    """
    problems = (*problems_of(template, file), *refusals(act))
    if problems:
        return None, problems
    try:
        return _filled(template, act), warnings(act)
    except (Hostile, Unknown) as refused:
        mend = "исправьте метки шаблона; список значений — в справочнике «Акты»"
        return None, (Problem("word_template", str(refused), mend, file=file or None),)
    except TemplateError as wrong:
        mend = "проверьте, что каждая метка {{ }} и {% %} закрыта и у каждого for и if есть конец"
        return None, (Problem("word_template", _place(wrong), mend, file=file or None),)
    except (SyntaxError, ValueError, KeyError, TypeError):  # XML that broke is a SyntaxError
        what = "после заполнения получился не документ Word: метки стоят внутри чужого абзаца"
        mend = "поставьте метки {%p … %} отдельными абзацами, метки {%tr … %} — отдельными строками"
        return None, (Problem("word_template", what, mend, file=file or None),)


def _filled(template: bytes, act: ActText) -> bytes:
    word = DocxTemplate(io.BytesIO(template))
    word.render(values_of(act), Sandbox(tuple(NAMES)))
    fit_columns(word.docx)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _place(wrong: TemplateError) -> str:
    lines: Any = getattr(wrong, "docx_context", ())
    near = " ".join(_TAG.sub(" ", line).strip() for line in lines).strip()
    where = f" возле «{' '.join(near.split())[:120]}»" if near else ""
    return f"в разметке шаблона ошибка{where}"

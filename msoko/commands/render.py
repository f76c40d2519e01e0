"""`msoko render`: an act described in JSON as a Word or PDF file by the template of a profile."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from msoko.commands.places import place_for, reason
from msoko.commands.said import Refusal, add_format, add_profile, tell, tell_json, tell_problems
from msoko.documents.act_json import from_json
from msoko.documents.pdf import to_pdf
from msoko.documents.template import fill
from msoko.documents.templates import read_template, template_path
from msoko.problem import Problem, has_errors
from msoko.profile.load import default_profiles_dir


def add_parser(subparsers: Any) -> None:
    """Adds the verb to the command line."""
    parser = subparsers.add_parser(
        "render",
        help="напечатать акт в DOCX или PDF",
        description="Заполняет шаблон Word профиля текстом акта из файла JSON; PDF делается из "
        "заполненного документа Word. Неизвестный номер печатается «б/н».",
    )
    parser.add_argument("act", type=Path, metavar="АКТ", help="файл JSON с текстом акта")
    add_profile(parser)
    parser.add_argument(
        "--document", default="", metavar="КОД", help="код документа: его шаблон важнее общего"
    )
    parser.add_argument(
        "--template", type=Path, metavar="ФАЙЛ", help="другой шаблон .docx вместо шаблона профиля"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="ФАЙЛ", help="куда записать: .docx или .pdf"
    )
    add_format(parser, ["text", "json"])
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the file; 1 when the act or the template is refused."""
    if args.out.suffix.lower() not in (".docx", ".pdf"):
        raise Refusal("имя файла в --out должно кончаться на .docx или .pdf")
    place_for(args.out)
    made, problems = _rendered(args)
    if made is not None:
        args.out.write_bytes(made)
    if args.format == "json":
        told = {"file": str(args.out) if made else None, "bytes": len(made or b"")}
        tell_json({**told, "problems": [problem.as_dict() for problem in problems]})
    else:
        tell(f"Записан {args.out}, байт: {len(made)}" if made else "Акт не напечатан.")
        tell_problems(problems)
    return 0 if made is not None else 1


def _rendered(args: argparse.Namespace) -> tuple[bytes | None, tuple[Problem, ...]]:
    try:
        raw = args.act.read_bytes()
    except OSError as error:
        raise Refusal(f"файл {args.act} не читается: {reason(error)}") from None
    act, problems = from_json(raw, args.act.name)
    folder = default_profiles_dir() / args.profile
    folder = folder if folder.is_dir() else Path(args.profile)
    path = args.template or template_path(folder, args.document)
    template, unread = read_template(path)
    if act is None or unread:
        return None, (*problems, *unread)
    word, problems = fill(template, act, path.name)
    if word is None or has_errors(problems) or args.out.suffix.lower() == ".docx":
        return word, problems
    pdf, notes = to_pdf(word)
    return pdf, (*problems, *notes)

"""The command line: `msoko` or `python -m msoko`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from msoko.commands import append, check, compute, explain, screen, uploads
from msoko.commands.said import Refusal

VERBS = (check, screen, append, compute, explain, uploads)


def parser() -> argparse.ArgumentParser:
    """The parser with every verb; help is in Russian."""
    top = argparse.ArgumentParser(
        prog="msoko",
        description="МСОКО: муниципальная система оценки качества образования.",
        epilog="Помощь по команде: msoko КОМАНДА --help",
    )
    subparsers = top.add_subparsers(dest="verb", metavar="КОМАНДА", required=True)
    for verb in VERBS:
        verb.add_parser(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when all went well, 1 when something was refused, 2 for a wrong command."""
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(f"msoko {args.verb}: {refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())

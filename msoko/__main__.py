"""The command line: `msoko` or `python -m msoko`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from msoko.commands.said import Refusal

# Our matrices are small: more threads of linear algebra only wait for each other, which costs a
# quarter of an analysis' processor time. It must be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Verb → module of msoko.commands. Only the module of the verb asked for is loaded:
# a short question must not wait for libraries it does not need.
VERBS = {
    "demo": "demo",
    "check": "check",
    "screen": "screen",
    "template": "template",
    "append": "append",
    "uploads": "uploads",
    "retract": "uploads",
    "compute": "compute",
    "explain": "explain",
    "analyse": "analyse",
    "render": "render",
    "serve": "serve",
}


def parser(verb: str | None = None) -> argparse.ArgumentParser:
    """The parser of one verb, or of all of them when none is named; help is in Russian."""
    top = argparse.ArgumentParser(
        prog="msoko",
        description="МСОКО: муниципальная система оценки качества образования.",
        epilog="Помощь по команде: msoko КОМАНДА --help",
    )
    subparsers = top.add_subparsers(dest="verb", metavar="КОМАНДА", required=True)
    wanted = [VERBS[verb]] if verb in VERBS else list(dict.fromkeys(VERBS.values()))
    for module in wanted:
        import_module(f"msoko.commands.{module}").add_parser(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when all went well, 1 when something was refused, 2 for a wrong command."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    args = parser(words[0] if words else None).parse_args(words)
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(f"msoko {args.verb}: {refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command line: `msoko` or `python -m msoko`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from msoko.commands.places import reason
from msoko.commands.russian import speak_russian
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
    speak_russian()
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
    try:
        try:
            return _ran(words)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # whoever reads the output has had enough; what is left is not tried again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _ran(words: Sequence[str]) -> int:
    """The exit code of the verb; what it refuses, and what the system refused it, in words."""
    args = parser(words[0] if words else None).parse_args(words)
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(f"msoko {args.verb}: {refusal}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        print(f"msoko {args.verb}: {error.filename}: {reason(error)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

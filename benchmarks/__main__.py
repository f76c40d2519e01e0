"""`python -m benchmarks`: measures everything or what is named, and writes RESULTS.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import analysis, appending, municipality, one_more_upload, region, scale, web
from benchmarks.report import RESULTS, Report, write

BENCHMARKS: dict[str, Callable[..., Report]] = {
    "municipality": municipality.run,
    "region": region.run,
    "one_more_upload": one_more_upload.run,
    "appending": appending.run,
    "scale": scale.run,
    "analysis": analysis.run,
    "web": web.run,
}


def main() -> int:
    """Exit code 1 when a figure is not reached."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Измеряет скорость и записывает итог в файл."
    )
    known = ", ".join(BENCHMARKS)
    parser.add_argument("names", nargs="*", metavar="НАЗВАНИЕ", help=f"что измерять: {known}")
    parser.add_argument("--times", type=int, metavar="ЧИСЛО", help="запусков каждого участника")
    parser.add_argument("--sizes", nargs="+", metavar="РАЗМЕР", help="хранилища измерения scale")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="ФАЙЛ", help="куда записать")
    args = parser.parse_args()
    unknown = set(args.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"нет измерения: {', '.join(sorted(unknown))}")
    reports = []
    for name in args.names or BENCHMARKS:
        print(f"▸ {name}", flush=True)
        asked = {"times": args.times} if args.times else {}
        if name == "scale" and args.sizes:
            asked["sizes"] = tuple(args.sizes)
        reports.append(BENCHMARKS[name](**asked))
        for ratio in reports[-1].ratios:
            mark = "✓" if ratio.held else "✗"
            print(f"  {mark} {ratio.what}: {ratio.value:.3g} ({ratio.wanted} {ratio.border:.3g})")
        write(reports, args.out)
    return int(not all(ratio.held for report in reports for ratio in report.ratios))


if __name__ == "__main__":
    sys.exit(main())

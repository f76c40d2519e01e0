"""Measure the methods about items on made-up data: `python -m benchmarks.calibration.items`.

Writes ITEMS.md beside this file; about six minutes of one processor.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.calibration.drawn import answers, difficulties, work
from msoko.analysis.methods.answers import arrange
from msoko.analysis.methods.ctt import Reliability, reliability
from msoko.analysis.methods.dif import Dif, item_dif
from msoko.analysis.methods.dif_logistic import LogisticDif, logistic_dif
from msoko.analysis.methods.equating import random_groups, with_error
from msoko.analysis.methods.equating_common import common_items
from msoko.analysis.methods.irt.calibrate import Calibration, Model, calibrate
from msoko.analysis.methods.irt.items import Items, from_difficulty
from msoko.analysis.methods.irt.persons import posterior_means, weighted_likelihood

OUT = Path(__file__).with_name("ITEMS.md")
DRAWS = 200
ASKED: dict[str, tuple[float, float | None]] = {
    "Rasch": (0.060, None),
    "2PL": (0.072, 0.095),
    "PCM": (0.080, None),
}
METHODS: tuple[Literal["mean", "linear", "equipercentile"], ...] = (
    "mean",
    "linear",
    "equipercentile",
)
KINDS: tuple[tuple[str, Model, int], ...] = (
    ("Rasch", "pcm", 1),
    ("2PL", "gpcm", 1),
    ("PCM", "pcm", 3),
    ("GPCM", "gpcm", 3),
)


def fitted(scores: np.ndarray, model: Model, errors: bool = True) -> Calibration:
    """A calibration that must not be refused."""
    found = calibrate(scores, model, least=10, errors=errors)
    assert isinstance(found, Calibration), found
    return found


def off(found: np.ndarray, truth: np.ndarray) -> float:
    """Root mean square error over what is known."""
    return float(np.sqrt(np.nanmean((found - truth) ** 2)))


def table(*names: str) -> str:
    """Head of a table."""
    return "| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|"


def recovery() -> Iterator[str]:
    """Error of parameters at 2 000 pupils and 30 items, and how far one draw is from another."""
    yield f"## Recovery: 2 000 pupils, 30 items, {DRAWS} draws\n"
    yield "RMSE: mean of draws (10 % and 90 % of draws). Standard error: root mean square of the"
    yield "reported ones, to be compared with the RMSE. Asked: at most .060 (Rasch), .072 and for"
    yield "slopes .095 (2PL), .080 (PCM), measured with another program on one draw each, whose"
    yield "items are not told.\n"
    yield table(
        "model", "RMSE difficulty", "standard error", "draws within what is asked",
        "RMSE slope", "draws within what is asked", "CPU s per fit with errors",
    )  # fmt: skip
    for name, model, steps in KINDS:
        b, a, least, spent = [], [], [], 0.0
        for seed in range(DRAWS):
            truth, scores = work(np.random.default_rng(seed), 2000, 30, steps, model == "gpcm")
            began = time.process_time()
            found = fitted(scores, model)
            spent += time.process_time() - began
            b.append(off(found.items.difficulty, truth.difficulty))
            least.append(off(found.difficulty_se, np.zeros(1)))
            a.append(off(found.items.slope, truth.slope))
        asked, asked_slope = ASKED.get(name, (None, None))
        slope = _spread(a) if model == "gpcm" else "—"
        yield (
            f"| {name} | {_spread(b)} | {np.mean(least):.4f} | {_within(b, asked)} | {slope} |"
            f" {_within(a, asked_slope)} | {spent / DRAWS:.3f} |"
        )


def _spread(found: list[float]) -> str:
    low, high = np.quantile(found, [0.1, 0.9])
    return f"{np.mean(found):.4f} ({low:.3f}…{high:.3f})"


def _within(found: list[float], asked: float | None) -> str:
    return "—" if asked is None else f"{np.mean(np.array(found) <= asked):.0%}"


def speed() -> Iterator[str]:
    """Time and accuracy of the likelihood at 50 000 pupils and 40 items."""
    yield "\n## Speed: 50 000 pupils, 40 items\n"
    yield "Log-likelihood short of: the same fit run on until nothing moves by 1e-8.\n"
    yield table(
        "model", "fit, CPU s", "with errors", "passes", "log-likelihood", "short of",
        "RMSE difficulty", "EAP, CPU s", "WLE, CPU s",
    )  # fmt: skip
    for name, model, steps in KINDS:
        truth, scores = work(np.random.default_rng(7), 50_000, 40, steps, model == "gpcm")
        clock = [time.process_time()]
        found = fitted(scores, model, errors=False)
        clock.append(time.process_time())
        fitted(scores, model)
        clock.append(time.process_time())
        posterior_means(scores, found.items, sd=float(found.sd[0]))
        clock.append(time.process_time())
        weighted_likelihood(scores, found.items)
        clock.append(time.process_time())
        fit, whole, eap, wle = np.diff(clock)
        tight = calibrate(scores, model, errors=False, tolerance=1e-8)
        assert isinstance(tight, Calibration)
        error = off(found.items.difficulty, truth.difficulty)
        yield (
            f"| {name} | {fit:.2f} | {whole:.2f} | {found.passes} | {found.loglik:.3f} |"
            f" {tight.loglik - found.loglik:.5f} | {error:.4f}"
            f" | {eap:.2f} | {wle:.2f} |"
        )


def coverage() -> Iterator[str]:
    """How often 95 % intervals of item parameters hold the truth at 500 pupils."""
    yield "\n## Standard errors: share of 95 % intervals holding the truth\n"
    yield "500 pupils, 20 items, 500 draws each; unsteady items are left out (last column).\n"
    yield table("model", "difficulty", "worst item", "slope", "spread of ability", "unsteady")
    for name, model, steps in KINDS[:3]:
        truth, _ = work(np.random.default_rng(3), 2, 20, steps, model == "gpcm")
        held, slope, spread, unsteady = [], [], [], 0
        for seed in range(500):
            generator = np.random.default_rng(1000 + seed)
            found = fitted(answers(generator, truth, generator.normal(0, 1, 500)), model)
            inside = _inside(found.items.difficulty, found.difficulty_se, truth.difficulty)
            inside[list(found.unsteady)] = np.nan
            unsteady += len(found.unsteady)
            held.append(inside)
            slope.append(_inside(found.items.slope, found.slope_se, truth.slope))
            spread.append(_inside(found.sd, found.sd_se, np.ones(1)))
        each = np.nanmean(held, axis=0)
        own = f"{np.nanmean(slope):.3f}" if model == "gpcm" else "—"
        wide = f"{np.nanmean(spread):.3f}" if model == "pcm" else "—"
        yield (
            f"| {name} | {np.nanmean(held):.3f} | {np.nanmin(each):.3f} | {own} | {wide} |"
            f" {unsteady / 10_000:.4f} |"
        )


def _inside(found: np.ndarray, se: np.ndarray, truth: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(se), np.abs(found - truth) <= 1.96 * se, np.nan)


def small() -> Iterator[str]:
    """Error of parameters by number of pupils."""
    yield "\n## Few pupils: 20 items, 40 draws\n"
    yield "RMSE; of the 2PL that of the median draw.\n"
    yield table("pupils", "Rasch difficulty", "2PL difficulty", "2PL slope", "2PL unsteady items")
    for pupils in (25, 60, 100, 250, 600, 1500):
        one, b, a, unsteady = [], [], [], 0
        for seed in range(40):
            truth, scores = work(np.random.default_rng(seed), pupils, 20, 1, False)
            found = fitted(scores, "pcm", errors=False)
            one.append(off(found.items.difficulty, truth.difficulty))
            truth, scores = work(np.random.default_rng(seed), pupils, 20, 1, True)
            found = fitted(scores, "gpcm")
            b.append(off(found.items.difficulty, truth.difficulty))
            a.append(off(found.items.slope, truth.slope))
            unsteady += len(found.unsteady)
        yield (
            f"| {pupils} | {np.mean(one):.2f} | {np.median(b):.2f} | {np.median(a):.2f} |"
            f" {unsteady / 800:.1%} |"
        )


def differential() -> Iterator[str]:
    """False and true alarms of differential functioning by size of group."""
    yield "\n## Differential functioning: 20 items, groups of equal size\n"
    yield "Abilities half a deviation apart; without differential functioning, and (power) with one"
    yield "item harder by 0.64 logits (Delta 1.5). 200 draws each (60 at 1 000).\n"
    yield table(
        "per group", "abs(Delta) ≥ 1.5 by chance", "MH p < .05", "MH B", "MH C", "logistic B or C",
        "3-point items C", "power p < .05", "power B or C",
    )  # fmt: skip
    for size in (25, 50, 100, 250, 500, 1000):
        yield _differential(size, 60 if size == 1000 else 200)


def _differential(size: int, draws: int) -> str:
    null: list[Dif] = []
    planted: list[Dif] = []
    many: list[Dif] = []
    logistic: list[LogisticDif] = []
    focal = np.arange(2 * size) >= size
    for seed in range(draws):
        generator = np.random.default_rng(seed)
        ability = generator.normal(0, 1, 2 * size) - 0.5 * focal
        steps = difficulties(generator, 20, 1)
        scores = answers(generator, from_difficulty(steps), ability)
        harder = from_difficulty(steps + 0.64 * (np.arange(20) == 0)[:, None])
        scores[focal, 0] = answers(generator, harder, ability[focal])[:, 0]
        total = scores.sum(axis=1)
        for j in range(20):
            found = item_dif(scores[:, j], total, focal, least=10)
            if isinstance(found, Dif):
                (null if j else planted).append(found)
            curved = logistic_dif(scores[:, j], total, focal, least=10)
            if j and isinstance(curved, LogisticDif):
                logistic.append(curved)
        longer = answers(generator, from_difficulty(difficulties(generator, 10, 2)), ability)
        total = longer.sum(axis=1)
        found_many = [item_dif(column, total, focal, least=10) for column in longer.T]
        many += [one for one in found_many if isinstance(one, Dif)]
    rates = (
        np.mean([abs(one.size) >= 1.5 for one in null]),
        np.mean([one.p < 0.05 for one in null]),
        np.mean([one.category == "B" for one in null]),
        np.mean([one.category == "C" for one in null]),
        np.mean([one.category != "A" for one in logistic]),
        np.mean([one.category == "C" for one in many]),
        np.mean([one.p < 0.05 for one in planted]),
        np.mean([one.category != "A" for one in planted]),
    )
    return f"| {size} | " + " | ".join(f"{rate:.3f}" for rate in rates) + " |"


def alpha() -> Iterator[str]:
    """How often Feldt's interval holds the true reliability."""
    yield "\n## Reliability: share of Feldt's 95 % intervals holding the value at 400 000 pupils\n"
    yield "| pupils | 10 right/wrong items |\n|---|---|"
    truth, scores = work(np.random.default_rng(5), 400_000, 10, 1, False)
    whole = reliability(arrange(scores, np.ones(10)))
    assert isinstance(whole, Reliability)
    for pupils in (15, 30, 100, 500):
        held = []
        for seed in range(2000):
            generator = np.random.default_rng(seed)
            draw = answers(generator, truth, generator.normal(0, 1, pupils))
            found = reliability(arrange(draw, np.ones(10)))
            if isinstance(found, Reliability):
                held.append(found.low <= whole.alpha <= found.high)
        yield f"| {pupils} | {np.mean(held):.3f} |"


def equating() -> Iterator[str]:
    """Error of equating against leaving scores alone, and the bootstrap's idea of it."""
    yield "\n## Equating: 20 items, the new variant harder by 0.15 logits, random groups\n"
    yield "Root mean square error in points at 5..15 points, 200 draws; bootstrap: mean standard"
    yield "error at 10 points over 20 draws against the spread of the 200.\n"
    yield table(
        "per variant", "as they are", "mean", "linear", "equipercentile, smoothed",
        "bootstrap / true, linear",
    )  # fmt: skip
    generator = np.random.default_rng(11)
    old = from_difficulty(difficulties(generator, 20, 1))
    new = from_difficulty(old.difficulty + 0.15)
    truth = _equated(generator, new, old, 400_000, "equipercentile")
    for size in (50, 100, 300, 1000):
        kinds = {
            kind: np.array([_equated(generator, new, old, size, kind) for _ in range(200)])
            for kind in METHODS
        }
        error = [off(found[:, 5:16], truth[5:16]) for found in kinds.values()]
        alone = off(np.arange(5, 16.0), truth[5:16])
        guess = [_bootstrap(generator, new, old, size) for _ in range(20)]
        ratio = np.mean(guess) / kinds["linear"][:, 10].std(ddof=1)
        middle = " | ".join(f"{value:.2f}" for value in error)
        yield f"| {size} | {alone:.2f} | {middle} | {ratio:.2f} |"
    yield from _unlike()


def _sums(generator: np.random.Generator, items: Items, size: int) -> np.ndarray:
    return answers(generator, items, generator.normal(0, 1, size)).sum(axis=1)


def _equated(
    generator: np.random.Generator,
    new: Items,
    old: Items,
    size: int,
    kind: Literal["mean", "linear", "equipercentile"],
) -> np.ndarray:
    one, two = _sums(generator, new, size), _sums(generator, old, size)
    return random_groups(one, two, (20, 20), kind, least=10).equivalent


def _bootstrap(generator: np.random.Generator, new: Items, old: Items, size: int) -> float:
    one, two = _sums(generator, new, size), _sums(generator, old, size)
    found = with_error(
        lambda a, b: random_groups(a, b, (20, 20), least=10), one, two, replications=200
    )
    assert found.se is not None
    return float(found.se[10])


def _unlike() -> Iterator[str]:
    yield "\nCommon items: one work given to groups half a deviation apart, 10 of 30 items common,"
    yield "500 each, 200 draws: mean shift at the middle score (true value 0).\n"
    yield table("Tucker", "Levine", "chained", "Braun-Holland", "as if groups were alike")
    generator = np.random.default_rng(13)
    items = from_difficulty(difficulties(generator, 30, 1))
    shifts: list[list[float]] = []
    for _ in range(200):
        pair = [answers(generator, items, generator.normal(m, 1, 500)) for m in (-0.5, 0)]
        one, two = (np.column_stack([s.sum(axis=1), s[:, :10].sum(axis=1)]) for s in pair)
        row = [
            common_items(one, two, 30, kind).equivalent[15] - 15
            for kind in ("tucker", "levine", "chained", "braun_holland")
        ]
        row.append(random_groups(one[:, 0], two[:, 0], (30, 30)).equivalent[15] - 15)
        shifts.append([float(value) for value in row])
    yield "| " + " | ".join(f"{value:+.2f}" for value in np.mean(shifts, axis=0)) + " |"


def main() -> None:
    """Run everything and write the report."""
    began = time.process_time()
    lines = [
        "# Methods about items, measured\n",
        "Made by `python -m benchmarks.calibration.items`; times are CPU seconds.",
        "Difficulties are drawn from N(0, 1), steps .8 apart, log slopes from N(0, .25),\n"
        "abilities from N(0, 1).\n",
    ]
    for part in (recovery, speed, coverage, small, differential, alpha, equating):
        before = time.process_time()
        lines += list(part())
        print(part.__name__, f"{time.process_time() - before:.0f} с")
    lines.append(f"\nWhole run: {time.process_time() - began:.0f} CPU s.")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

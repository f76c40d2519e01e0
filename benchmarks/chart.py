"""A plain line chart as SVG text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 360, 70, 50, 30


def lines_chart(path: Path, points: Mapping[int, float]) -> None:
    """CPU seconds by number of results, both from zero, with the straight line of the largest."""
    across, up = max(points), max(points.values())

    def place(results: float, seconds: float) -> tuple[float, float]:
        x = LEFT + results / across * (WIDTH - LEFT - 30)
        return round(x, 1), round(HEIGHT - BOTTOM - seconds / up * (HEIGHT - BOTTOM - TOP), 1)

    x0, y0 = place(0, 0)
    x1, y1 = place(across, up)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Процессорное время вычисления всех показателей по числу результатов</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<path d="M{x0} {y1}V{y0}H{x1}" fill="none" stroke="#333"/>',
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">миллионов результатов'
        "</text>",
        f'<text x="{LEFT}" y="{TOP - 12}">секунд процессора; пунктир — прямая пропорция</text>',
    ]
    for results, seconds in sorted(points.items()):
        x, y = place(results, seconds)
        drawn.append(f'<circle cx="{x}" cy="{y}" r="5" fill="#1565c0"/>')
        side = f'<text x="{x - 8}" y="{y - 8}" text-anchor="end">{seconds:.1f}</text>'
        drawn.append(side)
        drawn.append(f'<path d="M{x} {y0}v5" stroke="#333"/>')
        drawn.append(f'<text x="{x}" y="{y0 + 18}" text-anchor="middle">{results / 1e6:.1f}</text>')
    path.write_text("\n".join([*drawn, "</svg>", ""]), encoding="utf-8")

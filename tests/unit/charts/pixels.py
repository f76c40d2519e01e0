"""A PNG as rows of pixels, read without any library of pictures."""

from __future__ import annotations

import struct
import zlib

import numpy as np


def grey(png: bytes) -> np.ndarray:
    """Brightness of every pixel, 0 for black; (height, width). Eight bits a channel, RGBA."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + 4 * width)
    out = np.zeros((height, 4 * width), dtype=np.uint8)
    above = np.zeros(4 * width, dtype=np.uint8)
    for number, (way, line) in enumerate(zip(rows[:, 0], rows[:, 1:], strict=True)):
        above = out[number] = _unfiltered(int(way), line, above)
    return out.reshape(height, width, 4)[:, :, :3].mean(axis=2)


def _unfiltered(way: int, line: np.ndarray, above: np.ndarray) -> np.ndarray:
    """One row restored by its filter (PNG specification, 9)."""
    if way == 0:
        return line
    if way == 2:
        return line + above
    out = [0] * len(line)
    up = above.tolist()
    for place, value in enumerate(line.tolist()):
        left, corner = (out[place - 4], up[place - 4]) if place >= 4 else (0, 0)
        if way == 1:
            guess = left
        elif way == 3:
            guess = (left + up[place]) // 2
        else:
            guess = min(
                (left, up[place], corner), key=lambda one: abs(left + up[place] - corner - one)
            )
        out[place] = (value + guess) % 256
    return np.array(out, dtype=np.uint8)

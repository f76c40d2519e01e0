"""Building blocks that every kind of file shares: what a kind is, words, cells, scores, scales."""

from msoko.sources.reading.kind import Kind, Options, Reading, Recognition

__all__ = ["Kind", "Options", "Reading", "Recognition"]

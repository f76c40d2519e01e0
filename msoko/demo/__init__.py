"""A made-up municipality with known truth inside, written out in the real file layouts."""

from msoko.demo.make import Made, facts, make
from msoko.demo.truth import Truth

__all__ = ["Made", "Truth", "facts", "make"]

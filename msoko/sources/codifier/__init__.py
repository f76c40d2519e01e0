"""Codifier of a work: task → skill, content, level, largest score."""

from msoko.sources.codifier.read import read
from msoko.sources.codifier.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="codifier",
    ru="кодификатор работы (задания, умения, элементы содержания)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

"""Protocols of ЕГЭ, ОГЭ and ГВЭ, and results of appeals, in every layout met."""

from msoko.sources.gia.read import read
from msoko.sources.gia.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="gia",
    ru="протокол ЕГЭ, ОГЭ, ГВЭ или результаты апелляций",
    carries_names=True,
    recognise=recognise,
    read=read,
)

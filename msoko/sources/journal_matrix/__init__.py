"""Final marks from electronic journals: a matrix pupil × subject, or shares per class."""

from msoko.sources.journal_matrix.read import read
from msoko.sources.journal_matrix.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="journal_matrix",
    ru="итоговые отметки из журнала (класс, обучающийся, предметы) или успеваемость по классам",
    carries_names=True,
    recognise=recognise,
    read=read,
)

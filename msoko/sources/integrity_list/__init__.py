"""Official list of organisations with signs of unreliable ВПР results."""

from msoko.sources.integrity_list.read import read
from msoko.sources.integrity_list.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="integrity_list",
    ru="перечень организаций с признаками необъективности результатов",
    carries_names=False,
    recognise=recognise,
    read=read,
)

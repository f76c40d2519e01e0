"""Regional export of ВПР 2021: «Проведение работы по …»."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_export_2021.read import read
from msoko.sources.vpr_export_2021.recognise import recognise

KIND = Kind(
    name="vpr_export_2021",
    ru="ВПР: региональная выгрузка 2021 («Проведение работы по …»)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

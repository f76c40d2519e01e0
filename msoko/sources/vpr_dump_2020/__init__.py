"""Raw regional dump of the autumn 2020 ВПР."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_dump_2020.read import read
from msoko.sources.vpr_dump_2020.recognise import recognise

KIND = Kind(
    name="vpr_dump_2020",
    ru="ВПР: исходная выгрузка осени 2020 (столбцы groups, user, a-1-grade …)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

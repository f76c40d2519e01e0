"""Consolidated collection forms of ВПР: sheets «Классы» and «Протокол»."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_consolidated.read import read
from msoko.sources.vpr_consolidated.recognise import recognise

KIND = Kind(
    name="vpr_consolidated",
    ru="ВПР: сводная форма сбора (листы «Классы» и «Протокол»)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

"""A school's own ВПР collection form, the older and the 2026 layout."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_school_form.read import read
from msoko.sources.vpr_school_form.recognise import recognise

KIND = Kind(
    name="vpr_school_form",
    ru="ВПР: форма сбора результатов школы (лист «Протокол»)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

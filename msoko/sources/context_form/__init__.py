"""Context questionnaires of organisations of 2021 and 2022."""

from msoko.sources.context_form.read import read
from msoko.sources.context_form.recognise import recognise
from msoko.sources.reading import Kind

KIND = Kind(
    name="context_form",
    ru="контекстная анкета организаций (2021, 2022)",
    carries_names=False,
    recognise=recognise,
    read=read,
)

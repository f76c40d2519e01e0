"""List of organisations: login or code, name, municipality, ИНН and codes."""

from msoko.sources.reading import Kind
from msoko.sources.school_list.read import read
from msoko.sources.school_list.recognise import recognise

KIND = Kind(
    name="school_list",
    ru="перечень организаций",
    carries_names=False,
    recognise=recognise,
    read=read,
)

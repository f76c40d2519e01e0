"""ВПР report: marks of the work against marks of the journal."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_report_journal.read import read
from msoko.sources.vpr_report_journal.recognise import recognise

KIND = Kind(
    name="vpr_report_journal",
    ru="ВПР: отчёт «Сравнение отметок с отметками по журналу»",
    carries_names=False,
    recognise=recognise,
    read=read,
)

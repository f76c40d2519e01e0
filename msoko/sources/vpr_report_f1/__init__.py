"""ВПР report Ф1: individual results with scores and marks."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_report_f1.read import read
from msoko.sources.vpr_report_f1.recognise import recognise

KIND = Kind(
    name="vpr_report_f1",
    ru="ВПР: отчёт Ф1 «Индивидуальные результаты»",
    carries_names=False,
    recognise=recognise,
    read=read,
)

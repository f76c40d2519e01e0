"""ВПР report Ф3: statistics of marks by groups of participants."""

from msoko.sources.reading import Kind
from msoko.sources.vpr_report_f3.read import read
from msoko.sources.vpr_report_f3.recognise import recognise

KIND = Kind(
    name="vpr_report_f3",
    ru="ВПР: отчёт Ф3 «Статистика по отметкам»",
    carries_names=False,
    recognise=recognise,
    read=read,
)

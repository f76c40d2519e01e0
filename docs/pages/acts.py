"""Acts of the cycle: what each must contain, and the names a Word template may show."""

from __future__ import annotations

import json

from docs.pages.markdown import PROFILES, page, profile, table
from msoko.documents.act_json import to_json
from msoko.documents.act_text import ActText, Annex, Paragraph, Point, Signatory, Table
from msoko.documents.requisites import ActForms, act_forms
from msoko.documents.values import NAMES
from msoko.profile.load import default_profiles_dir

_FIELDS = {
    "пункт": "номер, текст, ответственный, срок, таблица",
    "контроль": "номер, текст",
    "приложение": "номер, гриф, заголовок, содержание",
    "часть приложения": "подзаголовок, абзац, таблица (заполнено одно из трёх)",
    "таблица": "название, графы, строки",
    "строка таблицы": "ячейки",
    "согласующий": "должность, имя, дата",
}


def text() -> str:
    """docs/reference/acts.md."""
    own = _forms("solnechny")
    parts = [
        "Акт составляется из записей цикла. Пока обязательное содержание неполно, акт нельзя "
        "передать на согласование; карточка акта перечисляет недостающее со ссылками. Неизвестный "
        "номер печатается «б/н», неизвестная дата — «____».",
        "## Обязательное содержание",
        f"По профилю «{profile('solnechny').name}» (пункт 5.8 Положения). В остальных профилях "
        "содержание актов цикла не названо, и это же принято по умолчанию "
        "(`profiles/common/documents/cycle.yaml`); документ не предлагается, если в порядке этапов "
        "нет места его записям.",
        table(["Акт", "Что должен содержать", "Основание"], _contents(own)),
        "## Бланк",
        "`profiles/<профиль>/documents/requisites.yaml`: орган, вид акта, место, должность "
        "подписанта, распорядительное слово, слова о контроле. Ключ `documents` меняет их для "
        "отдельного акта, например `documents: {recommendations: {kind: приказ, command: "
        "ПРИКАЗЫВАЮ}}`.",
        table(["Профиль", "Вид", "Орган", "Распорядительное слово"], map(_form, PROFILES)),
        "## Шаблон Word",
        "`documents/act.docx` — общий шаблон профиля; `documents/<код акта>.docx`, если он есть, "
        "важнее. Как его править, сказано в [руководстве](../how-to/edit-an-act.md).",
        table(["Значение", "Что это"], [[f"`{name}`", ru] for name, ru in NAMES.items()]),
        table(["У чего", "Какие поля"], _FIELDS.items()),
        "Шаблон может показывать (`{{ … }}`), повторять (`{% for … %}`) и выбирать (`{% if … %}`). "
        "Преобразования: `upper`, `lower`, `capitalize`, `trim`, `length`. Вызовы, присваивания, "
        "подключение файлов, макросы, встроенные объекты и ссылки на чужие файлы не принимаются.",
        "## Акт в JSON",
        "Его читает [`msoko render`](commands.md); в таком же виде текст акта хранится со дня "
        "согласования.",
        f"```json\n{json.dumps(json.loads(to_json(_sample())), ensure_ascii=False, indent=1)}\n```",
    ]
    return page("Акты", "`msoko/documents/` и `profiles/`", *parts)


def _forms(name: str) -> ActForms:
    return act_forms(profile(name), default_profiles_dir() / name)


def _contents(forms: ActForms) -> list[list[str]]:
    return [
        [f"{one.title} (`{one.id}`)", content.text, content.clause]
        for one in forms.documents
        for content in one.contents
    ]


def _form(name: str) -> list[str]:
    form = _forms(name).requisites
    word = f"{form.command}:" if form.command else "не ставится"
    return [profile(name).name, form.kind, form.body or "не назван", word]


def _sample() -> ActText:
    table_ = Table(("№", "Показатель", "Срок"), (("1", "Доля обучающихся …", "20.05.2025"),))
    return ActText(
        body="Отдел образования",
        of_body="отдела образования",
        kind="приказ",
        heading="О проведении мониторинга",
        place="п. Пример",
        preamble=("В соответствии с Положением",),
        command="ПРИКАЗЫВАЮ:",
        points=(Point("Провести мониторинг.", executor="методист", term="до 31.05.2025"),),
        control="Контроль исполнения оставляю за собой.",
        signatory=Signatory("Руководитель отдела", ""),
        annexes=(Annex("Показатели", (Paragraph("Общее"), table_)),),
    )

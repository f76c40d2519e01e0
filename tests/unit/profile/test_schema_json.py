"""Schemas for editors are those of the models."""

from __future__ import annotations

import json

from msoko.profile.schema_json import default_folder, schema_of, schemas


def test_schemas_on_disk_are_those_of_the_models() -> None:
    folder = default_folder()
    assert {path.name for path in folder.glob("*.schema.json")} == set(schemas())
    for name, text in schemas().items():
        assert (folder / name).read_text(encoding="utf-8") == text, (
            f"{name} устарел: запустите python -m msoko.profile.schema_json"
        )


def test_every_reference_leads_somewhere() -> None:
    for name in schemas():
        schema = schema_of(name.removesuffix(".schema.json"))
        text = json.dumps(schema)
        wanted = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
        assert wanted <= set(schema["$defs"])


def test_a_formula_is_told_apart_by_its_kind() -> None:
    kinds = schema_of("indicator")["$defs"]["ShareWords"]["properties"]["kind"]
    assert kinds["const"] == "share"

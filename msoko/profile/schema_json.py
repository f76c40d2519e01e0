"""JSON Schemas of profile files for editors: `python -m msoko.profile.schema_json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from msoko.profile.model_act import Act, ClauseWords
from msoko.profile.model_area import Area
from msoko.profile.model_cycle import Cycle, ExpectedDocument, ProblemStatement, Roadmap
from msoko.profile.model_example import ExampleFile
from msoko.profile.model_indicator import CommonWords, GroupWords, IndicatorWords
from msoko.profile.model_municipality import ProfileWords
from msoko.profile.model_register import Reading, Requirement
from msoko.profile.model_rule_set import RuleSetWords
from msoko.profile.model_scale import Scale

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# file of a profile → its model, and whether the file is a list of such records
_FILES: dict[str, tuple[type[BaseModel], bool]] = {
    "common_indicator": (CommonWords, False),
    "indicator": (IndicatorWords, False),
    "group": (GroupWords, False),
    "area": (Area, False),
    "act": (Act, False),
    "rule_set": (RuleSetWords, False),
    "example": (ExampleFile, False),
    "municipality": (ProfileWords, False),
    "cycle": (Cycle, False),
    "roadmap": (Roadmap, False),
    "documents": (ExpectedDocument, True),
    "problems": (ProblemStatement, True),
    "readings": (Reading, True),
    "requirements": (Requirement, True),
    "scales": (Scale, True),
}
_SCALAR: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
_MANY: JsonSchemaValue = {"type": "array", "items": _SCALAR, "minItems": 1}
_ONE_OR_MANY: JsonSchemaValue = {"anyOf": [_SCALAR, _MANY]}
_PARTS: JsonSchemaValue = {"type": "array", "items": {"$ref": "#/$defs/Condition"}, "minItems": 1}
_COMPARISON: JsonSchemaValue = {
    "type": "object",
    "properties": {
        **{key: _SCALAR for key in ("at_least", "above", "at_most", "below")},
        "not": _ONE_OR_MANY,
        "known": {"type": "boolean"},
    },
    "additionalProperties": False,
    "minProperties": 1,
}
_CONDITION: JsonSchemaValue = {
    "description": "{столбец: значение}, {столбец: [a, b]}, {столбец: {at_least: 5}}, {any: […]}",
    "type": "object",
    "properties": {"any": _PARTS, "all": _PARTS},
    "additionalProperties": {"anyOf": [_SCALAR, _MANY, _COMPARISON]},
    "minProperties": 1,
}


class _Generator(GenerateJsonSchema):
    """Dates are keys of mappings too; a clause may be written short."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        written = super().model_schema(schema)
        written.pop("title", None)
        if schema["cls"] is ClauseWords:
            written["required"] = ["at"]
            return {"anyOf": [{"type": "string"}, written]}
        return written


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one kind of file."""
    model, is_list = _FILES[name]
    item = model.model_json_schema(schema_generator=_Generator, mode="validation")
    definitions = {**item.pop("$defs", {}), "Condition": _CONDITION}
    body = {"type": "array", "items": item} if is_list else item
    whole: dict[str, Any] = _pointed({**body, "$defs": definitions})
    return {"$schema": _DRAFT, "title": name, **whole}


def _pointed(value: Any) -> Any:
    """Names of definitions the generator does not know itself become references."""
    if isinstance(value, dict):
        if "x-defined" in value:
            return {"$ref": f"#/$defs/{value['x-defined']}"}
        return {key: _pointed(part) for key, part in value.items()}
    return [_pointed(part) for part in value] if isinstance(value, list) else value


def schemas() -> dict[str, str]:
    """File name → text, for every kind of file."""
    return {
        f"{name}.schema.json": json.dumps(
            schema_of(name), ensure_ascii=False, indent=1, sort_keys=True
        )
        + "\n"
        for name in _FILES
    }


def default_folder() -> Path:
    """Where the schemas are kept for editors."""
    return Path(__file__).resolve().parents[2] / "docs" / "reference" / "profile"


def main() -> int:
    """Writes every schema into the folder."""
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{folder / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

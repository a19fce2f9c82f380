"""The JSON Schema of a pack's files, made from the same tables that `check` holds them against."""

from __future__ import annotations

from typing import Any

from bot.chronicle.keys import KEYS, LANGUAGE, PARTS, REQUIRED

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"\d[\dX]{3}(-\d\d(-\d\d)?)?[~?%]?"
_ABOUT = {
    "id": "A stable name in small letters and hyphens; it never changes once published.",
    "title": "A short headline.",
    "name": "The name that is shown.",
    "text": "One or two plain sentences in your own words.",
    "date": "EDTF: 2018-03-08, 2018-03, 2018, 2018-03-15/2018-03-18, 2018-03~.",
    "cite": "Where the sources say so. No statement goes without.",
    "source": "The id of a source in pack.yaml.",
    "at": "The place in the source: a heading, a page, a chronology day.",
    "people": "Ids from people.yaml.",
    "terms": "Ids from terms.yaml.",
    "related": "Ids of entries that are cause, consequence or reply.",
    "place": "Where it happened.",
    "aliases": "Whole names by which people call it.",
    "keywords": "Words that people use and the text does not.",
    "disputed": "What a source says otherwise.",
    "answer": "Ids of the entries that answer these questions. Leave it out where nothing here answers them.",
    "asked": "Questions as people ask them.",
    "offices": "Offices held, with the days that the sources give.",
    "since": "The first day, month or year in office; ../2018-04-23 if it may have begun before that day.",
    "until": "The last day, month or year in office; 2018-04-23/.. if it may have ended after that day.",
    "type": "What kind of thing it is, such as organization, agreement or place.",
    "period": "The days that the pack covers, as an EDTF interval.",
    "language": "ISO 639 code of the language of the texts.",
    "timezone": "IANA name of the time zone of the days.",
    "sources": "The works that are cited, as CSL-YAML.",
}


def schemas() -> dict[str, Schema]:
    """The schema of each file of a pack: `pack`, `events`, `facts`, `people`, `terms`, `examples`."""
    return {part: schema_of(part) for part in KEYS}


def schema_of(part: str) -> Schema:
    """The schema of one file. Raises KeyError for a part that packs don't have."""
    mapping = _mapping(KEYS[part], REQUIRED[part])
    whole: Schema = mapping if part == "pack" else {"type": "array", "items": mapping}
    return {"$schema": _DIALECT, "title": f"Chronicler: {part}", **whole}


def _mapping(keys: dict[str, str], required: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {
            key: {"description": _ABOUT.get(key, key), **_value(kind)} for key, kind in keys.items()
        },
    }


def _value(kind: str) -> Schema:
    match kind:
        case "id":
            return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
        case "date":
            return {"type": ["string", "integer"], "pattern": f"^(\\.\\.|{_DAY})?(/(\\.\\.|{_DAY})?)?$"}
        case "strings" | "ids":
            return _one_or_more({"type": ["string", "number"]})
        case "citations":
            return _one_or_more(_mapping(*PARTS[kind]), least=1)
        case "disputes" | "offices":
            return _one_or_more(_mapping(*PARTS[kind]))
        case "sources":
            source = {"type": "object", "required": ["id", "title"], "properties": {"id": {"type": "string"}}}
            return {"type": "array", "minItems": 1, "items": source}
        case "language":
            return {"type": "string", "pattern": LANGUAGE}
        case "word":
            return {"type": ["string", "number"], "minLength": 1}
        case _:
            return {"type": "string", "minLength": 1}


def _one_or_more(item: Schema, least: int | None = None) -> Schema:
    least_items: Schema = {} if least is None else {"minItems": least}
    return {"anyOf": [item, {"type": "array", "items": item, **least_items}]}

"""Checks the UI's messages: every language has the same keys with the same placeholders, every key that the code names exists, none is unused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "ui" / "src"
REFERENCE = "en"
USED = re.compile(r"""(?:\bt|\bte|\$t|\$te)\(\s*['"]([a-z][\w.-]*)['"]|(?:label|hint|text|title|loses|empty):\s*['"]([a-z]\w*(?:\.[\w-]+)+)['"]""")
COMPOSED = re.compile(r"""`([a-z]\w*\.[\w.]*)\$\{|['"]([a-z]\w*\.[\w.]*)['"]\s*\+""")    # `field.${name}`: any key that begins so
NAMED = re.compile(r"""['"`]([a-z]\w*(?:\.[\w-]+)+)['"`]""")
WORD = re.compile(r"""['"`](\w+)['"`]""")
SCOPED = {"console"}   # a page of its own: its keys are written without their first part
PLACE = re.compile(r"\{(\w+)\}")
ALWAYS = {"field", "command", "noun", "nouns", "tab", "loses", "empty", "state", "group", "choice", "job"}   # looked up by names of the API


def flat(value: Any, prefix: str = "") -> dict[str, str]:
    """{"a": {"b": "text"}} → {"a.b": "text"}."""
    if isinstance(value, str):
        return {prefix: value}
    return {key: text for name, inner in value.items() for key, text in flat(inner, f"{prefix}.{name}" if prefix else name).items()}


def messages(language: str) -> dict[str, dict[str, str]]:
    """Area → keys."""
    return {path.stem: flat(json.loads(path.read_text())) for path in sorted((SOURCE / "locales" / language).glob("*.json"))}


def problems() -> list[str]:
    """One line each."""
    languages = sorted(path.name for path in (SOURCE / "locales").iterdir() if path.is_dir())
    areas = messages(REFERENCE)
    out: list[str] = []
    for language in languages:
        out += _against(areas, messages(language), language)
    known = {key for keys in areas.values() for key in keys}
    twice = {key for area, keys in areas.items() for key, text in keys.items() for other, theirs in areas.items()
             if other > area and theirs.get(key, text) != text}
    out += [f"locales/{REFERENCE}: {key} says different things in two areas" for key in sorted(twice)]
    named, composed, literal = _in_code()
    out += [f"ui/src: {where} uses the message {key}, which does not exist" for key, where in sorted(named.items())
            if key not in known and key.split(".")[0] not in ALWAYS]
    below = (*composed, *(f"{prefix}." for prefix in ALWAYS))
    used = {key for key in known if key in named or key in literal or key.startswith(below)}
    out += [f"locales/{REFERENCE}: {key} is used nowhere" for key in sorted(known - used)]
    return out


def _against(reference: dict[str, dict[str, str]], given: dict[str, dict[str, str]], language: str) -> list[str]:
    out = []
    for area in sorted(set(reference) | set(given)):
        ours, theirs = reference.get(area, {}), given.get(area, {})
        out += [f"locales/{language}/{area}.json lacks {key}" for key in sorted(set(ours) - set(theirs))]
        out += [f"locales/{language}/{area}.json has {key}, which {REFERENCE} lacks" for key in sorted(set(theirs) - set(ours))]
        out += [f"locales/{language}/{area}.json: {key} has other placeholders than {REFERENCE}" for key in sorted(set(ours) & set(theirs))
                if set(PLACE.findall(ours[key])) != set(PLACE.findall(theirs[key]))]
    return out


def _in_code() -> tuple[dict[str, str], set[str], set[str]]:
    named: dict[str, str] = {}
    composed: set[str] = set()
    literal: set[str] = set()
    for path in sorted([*SOURCE.rglob("*.ts"), *SOURCE.rglob("*.vue")]):
        if path.parent.name == "api":
            continue
        text = path.read_text()
        own = f"{path.parent.name}." if path.parent.name in SCOPED else ""
        for one, other in USED.findall(text):
            named.setdefault(own + (one or other), path.relative_to(SOURCE).as_posix())
        composed.update(own + (one or other) for one, other in COMPOSED.findall(text))
        literal.update(NAMED.findall(text))
        literal.update(own + word for word in WORD.findall(text) if own)
    return named, composed, literal

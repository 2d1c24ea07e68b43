"""Write docs/commands.md from the command line, docs/settings.md from the plan and docs/reference.md from docstrings.

python docs/generate.py
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from lmep_consult.plan import Plan

HERE = Path(__file__).resolve().parent
ROOMS = (
    "lmep_consult", "lmep_consult.codebook", "lmep_consult.coding", "lmep_consult.coding.agreement",
    "lmep_consult.coding.saturation", "lmep_consult.coding.suggest", "lmep_consult.ranking", "lmep_consult.coverage",
    "lmep_consult.exchange",
)  # fmt: skip


def commands() -> str:
    """Each command with its help, arguments and options, as Typer writes them."""
    made = [sys.executable, "-m", "typer", "lmep_consult.cli", "utils", "docs", "--name", "lmep-consult"]
    said = subprocess.run([*made, "--title", "Commands"], check=True, capture_output=True, text=True, encoding="utf-8")  # noqa: S603
    return said.stdout.rstrip() + "\n"


def public(room: str) -> dict[str, object]:
    """A room's public things by name: those of __all__, else its own functions and classes."""
    module = import_module(room)
    names = getattr(module, "__all__", None)
    if names is None:
        names = [
            name
            for name, thing in vars(module).items()
            if not name.startswith("_") and callable(thing) and getattr(thing, "__module__", "") == room
        ]
    return {name: getattr(module, name) for name in sorted(names)}


def reference() -> str:
    """Each public function and class with its signature and docstring."""
    parts = ["# Reference", "Made from the docstrings by `docs/generate.py`."]
    for room in ROOMS:
        parts.append(f"## {room}")
        for name, thing in public(room).items():
            parts.append(f"### {room}.{name}")
            if callable(thing) and (inspect.isfunction(thing) or inspect.isclass(thing)):
                parts.append(f"```python\n{name}{_signature(thing)}\n```")
            parts.append(f"```text\n{inspect.getdoc(thing) or ''}\n```")
            for method, function in vars(thing).items() if inspect.isclass(thing) else ():
                made = getattr(function, "__func__", function)
                if not method.startswith("_") and inspect.isfunction(made) and made.__doc__:
                    parts.append(f"`{name}.{method}{_signature(made)}`\n\n```text\n{inspect.getdoc(made)}\n```")
    return "\n\n".join(parts) + "\n"


def settings() -> str:
    """Every setting of study.toml, part by part."""
    parts = ["# Settings of study.toml", "Made from the toolkit itself by `docs/generate.py`."]
    waiting, seen = [("", Plan)], set()
    while waiting:
        path, model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        parts.append(f"## {f'[{path}]' if path else 'The whole file'}")
        parts.append(f"```text\n{inspect.getdoc(model)}\n```")
        rows = ["| setting | kind | left out |", "|---|---|---|"]
        for name, field in model.model_fields.items():
            kind = _kind(field.annotation)
            rows.append(f"| `{name}` | {kind} | {_left_out(field)} |")
            inner = [part for part in _models(field.annotation) if part not in seen]
            waiting += [(f"{path}.{name}".lstrip("."), part) for part in inner]
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _models(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in get_args(kind) for model in _models(part)]


def _kind(kind: Any) -> str:
    said = re.sub(
        r"Annotated\[(\w+), .*?\)\]", r"\1", re.sub(r"(typing|datetime|lmep_consult\.plan\.\w+)\.", "", str(kind))
    )
    said = re.sub(r"<class '([\w.]+)'>", lambda match: match[1].rpartition(".")[2], said)
    return f"`{said.replace('|', 'or')}`"


def _left_out(field: Any) -> str:
    if field.is_required():
        return "needed"
    default = field.get_default(call_default_factory=True)
    plain = isinstance(default, str | int | float | bool) and default != ""
    return f"`{default}`" if plain else "none" if not default else "see above"


def _signature(thing: object) -> str:
    try:
        said = str(inspect.signature(thing))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "(...)"
    return re.sub(r" at 0x[0-9a-f]+", "", said).replace("'", "")


def main() -> int:
    (HERE / "commands.md").write_text(commands(), encoding="utf-8", newline="\n")
    (HERE / "settings.md").write_text(settings(), encoding="utf-8", newline="\n")
    (HERE / "reference.md").write_text(reference(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

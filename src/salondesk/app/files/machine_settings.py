"""What this computer remembers: language, theme, printer. The shop's own settings live in its database."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """This computer's choices."""

    lang: str = "en"
    theme: str = "light"
    numerals: str = "latn"
    printer: str = ""


def load(path: Path) -> MachineSettings:
    """Read them; a missing or damaged file is a fresh one."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return MachineSettings()
    known = {f.name for f in fields(MachineSettings)}
    return MachineSettings(**{k: v for k, v in data.items() if k in known and isinstance(v, str)})


def save(path: Path, settings: MachineSettings) -> None:
    """Write them whole or not at all."""
    lines = []
    for field in fields(settings):
        value = getattr(settings, field.name).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{field.name} = "{value}"\n')
    partial = path.with_name(path.name + ".part")
    partial.write_text("".join(lines), encoding="utf-8")
    partial.replace(path)

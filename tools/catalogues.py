"""Keep the translation catalogues: extract, update, compile, check.

    python tools/catalogues.py extract              src/ -> translations/salondesk.pot
    python tools/catalogues.py update [--from F]    merge the .pot into every .po; F brings translations along
    python tools/catalogues.py compile              every .po -> .mo beside it
    python tools/catalogues.py check                exit 1 when a text is missing, stale, fuzzy or loses a
    {field}

Only development and packaging run this; the program reads .mo, or a .po when there is nothing else.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from salondesk.core.catalogue import ARABIC_PLURAL_FORMS, DOMAIN, SOURCE_LANGUAGE, compile_po  # noqa: E402 - path first
from salondesk.core.localtext import LANGUAGES  # noqa: E402 - path first

TRANSLATIONS = ROOT / "translations"
TEMPLATE = TRANSLATIONS / f"{DOMAIN}.pot"
KEYWORDS = {"_": None, "_n": (1, 2), "_p": ((1, "c"), 2), "N_": None, "NP_": (1, 2)}
TARGETS = tuple(lang for lang in LANGUAGES if lang != SOURCE_LANGUAGE)


def po_path(lang: str) -> Path:
    """Give the catalogue file of a language."""
    return TRANSLATIONS / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def extracted() -> Catalog:
    """Collect every marked text of the sources."""
    catalog = Catalog(project="SalonDesk", charset="utf-8", fuzzy=False)
    src = ROOT / "src"
    found = extract_from_dir(src, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in sorted(found, key=lambda f: (f[0], f[1])):
        # File names without line numbers: the template then changes only when a text does.
        catalog.add(message, locations=[(f"src/{filename}", 0)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    """Read a catalogue file."""
    with path.open("rb") as source:
        return read_po(source)


def dump(catalog: Catalog, *, template: bool = False) -> bytes:
    """Write a catalogue as sorted text with a fixed header, so that two runs give the same bytes."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=110,
        sort_output=True,
        omit_header=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    lang = "" if template else str(catalog.locale_identifier or TARGETS[0])
    plural = "" if template else f'"Plural-Forms: {ARABIC_PLURAL_FORMS}\\n"\n'
    header = (
        "# SalonDesk, the texts of the program.\n"
        'msgid ""\nmsgstr ""\n"Project-Id-Version: SalonDesk\\n"\n'
        f'"Language: {lang}\\n"\n{plural}'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def extract() -> int:
    """Write the template."""
    TEMPLATE.write_bytes(dump(extracted(), template=True))
    return 0


def update(source: Path | None) -> int:
    """Bring every catalogue up to the template and take over the translations of `source`."""
    extract()
    template = extracted()
    for lang in TARGETS:
        path = po_path(lang)
        catalog = Catalog(locale=lang)
        if path.exists():
            with path.open("rb") as old:
                catalog = read_po(old, locale=lang)
        catalog.update(template, no_fuzzy_matching=True)
        for message in read(source) if source else ():
            mine = catalog.get(message.id, message.context) if message.id else None
            if mine is not None and message.string:
                mine.string = message.string
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(catalog))
        missing = [m for m in catalog if m.id and not is_complete(m)]
        print(f"{lang}: {len(catalog)} texts, {len(missing)} without translation")  # noqa: T201 - a tool's output
    return 0


def compile_all() -> int:
    """Compile every catalogue."""
    for lang in TARGETS:
        po_path(lang).with_suffix(".mo").write_bytes(compile_po(po_path(lang)))
    return 0


def is_complete(message: Message) -> bool:
    """Tell whether every form of a text is translated."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def fields(text: str) -> set[str]:
    """Give the {fields} of a pattern."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def faults(lang: str) -> list[str]:
    """List what is wrong with a catalogue, one line each."""
    catalog, template = read(po_path(lang)), extracted()
    wrong = [
        f"stale, run update: {m.id!r}" for m in catalog if m.id and template.get(m.id, m.context) is None
    ]
    for wanted in template:
        if not wanted.id:
            continue
        message = catalog.get(wanted.id, wanted.context)
        if message is None or not is_complete(message) or message.fuzzy:
            wrong.append(f"not translated: {wanted.id!r}")
            continue
        sources = wanted.id if isinstance(wanted.id, tuple | list) else (wanted.id,)
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        allowed = fields(str(sources[-1]))
        if len(sources) == 2 and len(forms) != 6:
            wrong.append(f"needs six plural forms: {wanted.id!r}")
        for form in map(str, forms):
            # A plural form may say "one" or "two" in words, so the count alone may be left out.
            lost = allowed - fields(form) - ({"n"} if len(sources) == 2 else set())
            if lost or fields(form) - allowed:
                wrong.append(f"fields differ: {wanted.id!r} -> {form!r}")
    return wrong


def check() -> int:
    """Print every fault of every catalogue; 1 when there is one."""
    wrong = [f"{lang}: {line}" for lang in TARGETS for line in faults(lang)]
    if dump(extracted(), template=True) != TEMPLATE.read_bytes():
        wrong.append("salondesk.pot is stale: run extract")
    for line in wrong:
        print(line, file=sys.stderr)  # noqa: T201 - a tool's output
    return 1 if wrong else 0


def main(argv: list[str] | None = None) -> int:
    """Run one sub-command and give its exit code."""
    parser = argparse.ArgumentParser(description="Keep the translation catalogues.")
    parser.add_argument("command", choices=("extract", "update", "compile", "check"))
    parser.add_argument(
        "--from", dest="source", type=Path, help="a .po whose translations are taken over by update"
    )
    args = parser.parse_args(argv)
    if args.command == "update":
        return update(args.source)
    return {"extract": extract, "compile": compile_all, "check": check}[args.command]()


if __name__ == "__main__":
    raise SystemExit(main())

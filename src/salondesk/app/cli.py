"""The command line: what can be said, who does it, and how it ends. Each sub-command's work lives in its own cli_ module.

Opening the window must stay light, so a sub-command's module is imported only when it is called.
"""

import argparse
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from salondesk import __version__
from salondesk.app.cli_answer import Answer
from salondesk.app.cli_trouble import Misused, misuse, trouble_of
from salondesk.app.paths import home_of
from salondesk.core.catalogue import LANGUAGES, Catalogue, catalogue
from salondesk.core.message import Message, N_

USAGE_ERROR, FAILED = 2, 1
IMPORT_KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")
DEMO_MOST = {"years": 30, "staff": 500, "bookings": 5_000_000, "clients": 1_000_000}
LIST_KINDS = ("bookings", "invoices", "clients", "staff", "services", "products", "receipts", "z")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every command here does."""

    def error(self, message: str) -> NoReturn:
        raise Misused(misuse(message))


@dataclass(frozen=True, slots=True)
class _SubCommand:
    name: str
    module: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(Message(N_("“{value}” is not a date (YYYY-MM-DD)."), {"value": text[:60]})) from None


def _count(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > len(str(most)) or not 0 < int(text) <= most:
            raise Misused(
                Message(
                    N_("“{value}” is not a number from 1 to {most}."),
                    {"value": text[:60], "most": f"{most:,}"},
                )
            )
        return int(text)

    return read


def _seed(text: str) -> int:
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > 18:
        raise Misused(Message(N_("“{value}” is not a whole number."), {"value": text[:60]}))
    return int(text)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", required=True, metavar="FILE.toml")


def _demo(parser: argparse.ArgumentParser) -> None:
    for name, most in DEMO_MOST.items():
        parser.add_argument(f"--{name}", type=_count(most), metavar="N")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=IMPORT_KINDS, metavar="KIND", help=", ".join(IMPORT_KINDS))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--map", required=True, metavar="FILE.toml")
    parser.add_argument("--dry-run", action="store_true")


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--map", required=True, metavar="FILE.toml")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=LIST_KINDS, metavar="KIND", help=", ".join(LIST_KINDS))
    parser.add_argument("--from", dest="first", type=_day, metavar="DATE")
    parser.add_argument("--to", dest="last", type=_day, metavar="DATE")


def _document(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument("--paper", choices=("a4", "80mm"), default="a4")
    parser.add_argument("--lang", dest="paper_lang", choices=(*LANGUAGES, "both"), default="both")
    parser.add_argument("--out", required=True, metavar="FILE.pdf")


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind", choices=("takings", "z", "daysheet"), metavar="KIND", help="takings, z, daysheet"
    )
    parser.add_argument("--date", dest="day", type=_day, required=True, metavar="DATE")
    parser.add_argument("--staff", metavar="CODE")
    parser.add_argument("--lang", dest="paper_lang", choices=(*LANGUAGES, "both"), default="both")
    parser.add_argument("--out", metavar="FILE.pdf|FILE.csv")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


def _nothing(parser: argparse.ArgumentParser) -> None:
    del parser


SUB_COMMANDS = (
    _SubCommand("init", "cli_shop", "make an empty shop from a profile", _init),
    _SubCommand("migrate", "cli_shop", "bring the shop's data up to this version", _nothing),
    _SubCommand("demo", "cli_demo", "make a demo shop in an empty folder", _demo),
    _SubCommand("import", "cli_import", "take over records of another system", _import),
    _SubCommand("replay", "cli_replay", "price old receipts through this till, keeping nothing", _replay),
    _SubCommand("list", "cli_list", "list records, oldest first", _list),
    _SubCommand("document", "cli_paper", "write a copy of an invoice as PDF", _document),
    _SubCommand("report", "cli_paper", "takings, Z reports or a day sheet", _report),
    _SubCommand("check", "cli_upkeep", "verify the shop's data from top to bottom", _nothing),
    _SubCommand("backup", "cli_upkeep", "make a verified backup", _backup),
    _SubCommand("restore", "cli_upkeep", "put a backup in the shop's place", _restore),
)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="salondesk", description="Till and diary for salons. Without a command it opens the window."
    )
    parser.add_argument("--version", action="version", version=f"SalonDesk {__version__}")
    parser.add_argument("--home", metavar="DIR", help="the shop's folder (default: SALONDESK_HOME)")
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for entry in SUB_COMMANDS:
        sub = commands.add_parser(entry.name, help=entry.help, description=entry.help)
        # suppressed, so that --home before the command is not overwritten by the default of the one after it
        sub.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        sub.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="one JSON object on standard output",
        )
        entry.arguments(sub)
        if entry.module != "cli_paper":  # there --lang is the paper's
            sub.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.set_defaults(module=entry.module)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for. Raises Misused when it makes no sense."""
    return _parser().parse_args(argv)


def run(argv: Sequence[str]) -> int:
    """Do what was asked for and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another code page shows ? for what it lacks
    try:
        args = parse(argv)
    except Misused as error:
        return _refuse(
            error.message, catalogue(_wanted_language(argv)), as_json="--json" in argv, code=USAGE_ERROR
        )
    words = catalogue(args.lang or "en")
    try:
        if args.command is None:
            return _window(args, words)
        module = importlib.import_module(f"salondesk.app.{args.module}")
        answer: Answer = getattr(module, f"{args.command.replace('-', '_')}_")(args)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _refuse(trouble_of(error, home_of(args.home)), words, as_json=args.json, command=args.command)
    return _tell(args, answer, words)


def _wanted_language(argv: Sequence[str]) -> str:
    """Return the language asked for in arguments that make no sense as a whole."""
    for flag, value in zip(argv, [*argv[1:], ""], strict=True):
        name, _, joined = flag.partition("=")
        if name == "--lang" and (joined or value) in LANGUAGES:
            return joined or value
    return "en"


def _window(args: argparse.Namespace, words: Catalogue) -> int:
    if not _has_display():
        return _refuse(Message(_NO_DISPLAY), words, as_json=args.json, code=USAGE_ERROR)
    from salondesk.app.start import run_window

    return run_window(home_of(args.home), lang=args.lang, theme=args.theme)


_NO_DISPLAY = N_("There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.")


def _has_display() -> bool:
    """Tell whether a window can appear: by the session's variables on Linux, always elsewhere."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith(("linux", "freebsd")) or any(os.environ.get(name) for name in named)


_EMPTY: dict[str, dict[str, Any]] = {
    "import": {"read": 0, "kept": 0, "refused": []},
    "replay": {"read": 0, "refused": [], "days": []},
    "check": {"problems": []},
}
"""What a program that reads the JSON finds in it even when a command did not come to its answer."""


def _refuse(
    said: Message, words: Catalogue, *, as_json: bool, code: int = FAILED, command: str | None = None
) -> int:
    text = " ".join(words.text(said).split())
    if as_json:
        with_error = {"ok": False, **_EMPTY.get(command or "", {}), "error": text}
        try:
            _print_json(with_error)
        except OSError:
            _silence_output()
    _complain(text)
    return code


def _tell(args: argparse.Namespace, answer: Answer, words: Catalogue) -> int:
    """Write the answer and, when all is not well, why; return the exit code."""
    try:
        if args.json:
            _print_json(answer.data)
        else:
            for line in answer.text(words):
                print(line)
            sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # `salondesk list … | head` ended early: nothing is wrong
    except OSError as error:
        _silence_output()
        _complain(words.text(trouble_of(error, home_of(args.home))))
        return FAILED
    if answer.complaint is not None:
        _complain(words.text(answer.complaint))
    return answer.code


def _print_json(data: dict[str, Any]) -> None:
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(data, ensure_ascii=plain, default=str))
    sys.stdout.flush()


def _silence_output() -> None:
    """Keep the interpreter from trying once more, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    print("salondesk: " + " ".join(text.split()), file=sys.stderr)

"""The command line: what can be said, who does it, and how it ends. Each sub-command has a module of its own here.

Opening the window must stay light, so a sub-command's module is imported only when it is called.
"""

import argparse
import errno
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NoReturn

from salondesk import __version__
from salondesk.app.cli.answer import Answer
from salondesk.app.cli.help import HELP, formatter_in
from salondesk.app.cli.set_fields import SET_FIELDS, WAYS_OF_WRITING
from salondesk.app.cli.trouble import Misused, misuse, trouble_of
from salondesk.app.paths import home_of
from salondesk.core.catalogue import Catalogue, catalogue
from salondesk.core.localtext import LANGUAGES
from salondesk.core.message import Message, N_

USAGE_ERROR, FAILED = 2, 1
IMPORT_KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")
DEMO_MOST = {"years": 30, "staff": 500, "bookings": 5_000_000, "clients": 1_000_000, "invoices": 1_000_000}
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
    arguments: Callable[[argparse.ArgumentParser, Callable[[str], str]], None]


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


_Say = Callable[[str], str]
"""Gives the words of a help text in the language asked for."""


def _init(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("--profile", required=True, metavar="FILE.toml", help=say(N_("the shop's profile")))


_DEMO_HELP = {
    "years": N_("how far back the history goes"),
    "staff": N_("how many people work there"),
    "bookings": N_("how many visits in all"),
    "clients": N_("how many clients"),
    "invoices": N_("how many sales, as many days back as they need"),
}


def _demo(parser: argparse.ArgumentParser, say: _Say) -> None:
    for name, most in DEMO_MOST.items():
        parser.add_argument(f"--{name}", type=_count(most), metavar="N", help=say(_DEMO_HELP[name]))
    same = say(N_("the same number gives the same shop"))
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help=same)


def _file_and_map(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("file", metavar="FILE", help=say(N_("the other system's export, a CSV file")))
    parser.add_argument("--map", required=True, metavar="FILE.toml", help=say(N_("how its columns are read")))


def _import(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("kind", choices=IMPORT_KINDS, metavar="KIND", help=", ".join(IMPORT_KINDS))
    _file_and_map(parser, say)
    parser.add_argument("--dry-run", action="store_true", help=say(N_("say what would happen, keep nothing")))


def _list(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("kind", choices=LIST_KINDS, metavar="KIND", help=", ".join(LIST_KINDS))
    for flag, dest, text in (("--from", "first", N_("the first day")), ("--to", "last", N_("the last day"))):
        parser.add_argument(flag, dest=dest, type=_day, metavar="DATE", help=say(text))


def _paper_language(parser: argparse.ArgumentParser, say: _Say) -> None:
    languages = (*LANGUAGES, "both")
    text = say(N_("the language on paper"))
    parser.add_argument("--lang", dest="paper_lang", choices=languages, default="both", help=text)


def _document(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("number", metavar="NUMBER", help=say(N_("of the invoice, credit note or Z")))
    parser.add_argument(
        "--paper", choices=("a4", "80mm"), default="a4", help=say(N_("the size of the paper"))
    )
    _paper_language(parser, say)
    parser.add_argument("--out", required=True, metavar="FILE.pdf", help=say(N_("the file to write")))


def _report(parser: argparse.ArgumentParser, say: _Say) -> None:
    kinds = ("takings", "z", "daysheet")
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    day = say(N_("the business date, YYYY-MM-DD"))
    parser.add_argument("--date", dest="day", type=_day, required=True, metavar="DATE", help=day)
    parser.add_argument("--staff", metavar="CODE", help=say(N_("whose day sheet")))
    _paper_language(parser, say)
    parser.add_argument("--out", metavar="FILE.pdf|FILE.csv", help=say(N_("the file to write")))


def _set(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("kind", choices=tuple(SET_FIELDS), metavar="KIND", help=", ".join(SET_FIELDS))
    parser.add_argument("code", metavar="CODE", help=say(N_("code, key or exact name of the record")))
    text = say(N_("what to change, such as price=123.50 minutes=50 names.ar=…"))
    parser.add_argument("fields", nargs="+", metavar="FIELD=VALUE", help=text)
    for kind, fields in SET_FIELDS.items():
        parser.add_argument_group(kind, " ".join(fields))
    for words, way in WAYS_OF_WRITING.items():
        parser.add_argument_group(words, say(way))


def _pin(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument(
        "name", metavar="NAME", help=say(N_("who gets a new PIN; it is asked for, or read from input"))
    )


def _erase(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("client", metavar="CLIENT", help=say(N_("the client's code or telephone number")))
    parser.add_argument("--yes", action="store_true", help=say(N_("do it; otherwise only say what would go")))


def _backup(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument(
        "--out", metavar="FILE", help=say(N_("where to write it instead of the shop's folder"))
    )


def _restore(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument("file", metavar="FILE", help=say(N_("the backup")))


def _nothing(parser: argparse.ArgumentParser, say: _Say) -> None:
    del parser, say


SUB_COMMANDS = (
    _SubCommand("init", "shop", N_("make an empty shop from a profile"), _init),
    _SubCommand("migrate", "shop", N_("bring the shop's data up to this version"), _nothing),
    _SubCommand("demo", "demo", N_("make a demo shop in an empty folder"), _demo),
    _SubCommand("import", "importing", N_("take over records of another system"), _import),
    _SubCommand(
        "replay", "replay", N_("price old receipts through this till, keeping nothing"), _file_and_map
    ),
    _SubCommand("list", "listing", N_("list records, oldest first"), _list),
    _SubCommand("set", "editing", N_("change a record: a price, a length, hours, a person"), _set),
    _SubCommand("pin", "editing", N_("give somebody a new PIN"), _pin),
    _SubCommand("erase", "erasing", N_("erase a client for good; invoices stay"), _erase),
    _SubCommand("document", "paper", N_("write a copy of an invoice as PDF"), _document),
    _SubCommand("report", "paper", N_("takings, Z reports or a day sheet"), _report),
    _SubCommand("check", "upkeep", N_("verify the shop's data from top to bottom"), _nothing),
    _SubCommand("rebuild", "upkeep", N_("make what is derived from documents anew"), _nothing),
    _SubCommand("backup", "upkeep", N_("make a verified backup"), _backup),
    _SubCommand("restore", "upkeep", N_("put a backup in the shop's place"), _restore),
)


def _parser(words: Catalogue) -> argparse.ArgumentParser:
    def say(key: str) -> str:
        return words.text(Message(key)).replace("%", "%%")

    styles = formatter_in(words)
    parser = _Parser(
        prog="salondesk",
        description=say(N_("Till and diary for salons. Without a command it opens the window.")),
        formatter_class=styles,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help=say(HELP))
    version = say(N_("show the version and exit"))
    parser.add_argument("--version", action="version", version=f"SalonDesk {__version__}", help=version)
    home = say(N_("the shop's folder (default: SALONDESK_HOME)"))
    language = say(N_("the language of messages and of this help"))
    parser.add_argument("--home", metavar="DIR", help=home)
    parser.add_argument("--lang", choices=LANGUAGES, help=language)
    parser.add_argument("--theme", choices=("light", "dark"), help=say(N_("the look of the window")))
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=_Parser, title=say(N_("commands"))
    )
    for entry in SUB_COMMANDS:
        text = say(entry.help)
        sub = commands.add_parser(
            entry.name, help=text, description=text, formatter_class=styles, add_help=False
        )
        sub.add_argument("-h", "--help", action="help", help=say(HELP))
        # suppressed, so that --home before the command is not overwritten by the default of the one after it
        sub.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=home)
        sub.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help=say(N_("one JSON object on standard output")),
        )
        entry.arguments(sub, say)
        if entry.module != "paper":  # there --lang is the paper's
            sub.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)
        sub.set_defaults(module=entry.module)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for. Raises Misused when it makes no sense."""
    return _parser(catalogue(_wanted_language(argv))).parse_args(argv)


def run(argv: Sequence[str]) -> int:
    """Do what was asked for and return the exit code."""
    _set_up_output()
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
        module = importlib.import_module(f"salondesk.app.cli.{args.module}")
        answer: Answer = getattr(module, f"{args.command.replace('-', '_')}_")(args)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _refuse(trouble_of(error, home_of(args.home)), words, as_json=args.json, command=args.command)
    return _tell(args, answer, words)


def _set_up_output() -> None:
    """Say what files and pipes get: UTF-8 and plain line ends on every system. A console shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")  # one of another code page shows ? for what it lacks
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _wanted_language(argv: Sequence[str]) -> str:
    """Return the language asked for, before the arguments are understood: for the help, and for what makes no sense."""
    for flag, value in pairwise([*argv, ""]):
        name, _, joined = flag.partition("=")
        if name == "--lang" and (joined or value) in LANGUAGES:
            return joined or value
    return "en"


def _window(args: argparse.Namespace, words: Catalogue) -> int:
    from salondesk.app.window import display

    no_window = display.trouble()
    if no_window is not None:
        return _refuse(no_window, words, as_json=args.json, code=USAGE_ERROR)
    from salondesk.app.window.start import run_window

    return run_window(home_of(args.home), lang=args.lang, theme=args.theme)


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
    except OSError as error:
        _silence_output()
        if _reader_has_left(error):
            return answer.code
        _complain(words.text(trouble_of(error, home_of(args.home))))
        return FAILED
    if answer.complaint is not None:
        _complain(words.text(answer.complaint))
    return answer.code


def _reader_has_left(error: OSError) -> bool:
    """Tell whether `salondesk list … | head` ended early: nothing is wrong. Windows says that with another number."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _print_json(data: dict[str, Any]) -> None:
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(data, ensure_ascii=plain, default=str))
    sys.stdout.flush()


def _silence_output() -> None:
    """Keep the interpreter from trying once more, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    print("salondesk: " + " ".join(text.split()), file=sys.stderr)

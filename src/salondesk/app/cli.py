"""The command line: what can be said, who does it, and how it ends. Each sub-command's work lives in its own cli_ module.

Opening the window must stay light, so a sub-command's module is imported only when it is called.
"""

import argparse
import importlib
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from salondesk import __version__
from salondesk.app.cli_answer import Answer
from salondesk.app.paths import home_of
from salondesk.core.catalogue import LANGUAGES, catalogue
from salondesk.core.errors import SalonDeskError
from salondesk.core.message import Message, N_

USAGE_ERROR = 2
IMPORT_KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")
LIST_KINDS = ("bookings", "invoices", "clients", "staff", "services", "products", "receipts", "z")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every command here does."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


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
        raise argparse.ArgumentTypeError(f"not a date (YYYY-MM-DD): {text}") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"not a number above zero: {text}")
    return int(text)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", required=True, metavar="FILE.toml")


def _demo(parser: argparse.ArgumentParser) -> None:
    for name in ("years", "staff", "bookings", "clients"):
        parser.add_argument(f"--{name}", type=_count, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")


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
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for entry in SUB_COMMANDS:
        sub = commands.add_parser(entry.name, help=entry.help, description=entry.help)
        # suppressed, so that --home before the command is not overwritten by the default of the one after it
        sub.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", help="one JSON object on standard output")
        entry.arguments(sub)
        sub.set_defaults(module=entry.module)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for; exits with 2 and one line on standard error when it makes no sense."""
    return _parser().parse_args(argv)


def run(argv: Sequence[str]) -> int:
    """Do what was asked for and return the exit code."""
    args = parse(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another code page shows ? for what it lacks
    words = catalogue(args.lang or "en")
    try:
        if args.command is None:
            from salondesk.app.start import run_window

            return run_window(home_of(args.home), lang=args.lang, theme=args.theme)
        module = importlib.import_module(f"salondesk.app.{args.module}")
        answer: Answer = getattr(module, f"{args.command.replace('-', '_')}_")(args)
    except SalonDeskError as error:
        return _complain(words.text(error.message))
    except OSError as error:
        trouble = Message(_FILE_TROUBLE, {"file": error.filename or "", "why": error.strerror or str(error)})
        return _complain(words.text(trouble))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _complain(words.text(_database_trouble(error)))
    _show(args, answer)
    if answer.complaint is not None:
        _complain(words.text(answer.complaint))
    return answer.code


_FILE_TROUBLE = N_("{file}: {why}")


def _database_trouble(error: Exception) -> Message:
    """Return what a person can be told of trouble with the database while looking; anything else is raised again."""
    if type(error).__module__.partition(".")[0] != "sqlcipher3":
        raise error
    from salondesk.storage.driver import translate

    told = translate(error)
    if not isinstance(told, SalonDeskError):
        raise error
    return told.message


def _show(args: argparse.Namespace, answer: Answer) -> None:
    try:
        if args.json:
            plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
            print(json.dumps(answer.data, ensure_ascii=plain, default=str))
        else:
            for line in answer.text(catalogue(args.lang or "en")):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # `salondesk list … | head` ended early: nothing is wrong


def _complain(text: str) -> int:
    print("salondesk: " + " ".join(text.split()), file=sys.stderr)
    return 1

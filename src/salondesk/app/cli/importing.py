"""`salondesk import`: exit 0 when every row was kept, 2 when some were, 1 when none was."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.files.import_file import read_import
from salondesk.app.files.import_map import read_map
from salondesk.core.catalogue import Catalogue, catalogue
from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.core.timespan import iso_local
from salondesk.services.imports.catalogue import ImportProducts, ImportServices
from salondesk.services.imports.endings import ImportCancellations, ImportNoShows
from salondesk.services.imports.plan import ImportFile, ImportReport
from salondesk.services.imports.receipts import ImportReceipts
from salondesk.services.imports.sheet import read_sheet
from salondesk.services.imports.visits import ImportBookings

COMMANDS: dict[str, type[ImportFile]] = {
    "services": ImportServices,
    "products": ImportProducts,
    "bookings": ImportBookings,
    "cancellations": ImportCancellations,
    "no_shows": ImportNoShows,
    "receipts": ImportReceipts,
}
SOME, NONE = 2, 1
_MOST_ROWS = 20
"""Rows named in a line for people."""


def import_(args: argparse.Namespace) -> Answer:
    """Take over a file's rows in one transaction."""
    mapping = read_map(Path(args.map), args.kind)
    sheet = read_sheet(read_import(Path(args.file)), mapping.encoding)
    with console_shop(args) as shop:
        command = COMMANDS[args.kind](key=shop.new_id(), sheet=sheet, map=mapping, dry_run=args.dry_run)
        report: ImportReport = shop.executor.run(command, shop.console)
        zone = shop.queries.branch().zone
    words = catalogue(args.lang or "en")
    return Answer(
        _data(args, report, zone, words),
        lambda said: _lines(report, said),
        code=_code(report),
        complaint=_complaint(report, words),
    )


def _code(report: ImportReport) -> int:
    if not report.refused:
        return 0
    return SOME if report.kept else NONE


def _complaint(report: ImportReport, words: Catalogue) -> Message | None:
    if not report.refused:
        return None
    first = report.refused[0]
    return Message(
        N_("{refused} of {read} rows were refused. Row {row}: {reason}"),
        {
            "refused": len(report.refused),
            "read": report.read,
            "row": first.row,
            "reason": words.text(first.reason),
        },
    )


def _data(args: argparse.Namespace, report: ImportReport, zone: str, words: Catalogue) -> dict[str, Any]:
    return {
        "kind": args.kind,
        "dry_run": args.dry_run,
        "read": report.read,
        "kept": report.kept,
        "known": report.known,
        "refused": [{"row": r.row, "reason": words.text(r.reason)} for r in report.refused],
        "overlaps": [
            {
                "row": o.row,
                "id": id_text(o.booking_id),
                "start": iso_local(o.start_at, zone),
                "staff": o.staff,
                "client": o.client,
                "over": {"start": iso_local(o.other_start_at, zone), "client": o.other_client},
            }
            for o in report.overlaps
        ],
        "flags": [
            {
                "row": f.row,
                "id": id_text(f.booking_id),
                "rule": f.rule.value,
                "reason": words.text(f.words),
            }
            for f in report.flags
        ],
        "new_staff": report.new_staff,
        "new_clients": report.new_clients,
    }


def _lines(report: ImportReport, words: Catalogue) -> Sequence[str]:
    figures = {
        "read": report.read,
        "kept": report.kept,
        "known": report.known,
        "refused": len(report.refused),
    }
    lines = [
        words.text(
            Message(N_("{read} rows read, {kept} kept ({known} known before), {refused} refused."), figures)
        )
    ]
    for refused in report.refused:
        row = {"row": refused.row, "reason": words.text(refused.reason)}
        lines.append(words.text(Message(N_("Row {row}: {reason}"), row)))
    if report.new_staff:
        names = Message(
            N_("People who were not in the shop yet: {names}"), {"names": ", ".join(report.new_staff)}
        )
        lines.append(words.text(names))
    if report.overlaps:
        lines.append(
            words.text(
                Message(
                    N_("Visits that lie over another of the same person, in rows: {rows}"),
                    {"rows": ", ".join(str(row) for row in sorted({o.row for o in report.overlaps}))},
                )
            )
        )
    lines += (words.text(message) for message in _flags(report))
    return lines


def _flags(report: ImportReport) -> Iterator[Message]:
    """Say once what visits stand against, and of how many rows; all of them stand in the data."""
    rows: dict[Message, list[int]] = {}
    for flag in sorted(report.flags, key=lambda f: (f.rule, f.row)):
        rows.setdefault(flag.words, []).append(flag.row)
    for reason, found in rows.items():
        shown = ", ".join(map(str, found[:_MOST_ROWS]))
        if len(found) <= _MOST_ROWS:
            yield Message(N_("{reason} Kept, in rows: {rows}"), {"reason": reason, "rows": shown})
        else:
            said = {"reason": reason, "rows": shown, "count": len(found) - _MOST_ROWS}
            yield Message(N_("{reason} Kept, in rows: {rows} and {count} more"), said)

"""`salondesk replay`: old receipts through this till's pricing, nothing kept."""

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.files.import_file import read_import
from salondesk.app.files.import_map import read_map
from salondesk.core.catalogue import Catalogue, catalogue
from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.reports.export import decimal_text
from salondesk.services.imports.plan import begin
from salondesk.services.imports.receipts import ImportReceipts, read_lines
from salondesk.services.imports.replay import REASONS, DayFigures, Replay, replay
from salondesk.services.imports.sheet import Refused, read_sheet
from salondesk.services.reads.catalog.tax_codes import TaxCodes


def replay_(args: argparse.Namespace) -> Answer:
    """Price every line of a file of old receipts and compare."""
    mapping = read_map(Path(args.map), "receipts")
    sheet = read_sheet(read_import(Path(args.file)), mapping.encoding)
    with console_shop(args) as shop:
        command = ImportReceipts(key=shop.new_id(), sheet=sheet, map=mapping, dry_run=True)
        report = begin(command, "number", "date", "amount")
        currency = shop.queries.shop().currency
        lines, refused = read_lines(command, currency)
        tax_code = next(
            (
                c
                for c in shop.queries.answer(TaxCodes(), shop.clock.now_ms()).values()
                if c.code == mapping.tax_code
            ),
            None,
        )
    if tax_code is None:
        raise UserError(Message(N_("This shop has no tax code “{code}”."), {"code": mapping.tax_code}))
    refused += report.refused
    done = replay(lines, tax_code, mapping.basis, currency)
    words = catalogue(args.lang or "en")
    data = {
        "currency": currency,
        "read": sheet.read,
        "refused": [{"row": r.row, "reason": words.text(r.reason)} for r in refused],
        "days": [{"date": day.isoformat(), **_figures(f, currency, words)} for day, f in done.days.items()],
        "totals": {"days": len(done.days), **_figures(done.whole, currency, words)},
    }
    return Answer(
        data,
        lambda said: _lines(done, currency, said),
        code=0 if not refused else 2 if lines else 1,
        complaint=_complaint(refused, sheet.read, words),
    )


def _complaint(refused: list[Refused], read: int, words: Catalogue) -> Message | None:
    if not refused:
        return None
    first = min(refused, key=lambda r: r.row)
    return Message(
        N_("{refused} of {read} rows were refused. Row {row}: {reason}"),
        {"refused": len(refused), "read": read, "row": first.row, "reason": words.text(first.reason)},
    )


def _figures(figures: DayFigures, currency: str, words: Catalogue) -> dict[str, Any]:
    taxes = {}
    for key in sorted(figures.taxes):
        ours, old = decimal_text(figures.taxes[key], currency), figures.old_taxes[key]
        taxes[key] = {"tax": ours, "old": _plain(old), "difference": _plain(Decimal(ours) - old)}
    return {
        "lines": figures.lines,
        "receipts": len(figures.receipts),
        "net": decimal_text(figures.net_minor, currency),
        "net_minor": figures.net_minor,
        "taxes": taxes,
        "differing_lines": figures.differing,
        "why": [
            {
                "reason": key,
                "text": words.text(REASONS[key]),
                "taxes": w.lines,
                "difference": _plain(w.difference),
            }
            for key, w in sorted(figures.why.items())
        ],
    }


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lines(done: Replay, currency: str, words: Catalogue) -> Sequence[str]:
    keys = sorted(done.whole.taxes)
    head = ["", "lines", "receipts", "net"] + [f"{k}{s}" for k in keys for s in ("", " old", " diff")]
    table = [head]
    rows = [(day.isoformat(), figures) for day, figures in done.days.items()] + [("total", done.whole)]
    for name, figures in rows:
        told = _figures(figures, currency, words)
        row = [name, str(figures.lines), str(len(figures.receipts)), told["net"]]
        for key in keys:
            tax = told["taxes"].get(key, {"tax": "0", "old": "0", "difference": "0"})
            row += [tax["tax"], tax["old"], tax["difference"]]
        table.append(row)
    widths = [max(len(row[n]) for row in table) for n in range(len(head))]
    lines = ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in table]
    for entry in _figures(done.whole, currency, words)["why"]:
        lines.append(
            words.text(
                Message(
                    N_("{count} amounts differ, {difference} in all: {why}"),
                    {"count": entry["taxes"], "difference": entry["difference"], "why": entry["text"]},
                )
            )
        )
    return lines

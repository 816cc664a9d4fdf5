"""`salondesk document` and `salondesk report`: paper as files, without a screen."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from salondesk.app.bootstrap import OpenShop
from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.documents import PaperDesk
from salondesk.app.paths import home_of
from salondesk.app.saved_files import save_outside
from salondesk.core.catalogue import Catalogue, catalogue
from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.snapshot import to_plain
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.till import TillReport
from salondesk.printing.device.raster import joined
from salondesk.printing.page.pages import PaperName
from salondesk.printing.papers.day_sheet import day_sheet_document
from salondesk.printing.papers.document import fiscal_document
from salondesk.printing.papers.report import report_document
from salondesk.printing.papers.z_report import till_document
from salondesk.printing.text.wording import DocumentLanguage
from salondesk.reports import day_sheet, z_report
from salondesk.reports.export import as_plain, to_csv
from salondesk.reports.table import Report
from salondesk.services.paper.print_queue import NoteReprint
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.reads.till.z_list import ZList
from salondesk.services.reads.till.z_report import ZById

PDF, CSV = ".pdf", ".csv"


def document_(args: argparse.Namespace) -> Answer:
    """Write a copy of a stored document; the copy is audited."""
    out = Path(args.out)
    if out.suffix.lower() != PDF:
        raise UserError(Message(N_("{file}: the name must end in .pdf."), {"file": str(out)}))
    with console_shop(args) as shop:
        found = _find(shop, args.number)
        paper, lang = cast(PaperName, args.paper), cast(DocumentLanguage, args.paper_lang)
        if isinstance(found, TillReport):
            drawn = till_document(found, paper=paper, language=lang, copy=True)
        else:
            drawn = fiscal_document(found, paper=paper, language=lang, copy=True)
        save_outside(shop.paths, out, drawn.data)
        note = NoteReprint(key=shop.new_id(), document_id=found.id, paper=paper)
        shop.executor.run(note, shop.console)
    return _written(out, {"number": found.number, "paper": args.paper, "lang": args.paper_lang})


def _find(shop: OpenShop, number: str) -> Invoice | TillReport:
    wanted, now_ms = number.strip().upper(), shop.clock.now_ms()
    found: Invoice | TillReport | None = shop.queries.answer(InvoiceByNumber(wanted), now_ms)
    if found is None:
        found = shop.queries.answer(ZByNumber(wanted), now_ms)
    if found is None:
        raise UserError(Message(N_("There is no document with the number {number}."), {"number": number}))
    return found


def _written(out: Path, data: dict[str, Any]) -> Answer:
    said = Message(N_("{file} written."), {"file": str(out)})
    return Answer({**data, "out": str(out)}, lambda words: [words.text(said)])


def report_(args: argparse.Namespace) -> Answer:
    """Draw up takings, every Z of a business date, or a person's day sheet."""
    out = Path(args.out) if args.out else None
    if out is not None and out.suffix.lower() not in (PDF, CSV):
        raise UserError(Message(N_("{file}: the name must end in .pdf or .csv."), {"file": str(out)}))
    lang = cast(DocumentLanguage, args.paper_lang)
    with console_shop(args) as shop:
        desk = PaperDesk(
            ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock
        )
        reports, data, pdfs = _DRAWN[args.kind](shop, desk, args, lang)
    words = catalogue("en" if lang == "both" else lang)
    if out is not None:
        is_pdf = out.suffix.lower() == PDF
        drawn = joined(pdfs()) if is_pdf else b"\r\n".join(to_csv(r, words) for r in reports)
        save_outside(home_of(args.home), out, drawn)
        return _written(out, data)
    return Answer(data, lambda said: [line for r in reports for line in _lines(r, said)])


_Drawn = tuple[list[Report], dict[str, Any], Any]


def _takings(shop: OpenShop, desk: PaperDesk, args: argparse.Namespace, lang: DocumentLanguage) -> _Drawn:
    report = desk.takings(args.day, args.day, shop.console)
    data = as_plain(report, catalogue("en" if lang == "both" else lang))
    return [report], data, lambda: [report_document(report, language=lang).data]


def _z(shop: OpenShop, desk: PaperDesk, args: argparse.Namespace, lang: DocumentLanguage) -> _Drawn:
    del desk
    now_ms = shop.clock.now_ms()
    rows = shop.queries.answer(ZList(args.day, args.day), now_ms)
    found = [shop.queries.answer(ZById(row.z_id), now_ms) for row in rows]
    closed = [z for z in found if z is not None]
    if not closed:
        raise UserError(Message(N_("There is no Z of {date}."), {"date": args.day.isoformat()}))
    data = {"report": "z", "date": args.day.isoformat(), "z": [to_plain(z) for z in closed]}

    def pdfs() -> list[bytes]:
        return [till_document(z, paper="a4", language=lang, copy=True).data for z in closed]

    return [z_report.as_report(z) for z in closed], data, pdfs


def _daysheet(shop: OpenShop, desk: PaperDesk, args: argparse.Namespace, lang: DocumentLanguage) -> _Drawn:
    sheets = [desk.day_sheet(staff, args.day, shop.console) for staff in _people(shop, args.staff, args.day)]
    reports = [day_sheet.as_report(sheet) for sheet in sheets]
    words = catalogue("en" if lang == "both" else lang)
    data = {
        "report": "daysheet",
        "date": args.day.isoformat(),
        "sheets": [
            {"staff": sheet.person.pick(words.lang), **as_plain(report, words)}
            for sheet, report in zip(sheets, reports, strict=True)
        ],
    }
    return reports, data, lambda: [day_sheet_document(s, language=lang).data for s in sheets]


def _people(shop: OpenShop, named: str | None, day: date) -> list[Id]:
    """Return who is meant by a code or a name; everybody when nobody is named."""
    with shop.readers.lend() as connection:
        codes = {bytes(i): c for i, c in connection.execute("SELECT id, code FROM staff").fetchall()}
    people = shop.queries.answer(PeopleOfDiary(day), shop.clock.now_ms())
    if named is None:
        return [p.staff_id for p in people]
    wanted = named.casefold()
    found = [
        p.staff_id
        for p in people
        if wanted in (codes[p.staff_id].casefold(), p.names.en.casefold(), p.names.ar.casefold())
    ]
    if not found:
        raise UserError(Message(N_("There is no such person.")))
    return found


_DRAWN = {"takings": _takings, "z": _z, "daysheet": _daysheet}


def _lines(report: Report, words: Catalogue) -> Sequence[str]:
    text = to_csv(report, words).decode("utf-8-sig")
    return [words.text(report.title), *text.replace("\r", "").rstrip("\n").split("\n"), ""]

"""Imports receipts of another system as history under their old numbers, and prices them anew."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from salondesk.core.fold import fold
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI
from salondesk.domain.access import Permission
from salondesk.domain.catalog import PriceBasis, TaxCode
from salondesk.domain.sale.invoice import TaxRow
from salondesk.domain.sale.old_receipt import OldReceipt, OldReceiptLine, OldTax
from salondesk.domain.sale.ticket import LineKind, TicketLine
from salondesk.engine.pricing import PricedLine, price_ticket
from salondesk.services.context import Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.imports import plan
from salondesk.services.imports.plan import ImportFile, ImportReport, People
from salondesk.services.imports.sheet import Refused, SheetRow
from salondesk.services.imports.values import (
    RowError,
    read_code,
    read_date,
    read_exact,
    read_name,
    read_quantity,
    read_rounded,
)

NO_ID = Id(bytes(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReceipts(ImportFile):
    """Take over receipts as history: old numbers, no series, no Z, no stock."""


@dataclass(frozen=True, slots=True)
class OldLine:
    """A line of an old receipt as its row says it; net in minor units, taxes as printed."""

    row: int
    number: str
    day: date
    description: str
    client: str
    staff: str
    qty_milli: int
    net_minor: int
    old_taxes: tuple[OldTax, ...]
    nth: int

    @property
    def source_key(self) -> str:
        """What tells a second import that the line is known."""
        parts = (
            self.number, self.day.isoformat(), self.client, self.staff, self.description, str(self.qty_milli),
            str(self.net_minor), str(self.nth),
        )  # fmt: skip
        return "\x1f".join(parts)


def read_lines(command: ImportFile, currency: str) -> tuple[list[OldLine], list[Refused]]:
    """Return the lines of a file and the rows that are none."""
    lines: list[OldLine] = []
    refused: list[Refused] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for row in command.sheet.rows:
        try:
            lines.append(_line(command, row, currency, seen))
        except RowError as error:
            refused.append(Refused(row.row, error.message))
    return lines, refused


def _line(command: ImportFile, row: SheetRow, currency: str, seen: "Counter[tuple[object, ...]]") -> OldLine:
    def cell(name: str) -> str:
        return plan.cell(command, row, name)

    number = read_code(cell("number"), lambda: Message(N_("The row has no receipt number.")))
    day = read_date(cell("date"), command.map.date_style)
    taxes = tuple(
        OldTax(key=key, amount=str(read_exact(row.field(column))))
        for key, column in command.map.taxes.items()
    )
    fields = (
        number, day, read_name(cell("description")), plan.client_code(command, row), read_name(cell("staff")),
        read_quantity(cell("quantity")) if cell("quantity") else MILLI, _amount(cell("amount"), currency),
    )  # fmt: skip
    nth = seen[fields]
    seen[fields] += 1
    return OldLine(row.row, *fields, taxes, nth)


def _amount(text: str, currency: str) -> int:
    if not text:
        raise RowError(Message(N_("The row has no amount.")))
    return read_rounded(text, currency)


def price_old_line(line: OldLine, tax_code: TaxCode, basis: PriceBasis) -> PricedLine:
    """Price a line with its receipt's amount through the till's own pricing."""
    ticket_line = TicketLine(
        id=NO_ID,
        kind=LineKind.SERVICE,
        item_id=NO_ID,
        code="",
        names=LocalText(en=line.description),
        unit_price_minor=line.net_minor,
        basis=basis,
        tax_code_id=tax_code.id,
    )
    return price_ticket((ticket_line,), tax_codes={tax_code.id: tax_code}).lines[0]


def amounts_of(rows: tuple[TaxRow, ...]) -> dict[str, int]:
    """Return the minor units of each tax by its key."""
    return {row.key: row.amount_minor for row in rows}


def import_receipts(command: ImportReceipts, work: Work) -> Outcome[ImportReport]:
    """Take over receipts; the value is an ImportReport."""
    report = plan.begin(command, "number", "date", "amount")
    tax_code = plan.tax_code_of(work, command)
    lines, refused = read_lines(command, work.shop.currency)
    report.refused += refused
    people, history = People(work, report), work.uow.history
    items = _items(work)
    receipts: dict[str, list[OldLine]] = {}
    for line in lines:
        if history.knows(line.source_key):
            report.kept += 1
            report.known += 1
            continue
        others = receipts.setdefault(line.number, [])
        trouble = _trouble(work, line, others)
        if trouble is None:
            others.append(line)
            report.kept += 1
        else:
            report.refused.append(Refused(line.row, trouble))
    for number, parts in receipts.items():
        if parts:
            history.add(_receipt(work, people, items, number, parts, tax_code=tax_code, command=command))
    return report.outcome(command, Message(N_("Receipts imported")))


def _trouble(work: Work, line: OldLine, others: list[OldLine]) -> Message | None:
    if others and others[0].day != line.day:
        return Message(N_("Receipt {number} has another date in an earlier row."), {"number": line.number})
    before = None if others else work.uow.history.by_number(line.number)
    if before is None:
        return None
    if before.date != line.day:
        return Message(
            N_("Receipt {number} was imported before with the date {date}."),
            {"number": line.number, "date": before.date.isoformat()},
        )
    return Message(N_("Receipt {number} was imported before without this row."), {"number": line.number})


def _items(work: Work) -> dict[str, Id]:
    """Return services and products by their folded names."""
    found = {fold(p.names.en): p.id for p in work.uow.products.all()}
    return found | {fold(s.names.en): s.id for s in work.uow.services.all()}


def _receipt(
    work: Work,
    people: People,
    items: Mapping[str, Id],
    number: str,
    parts: list[OldLine],
    *,
    tax_code: TaxCode,
    command: ImportFile,
) -> OldReceipt:
    lines = []
    net = tax = 0
    for line in parts:
        priced = price_old_line(line, tax_code, command.map.basis)
        client, staff = people.client(line.client), people.staff(line.staff) if line.staff else None
        net, tax = net + priced.net_minor, tax + priced.tax_minor
        lines.append(
            OldReceiptLine(
                id=work.new_id(),
                source_key=line.source_key,
                client_id=client.id if client else None,
                staff_id=staff.id if staff else None,
                item_id=items.get(fold(line.description)),
                description=line.description,
                qty_milli=line.qty_milli,
                net_minor=priced.net_minor,
                taxes=tuple(row.amount_minor for row in priced.taxes),
                old_taxes=line.old_taxes,
            )
        )
    return OldReceipt(
        id=work.new_id(),
        branch_id=work.actor.branch_id,
        number=number,
        date=parts[0].day,
        net_minor=net,
        tax_minor=tax,
        currency=work.shop.currency,
        created_at=work.now_ms,
        lines=tuple(lines),
    )


HANDLERS: Handlers = {ImportReceipts: Handler(import_receipts, Permission.UPKEEP)}

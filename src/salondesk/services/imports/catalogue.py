"""Imports services and products of another system; known ones are changed where the file differs."""

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.catalog import Product, Service
from salondesk.services.catalog.stock import move_stock
from salondesk.services.context import Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.imports.plan import ImportFile, ImportReport, begin, cell, tax_code_of
from salondesk.services.imports.sheet import Refused, SheetRow
from salondesk.services.imports.values import (
    RowError,
    read_code,
    read_flag,
    read_name,
    read_price,
    read_quantity,
    read_rounded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportServices(ImportFile):
    """Take over services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProducts(ImportFile):
    """Take over products; what is on hand becomes the opening stock of the new ones."""


def import_services(command: ImportServices, work: Work) -> Outcome[ImportReport]:
    """Take over services; the value is an ImportReport."""
    report = begin(command, "code", "price")
    known = {s.code: s for s in work.uow.services.all()}
    tax_code = tax_code_of(work, command).id
    seen: set[str] = set()
    for n, row in enumerate(command.sheet.rows):
        try:
            wanted = _service(command, work, row, known.get(_code(command, row)), tax_code=tax_code, sort=n)
            _refuse_another(wanted.code, seen, same=known.get(wanted.code) == wanted)
        except RowError as error:
            report.refused.append(Refused(row.row, error.message))
            continue
        before = known.get(wanted.code)
        report.kept += 1
        if before == wanted:
            report.known += 1
        else:
            known[wanted.code] = work.uow.services.save(before, wanted)
    return report.outcome(command, Message(N_("Services imported")))


def _refuse_another(code: str, seen: set[str], *, same: bool) -> None:
    """Refuse a code that an earlier row says otherwise: the last one would win now, and both again next time."""
    if code in seen and not same:
        raise RowError(
            Message(N_("The code {code} is in an earlier row, which says otherwise."), {"code": code})
        )
    seen.add(code)


def _code(command: ImportFile, row: SheetRow) -> str:
    return read_code(cell(command, row, "code"), lambda: Message(N_("The row has no code.")))


def _names(command: ImportFile, row: SheetRow, code: str, before: LocalText) -> LocalText:
    return _in_language(command, read_name(cell(command, row, "name")) or code, before)


def _in_language(command: ImportFile, text: str, before: LocalText) -> LocalText:
    """Put a text in the file's language beside what the other language has."""
    return replace(before, ar=text) if command.map.lang == "ar" else replace(before, en=text)


def _active(command: ImportFile, row: SheetRow) -> bool:
    return read_flag(cell(command, row, "active")) if "active" in command.map.columns else True


def _service(
    command: ImportFile, work: Work, row: SheetRow, before: Service | None, *, tax_code: Id, sort: int
) -> Service:
    code, currency = _code(command, row), work.shop.currency
    category = read_name(cell(command, row, "category")) or "-"
    base = before or Service(
        id=work.new_id(), branch_id=work.actor.branch_id, code=code, names=LocalText(), category=LocalText(),
        price_minor=0, basis=command.map.basis, tax_code_id=tax_code,
        minutes=command.map.minutes.get(code, command.map.default_minutes), sort=sort,
    )  # fmt: skip
    return replace(
        base,
        names=_names(command, row, code, base.names),
        category=_in_language(command, category.title(), base.category),
        colour=base.colour or command.map.colours.get(category, ""),
        price_minor=read_price(cell(command, row, "price"), currency),
        cost_minor=read_rounded(cell(command, row, "cost"), currency),
        active=_active(command, row),
    )


def import_products(command: ImportProducts, work: Work) -> Outcome[ImportReport]:
    """Take over products; the value is an ImportReport."""
    report = begin(command, "code", "price")
    known = {p.code: p for p in work.uow.products.all()}
    tax_code = tax_code_of(work, command).id
    seen: set[str] = set()
    for n, row in enumerate(command.sheet.rows):
        try:
            wanted = _product(command, work, row, known.get(_code(command, row)), tax_code=tax_code, sort=n)
            _refuse_another(wanted.code, seen, same=known.get(wanted.code) == wanted)
            on_hand = read_quantity(cell(command, row, "on_hand"))
        except RowError as error:
            report.refused.append(Refused(row.row, error.message))
            continue
        before = known.get(wanted.code)
        report.kept += 1
        if before == wanted:
            report.known += 1
            continue
        known[wanted.code] = work.uow.products.save(before, wanted)
        if before is None and on_hand:
            source = f"import/stock/{wanted.code}"
            move_stock(work, wanted.id, on_hand, source=source, reason="Opening stock")
    return report.outcome(command, Message(N_("Products imported")))


def _product(
    command: ImportFile, work: Work, row: SheetRow, before: Product | None, *, tax_code: Id, sort: int
) -> Product:
    code, currency = _code(command, row), work.shop.currency
    category = read_name(cell(command, row, "category")) or "-"
    base = before or Product(
        id=work.new_id(), branch_id=work.actor.branch_id, code=code, barcode="", names=LocalText(),
        category=LocalText(), price_minor=0, basis=command.map.basis, tax_code_id=tax_code, sort=sort,
    )  # fmt: skip
    return replace(
        base,
        barcode=read_name(cell(command, row, "barcode")) or base.barcode,
        names=_names(command, row, code, base.names),
        category=_in_language(command, category.title(), base.category),
        price_minor=read_price(cell(command, row, "price"), currency),
        cost_minor=read_rounded(cell(command, row, "cost"), currency),
        minimum_milli=read_quantity(cell(command, row, "minimum")),
        active=_active(command, row),
    )


HANDLERS: Handlers = {
    ImportServices: Handler(import_services, Permission.UPKEEP),
    ImportProducts: Handler(import_products, Permission.UPKEEP),
}

"""Checks fiscal documents: numbers, the chain of hashes, every sum, columns against the snapshot."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from salondesk.core import snapshot
from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, round_half_away
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.adjustment import grouped
from salondesk.domain.sale.invoice import (
    NUMBER_SERIES,
    DocumentKind,
    Invoice,
    InvoiceLine,
    NumberSeries,
)
from salondesk.domain.till import TillReport
from salondesk.engine.fiscal import rules_of_document
from salondesk.engine.pricing import bill_adjustments, list_price
from salondesk.engine.tax import category_totals
from salondesk.services.shop.problem import Problem
from salondesk.storage.checks import payments
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of
from salondesk.storage.side_tables import INVOICE, INVOICE_PARTS


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield what is wrong with numbers and documents."""
    for series in rows_of(NUMBER_SERIES).load_where(connection, "1 ORDER BY till_code, generation, kind"):
        if series.kind is not DocumentKind.Z_REPORT:
            yield from _series(connection, series)
    yield from _marks(connection)
    yield from _tickets(connection)


def _series(connection: Connection, series: NumberSeries) -> Iterator[Problem]:
    names = tuple(INVOICE.columns)
    expected, last_hash = 1, ""
    for values in connection.execute(
        f"SELECT {', '.join(names)} FROM invoice WHERE series_id = ? AND dup_of IS NULL ORDER BY seq",
        (series.id,),
    ):
        stored = dict(zip(names, values, strict=True))
        number, seq = stored["number"], stored["seq"]
        yield from gap(series, expected, seq)
        expected = seq + 1
        if number != series.number(seq):
            yield Problem("number", number, Message(N_("The number does not belong to its series.")))
        try:
            told = json.loads(stored["snapshot"])
            document = snapshot.from_plain(Invoice, told)
        except (KeyError, TypeError, ValueError):
            yield Problem("snapshot", number, Message(N_("The stored document cannot be read.")))
            last_hash = stored["hash"]
            continue
        if document.prev_hash != last_hash:
            yield Problem(
                "hash_chain", number, Message(N_("The document does not follow the one before it."))
            )
        if _hash_of(told) != document.hash:
            yield Problem("hash_chain", number, Message(N_("The document was changed after it was issued.")))
        last_hash = document.hash
        yield from _columns(connection, document, stored, snapshot.text_of(told))
        yield from payments.problems_of(connection, document)
        yield from unknown_rules(document)
        for text in _sums(document):
            yield Problem("invoice_sum", number, text)
    yield from gap(series, expected, series.next_seq)
    if last_hash != series.last_hash:
        yield Problem(
            "hash_chain", series.number(0), Message(N_("The series does not end with its last document."))
        )


_TWINS = (
    ("invoice", "x.number", "f.number = x.number AND f.kind = x.kind"),
    ("z_report", "x.number", "f.number = x.number"),
    (
        "number_series",
        "x.till_code || x.generation || '-' || x.kind",
        "f.till_code = x.till_code AND f.generation = x.generation AND f.kind = x.kind",
    ),
)
"""Tables with marks of numbers that were given twice: what the row is called, and how the first row is alike."""


def _marks(connection: Connection) -> Iterator[Problem]:
    """Yield what is marked as bearing a number that was given before, while no other row bears it first.

    A right mark is no fault: both documents are real, and there is nothing to mend. See ``given_twice``.
    """
    for table, name, alike in _TWINS:
        for (number,) in connection.execute(
            f"SELECT {name} FROM {table} x LEFT JOIN {table} f ON f.id = x.dup_of AND f.dup_of IS NULL AND {alike}"
            " WHERE x.dup_of IS NOT NULL AND f.id IS NULL"
        ).fetchall():
            yield Problem(
                "number", str(number), Message(N_("This number is marked as given twice, but it was not."))
            )


def given_twice(connection: Connection) -> list[str]:
    """Return the numbers that two computers gave, in their order: worth knowing, nothing to mend."""
    found: list[str] = []
    for table, name, alike in _TWINS:
        found += (
            str(number)
            for (number,) in connection.execute(
                f"SELECT DISTINCT {name} FROM {table} x JOIN {table} f ON f.id = x.dup_of AND {alike} ORDER BY 1"
            ).fetchall()
        )
    return found


def hash_of(text: str) -> str:
    """Return the hash of a stored document as it was when it was made, whatever fields documents have gained since."""
    return _hash_of(json.loads(text))


def _hash_of(told: dict[str, Any]) -> str:
    """Return ``document_hash`` of what a stored text says: plain values already."""
    return hashlib.sha256(snapshot.text_of({**told, "hash": ""}).encode()).hexdigest()


def canonical(text: str) -> str:
    """Return a stored document's text as it is written, whatever fields documents have gained since."""
    return snapshot.text_of(json.loads(text))


def gap(series: NumberSeries, expected: int, found: int) -> Iterator[Problem]:
    """Yield a problem when the next number found is not the expected one."""
    if found != expected:
        yield Problem(
            "number_gap",
            series.number(expected),
            Message(
                N_("After {expected} should come, {found} comes."), {"expected": expected, "found": found}
            ),
        )


def _columns(
    connection: Connection, document: Invoice, stored: dict[str, Any], text: str
) -> Iterator[Problem]:
    wanted = INVOICE.values(document, without="snapshot")[0] | {"snapshot": text}
    wrong = [name for name, value in wanted.items() if stored.get(name) != value]
    wrong += [
        part.table
        for part in INVOICE_PARTS
        if [tuple(row.values()) for row in part.values(document)] != part.stored(connection, document.id)
    ]
    if wrong:
        yield Problem(
            "invoice_columns",
            document.number,
            Message(
                N_("The tables differ from the stored document in: {fields}"), {"fields": ", ".join(wrong)}
            ),
        )


def unknown_rules(document: Invoice | TillReport) -> Iterator[Problem]:
    """Yield a problem when a document names fiscal rules that this program does not know."""
    try:
        rules_of_document(document.fiscal, document.currency)
    except ValueError:
        text = Message(
            N_("The fiscal rules {name} are not known to this program."), {"name": document.fiscal}
        )
        yield Problem("fiscal", document.number, text)


def _sums(document: Invoice) -> Iterator[Message]:
    lines = document.lines
    totals = {
        "list_minor": sum(x.list_minor for x in lines),
        "discount_minor": sum(x.line_discount_minor + x.bill_discount_minor for x in lines),
        "net_minor": sum(x.net_minor for x in lines),
        "tax_minor": sum(x.tax_minor for x in lines),
        "gross_minor": sum(x.gross_minor for x in lines),
        "payable_minor": document.gross_minor + document.rounding_minor,
    }
    for name, total in totals.items():
        if getattr(document, name) != total:
            yield Message(N_("{field} is not the sum of its lines."), {"field": name})
    if sum(t.amount_minor for t in document.tenders) + document.on_account_minor != document.payable_minor:
        yield Message(N_("The payments do not add up to the total."))
    if category_totals(row for x in lines for row in x.taxes) != document.tax_totals:
        yield Message(N_("The tax totals are not the sum of the lines' taxes."))
    if bill_adjustments(line.adjustments for line in lines) != document.adjustments:
        yield Message(N_("The adjustments of the bill are not the sum of the lines' parts."))
    for line in lines:
        yield from _line_sums(line, is_sale=document.kind is DocumentKind.INVOICE)


def _line_sums(line: InvoiceLine, *, is_sale: bool) -> Iterator[Message]:
    left = line.list_minor - line.line_discount_minor - line.bill_discount_minor
    rules = [
        line.net_minor + line.tax_minor == line.gross_minor,
        sum(row.amount_minor for row in line.taxes) == line.tax_minor,
        left == (line.gross_minor if line.basis is PriceBasis.INSIDE else line.net_minor),
        not line.staff or sum(s.net_minor for s in line.staff) == line.net_minor,
        # a credit's list price is its part of the sale's, rounded with the other parts
        not is_sale or round_half_away(line.unit_price_minor * line.qty_milli, MILLI) == line.list_minor,
    ]
    if not all(rules):
        yield Message(N_("Line {n} does not add up."), {"n": line.n})
    if unexplained(line):
        yield Message(
            N_("The discounts and prices of line {n} are not what its adjustments say."), {"n": line.n}
        )
    if line.price_change is not None and not line.price_change.reason:
        yield Message(N_("Line {n} is not charged by the list, and nobody said why."), {"n": line.n})


def unexplained(line: InvoiceLine) -> bool:
    """Tell whether a line's adjustments differ from its sums; a line without any was made before there were any."""
    if not line.adjustments:
        return False
    prices, own, whole = (
        [(one.value, one.by, one.approver_id, one.amount_minor) for one in group]
        for group in grouped(line.adjustments)
    )
    sums = sum(one[-1] for one in own), sum(one[-1] for one in whole)
    if sums != (line.line_discount_minor, line.bill_discount_minor):
        return True
    change = line.price_change
    if change is None:
        return bool(prices)
    if [one[:-1] for one in prices] != [(line.unit_price_minor, change.by, change.approver_id)]:
        return True
    listed_minor = list_price(change.list_price_minor, line.qty_milli)
    # a credit's part of it is rounded with the other parts
    return not line.original_n and prices[0][-1] != listed_minor - line.list_minor


def _tickets(connection: Connection) -> Iterator[Problem]:
    """Yield bills closed without an invoice, invoices whose bill is not closed, paid visits that are not done."""
    questions = (
        (
            "SELECT t.id FROM ticket t WHERE t.status = 'closed'"
            " AND 1 <> (SELECT count(*) FROM invoice i WHERE i.ticket_id = t.id)",
            Message(N_("A closed bill has not exactly one invoice.")),
        ),
        (
            "SELECT t.id FROM invoice i JOIN ticket t ON t.id = i.ticket_id WHERE t.status <> 'closed'",
            Message(N_("A bill has an invoice and is not closed.")),
        ),
        (
            # from the families to their visits: most visits of a long life have none
            "SELECT b.id FROM settlement m CROSS JOIN booking b ON b.id = m.booking_id"
            " WHERE m.lines_left > 0 AND b.status <> 'done'",
            Message(N_("A paid visit is not done.")),
        ),
    )
    for sql, text in questions:
        for (row_id,) in connection.execute(sql).fetchall():
            yield Problem("ticket", id_text(row_id), text)

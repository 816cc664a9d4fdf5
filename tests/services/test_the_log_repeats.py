"""The log applied in order gives the records; a change says what it was based on; a retry is answered for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.client.card import Client
from salondesk.domain.nouns import nouns
from salondesk.domain.record import Log
from salondesk.services.booking.visits import BookVisit, MoveBooking, RequestedLine, SetStatus
from salondesk.services.client.card import AddClient, EditClient, NewClient
from salondesk.services.sale.refund import RefundInvoice
from salondesk.storage.change_log import plain
from salondesk.storage.log_retention import BY_SNAPSHOT
from salondesk.storage.mapping import rows_of
from tests.support.shop import StaffedShop
from tests.support.tampering import live_a_while

States = dict[tuple[str, bytes], dict[str, Any]]


def states(shop: StaffedShop) -> States:
    """Return every logged record that the log tells whole, as it stands."""
    found: States = {}
    with shop.readers.lend() as connection:
        for entry in nouns():
            if entry.log is Log.WHOLE and entry.name not in BY_SNAPSHOT:
                for record in rows_of(entry).load_where(connection, "1"):
                    found[entry.name, getattr(record, entry.key)] = plain(entry, record)
    return found


def repeated(shop: StaffedShop, begun: States, after: int) -> States:
    """Return what the log makes of some states with the transactions after one."""
    with shop.readers.lend() as connection:
        rows = connection.execute(
            "SELECT r.noun, r.row_id, r.op, b.body, t.at FROM change_row r JOIN change_txn t ON t.seq = r.txn_seq"
            " LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n WHERE r.txn_seq > ? ORDER BY r.txn_seq, r.n",
            (after,),
        ).fetchall()
    now = states(shop)
    made = {record: dict(values) for record, values in begun.items()}
    for noun_name, row_id, op, body, at in rows:
        record = noun_name, row_id
        if op in ("add", "load"):
            made[record] = json.loads(body) if body is not None else dict(now.get(record, {}))
        elif op in ("set", "remove") and body is not None:
            values = made[record]
            values |= {name: pair[1] for name, pair in json.loads(body).items()}
            if "version" in values:
                values |= {"version": values["version"] + 1, "updated_at": at}
    return {record: values for record, values in made.items() if record in now}


def test_the_log_applied_in_order_gives_equal_records(shop: StaffedShop) -> None:
    """L5: from the stored state of what was loaded in bulk on."""
    begun, seq = states(shop), shop.value("SELECT max(seq) FROM change_txn")
    live_a_while(shop)
    made, now = repeated(shop, begun, seq), states(shop)
    assert made.keys() == now.keys()
    assert {record for record in now if made[record] != now[record]} == set()
    assert len(now) > len(begun) + 10


def test_the_log_from_its_beginning_gives_what_was_not_loaded(shop: StaffedShop) -> None:
    shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor")))
    assert repeated(shop, {}, 0) == states(shop)


def bases(shop: StaffedShop, row_id: Id) -> list[dict[str, str] | None]:
    """Return on which transactions each change of a record was based, by group; transactions by their number."""
    with shop.readers.lend() as connection:
        known = {
            i.hex(): f"#{seq}" for seq, i in connection.execute("SELECT seq, id FROM change_txn").fetchall()
        }
        rows = connection.execute(
            "SELECT r.base FROM change_row r WHERE r.row_id = ? ORDER BY r.txn_seq, r.n", (row_id,)
        ).fetchall()
    return [
        None if base is None else {group: known[txn] for group, txn in json.loads(base).items()}
        for (base,) in rows
    ]


def seq_of(shop: StaffedShop) -> str:
    return f"#{shop.value('SELECT max(seq) FROM change_txn')}"


def test_a_change_names_the_transactions_that_wrote_its_groups_before(shop: StaffedShop) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor", phone="0501234567")))
    made = seq_of(shop)

    def edit(**words: str) -> str:
        nonlocal client
        told = {
            "name": client.name,
            "phone": client.phone_raw,
            "email": client.email,
            "notes": client.notes,
        } | words
        client = shop.run(
            EditClient(
                key=shop.new_id(),
                client_id=client.id,
                expected_version=client.version,
                lang="",
                alert="",
                **told,
            )
        )
        return seq_of(shop)

    renamed = edit(name="Nour")
    edit(notes="tea")
    both = edit(name="Noura", notes="coffee")
    assert bases(shop, client.id) == [
        None, {"name": made}, {"notes": made}, {"name": renamed, "notes": f"#{int(both[1:]) - 1}"},
    ]  # fmt: skip


def test_a_visit_that_is_moved_and_finished_has_a_base_for_each_group(shop: StaffedShop) -> None:
    visit = shop.book()
    made = seq_of(shop)
    move = MoveBooking(
        key=shop.new_id(),
        booking_id=visit.id,
        expected_version=visit.version,
        line_id=None,
        delta_ms=3_600_000,
    )
    visit = shop.run(move)
    moved = seq_of(shop)
    shop.open_till()
    shop.pay(shop.ticket(booking=visit))
    assert bases(shop, visit.id) == [None, {"slot": made}, {"status": made}]
    assert moved != made


def test_what_was_loaded_and_what_other_tills_never_hear_of(shop: StaffedShop) -> None:
    service = shop.services["CUT"]
    loaded = f"#{shop.value('SELECT txn_seq FROM change_row WHERE row_id = ?', service.id)}"
    with shop.storage.unit(shop.clock.now_ms()):
        pass
    from salondesk.services.catalog.edit import EditService

    shop.run(
        EditService(key=shop.new_id(), row_id=service.id, changes={"price_minor": (15_000, 16_000)}),
        shop.manager,
    )
    assert bases(shop, service.id) == [None, {"price": loaded}]
    ticket = shop.ticket("CUT")
    shop.open_till()
    shop.pay(ticket)
    assert bases(shop, ticket.id) == [None]


def test_a_retry_is_answered_after_its_record_has_changed(shop: StaffedShop) -> None:
    """L4: with the record as it stands now; what the command refused or made is not done again."""
    line = RequestedLine(
        service_id=shop.services["CUT"].id, staff_id=shop.people["MONA"], start_at=shop.at("11:00")
    )
    book = BookVisit(key=shop.new_id(), lines=(line,))
    visit: Booking = shop.run(book)
    cancel = SetStatus(
        key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, status=BookingStatus.CANCELLED,
        reason="ill",
    )  # fmt: skip
    gone = shop.run(cancel)
    count = shop.value("SELECT count(*) FROM booking")
    assert shop.run(book) == gone
    assert shop.run(cancel) == gone
    assert shop.value("SELECT count(*) FROM booking") == count
    shop.open_till()
    sale = shop.sell("CUT")
    refund = RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy")
    done = shop.run(refund, shop.manager)
    assert shop.run(refund, shop.manager) == done
    assert shop.run(replace(refund), shop.manager) == done

"""The SQL of ItemList: the price list or the shelf with its stock."""

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.segments import PartLengths
from salondesk.services.reads.catalog.items import ItemList, ItemRow
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: ItemList) -> list[ItemRow]:
    """Return the active services or products; most booked first is the screen's business."""
    kind = query.kind
    if kind == "service":
        rows = db.connection.execute(
            "SELECT id, code, names, category, price_minor, minutes, colour, preparation_min,"
            " processing_min, finishing_min, cleanup_min FROM service"
            " WHERE active = 1 AND deleted_at IS NULL ORDER BY sort, code"
        ).fetchall()
        return [
            ItemRow(
                kind, Id(r[0]), r[1], LocalText.from_json(r[2]), LocalText.from_json(r[3]), r[4], r[5], r[6],
                parts=PartLengths._make(r[7:]),
            )
            for r in rows
        ]  # fmt: skip
    rows = db.connection.execute(
        "SELECT p.id, p.code, p.names, p.category, p.price_minor, p.barcode,"
        " (SELECT coalesce(sum(s.amount), 0) FROM balance s WHERE s.account = 'stock' AND s.holder_id = p.id)"
        " FROM product p WHERE p.active = 1 AND p.deleted_at IS NULL ORDER BY p.sort, p.code"
    ).fetchall()
    return [
        ItemRow(
            kind, Id(r[0]), r[1], LocalText.from_json(r[2]), LocalText.from_json(r[3]), r[4], 0, "", barcode=r[5],
            stock_milli=r[6],
        )
        for r in rows
    ]  # fmt: skip

"""Roll-ups: every dimension adds up to the documents, and to the takings that are read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.domain.daily import Daily, Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind, Invoice
from salondesk.domain.sale.old_receipt import OldReceipt, OldReceiptLine, OldTax
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.engine import rollups
from salondesk.engine.pricing import price_ticket
from salondesk.engine.rollups import add, of_document, read_tax_key, tax_key
from salondesk.engine.tender_payments import tender_payments
from salondesk.reports.takings import LINE_KIND_NAMES, takings
from salondesk.reports.z_report import TENDER_NAMES
from tests.support.takings_oracle import figures_of
from tests.unit.engine.money_cases import BRANCH, FIRST_DAY, ITEMS, STAFF, Counter, counter_days, sold_line
from tests.unit.engine.pricing_cases import TAX_CODES, line, percent

RowsOf = Callable[[Invoice], Iterable[Daily]]
FIGURES = ("n", "qty_milli", "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor")
AMOUNTS = FIGURES[1:]
INV, CRN = DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE


def rows_of(documents: Iterable[Invoice], of: RowsOf = of_document) -> tuple[Daily, ...]:
    return add(row for document in documents for row in of(document))


def figures(rows: Iterable[Daily], **wanted: object) -> dict[str, int]:
    """Return the sum of the rows whose fields are as wanted, by figure."""
    mine = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    return {name: sum(getattr(row, name) for row in mine) for name in FIGURES}


def by_key(rows: Iterable[Daily], dim: Dim) -> dict[str, list[Daily]]:
    found: dict[str, list[Daily]] = {}
    for row in rows:
        if row.dim is dim:
            found.setdefault(row.key, []).append(row)
    return found


# ---------------------------------------------------------------- against the takings


def takings_of(documents: Sequence[Invoice]) -> dict[str, list[dict[str, Any]]]:
    """Return the takings of documents: the rows of each table by the names of its columns."""
    report = takings(
        figures_of(documents), shop=LocalText(en="Pearl"), first_day=FIRST_DAY, last_day=FIRST_DAY, made_at=0,
        zone="Asia/Dubai", currency="AED",
    )  # fmt: skip
    return {
        table.title.key: [
            dict(zip((column.key for column in table.columns), row, strict=True)) for row in table.rows
        ]
        for table in report.tables
    }


def assert_as_takings(rows: Sequence[Daily], documents: Sequence[Invoice]) -> None:
    tables = takings_of(documents)
    whole = figures(rows, dim=Dim.ALL)
    papers = tables["Documents"]
    assert whole["n"] == len(papers)
    assert (whole["net_minor"], whole["tax_minor"], whole["gross_minor"]) == tuple(
        sum(row[name] for row in papers) for name in ("net", "tax", "total")
    )
    money = figures(rows, dim=Dim.TENDER)["gross_minor"]
    assert money == sum(row["payable"] for row in papers)
    assert money - whole["gross_minor"] == sum(row["rounding"] for row in papers)
    assert dict(_tenders(rows)) == {
        row["tender"].key: (row["count"], row["sales"], row["refunds"]) for row in tables["Tenders"]
    }
    assert sorted(_taxes(rows)) == sorted(
        (row["category"], row["rate"], row["base"], row["amount"]) for row in tables["Taxes"]
    )
    assert _people(rows) == {_said(row["name"]): (row["count"], row["net"]) for row in tables["By person"]}
    assert _kinds(rows) == {_said(row["name"]): (row["count"], row["net"]) for row in tables["By kind"]}


def _said(name: LocalText | Message) -> str:
    return name.key if isinstance(name, Message) else name.en


def _tenders(rows: Sequence[Daily]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for key, mine in by_key(rows, Dim.TENDER).items():
        sales, refunds = figures(mine, kind=INV), figures(mine, kind=CRN)
        count = sales["n"] + refunds["n"]
        yield TENDER_NAMES[TenderKind(key)], (count, sales["gross_minor"], refunds["gross_minor"])


def _taxes(rows: Sequence[Daily]) -> Iterator[tuple[str, int, int, int]]:
    for text, mine in by_key(rows, Dim.TAX).items():
        _, category, rate = read_tax_key(text)
        sums = figures(mine)
        yield category, rate, sums["net_minor"], sums["tax_minor"]


def _people(rows: Sequence[Daily]) -> dict[str, tuple[int, int]]:
    names = {who.hex(): name.en for who, name in STAFF.items()} | {rollups.NOBODY: "Nobody named"}
    return {names[key]: _count_and_net(mine) for key, mine in by_key(rows, Dim.STAFF).items()}


def _kinds(rows: Sequence[Daily]) -> dict[str, tuple[int, int]]:
    made = {}
    for kind in LineKind:
        mine = [
            row
            for key, found in by_key(rows, Dim.ITEM).items()
            for row in found
            if ITEMS[Id(bytes.fromhex(key))] is kind
        ]
        if mine:
            made[LINE_KIND_NAMES[kind]] = _count_and_net(mine)
    return made


def _count_and_net(rows: Iterable[Daily]) -> tuple[int, int]:
    sums = figures(rows)
    return sums["n"], sums["net_minor"]


def assert_rows(of: RowsOf, seeds: range) -> None:
    """Assert what rows promise: days and takings, dimensions and documents, sums of sums."""
    for seed in seeds:
        documents = counter_days(seed).documents
        rows = rows_of(documents, of)
        identities = [replace(row, **dict.fromkeys(FIGURES, 0)) for row in rows]
        assert len(set(identities)) == len(rows)
        assert {row.branch_id for row in rows} == {BRANCH}
        assert {row.origin for row in rows} == {Origin.TILL}
        for day in {document.business_date for document in documents}:
            assert_as_takings(
                [row for row in rows if row.date == day],
                [one for one in documents if one.business_date == day],
            )
        for kind in (INV, CRN):
            whole = figures(rows, dim=Dim.ALL, kind=kind)
            mine = [one for one in documents if one.kind is kind]
            assert whole["list_minor"] == sum(one.list_minor for one in mine)
            assert whole["discount_minor"] == sum(one.discount_minor for one in mine)
            assert whole["qty_milli"] == sum(line.qty_milli for one in mine for line in one.lines)
            assert figures(rows, dim=Dim.HOUR, kind=kind) == whole
            for dim in (Dim.STAFF, Dim.ITEM):
                parts = figures(rows, dim=dim, kind=kind)
                assert {name: parts[name] for name in AMOUNTS} == {name: whole[name] for name in AMOUNTS}
            assert figures(rows, dim=Dim.TAX, kind=kind)["tax_minor"] == whole["tax_minor"]


def test_rows_add_up_to_the_documents_and_their_takings() -> None:
    assert_rows(of_document, range(120))


def changed(dim: Dim, change: Callable[[Daily], Daily]) -> RowsOf:
    return lambda document: [change(row) if row.dim is dim else row for row in of_document(document)]


def first_person_only(document: Invoice) -> Iterable[Daily]:
    """Give a shared line to whoever is named first."""
    lines = tuple(
        replace(line, staff=(replace(line.staff[0], net_minor=line.net_minor),)) if line.staff else line
        for line in document.lines
    )
    return of_document(replace(document, lines=lines))


MUTANTS: dict[str, RowsOf] = {
    "calendar date": lambda document: of_document(replace(document, business_date=date(2026, 1, 1))),
    "credits as sales": lambda document: of_document(replace(document, kind=INV)),
    "credits positive": lambda document: [replace(row, gross_minor=abs(row.gross_minor)) for row in of_document(document)],
    "rounding in the total": changed(Dim.ALL, lambda row: replace(row, gross_minor=row.gross_minor + 5)),
    "no tenders": rollups.of_sale,
    "what was handed over": lambda document: of_document(
        replace(document, tenders=tuple(replace(one, amount_minor=one.tendered_minor) for one in document.tenders))
    ),
    "one tax for all": changed(Dim.TAX, lambda row: replace(row, key=tax_key("VAT", "S", 50_000))),
    "rate forgotten": changed(Dim.TAX, lambda row: replace(row, key=tax_key(*read_tax_key(row.key)[:2], 0))),
    "gross for net": changed(Dim.STAFF, lambda row: replace(row, net_minor=row.gross_minor)),
    "first person only": first_person_only,
    "nobody left out": lambda document: [
        row for row in of_document(document) if row.dim is not Dim.STAFF or row.key
    ],
    "each person the whole quantity": changed(Dim.STAFF, lambda row: replace(row, qty_milli=1_000 * row.n)),
    "bill discount forgotten": lambda document: of_document(
        replace(document, lines=tuple(replace(one, bill_discount_minor=0) for one in document.lines))
    ),
    "a person counted once a bill": changed(Dim.STAFF, lambda row: replace(row, n=1)),
    "an item counted by pieces": changed(Dim.ITEM, lambda row: replace(row, n=row.qty_milli // 1_000)),
    "hour left out": lambda document: [row for row in of_document(document) if row.dim is not Dim.HOUR],
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_broken_rows_are_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_rows(MUTANTS[name], range(40))


# ---------------------------------------------------------------- adding


@given(st.integers(0, 500), st.randoms(use_true_random=False))
def test_rows_add_up_the_same_in_any_order_and_in_any_parts(seed: int, rng: Any) -> None:
    rows = [row for document in counter_days(seed, days=1).documents for row in of_document(document)]
    at_once = add(rows)
    rng.shuffle(rows)
    cut = rng.randint(0, len(rows))
    assert set(add((*add(rows[:cut]), *add(rows[cut:])))) == set(at_once)


def test_a_full_credit_takes_back_what_its_sale_added() -> None:
    for seed in range(60):
        shop = Counter(seed)
        shop.open()
        note = shop.refund(shop.sell(), whole=True)
        assert note is not None
        both = rows_of(shop.documents)
        for dim in (Dim.ALL, Dim.TAX, Dim.STAFF, Dim.ITEM, Dim.TENDER):
            for mine in by_key(both, dim).values():
                assert {name: figures(mine)[name] for name in AMOUNTS} == dict.fromkeys(AMOUNTS, 0)


def test_nothing_adds_up_to_nothing() -> None:
    assert add(()) == ()


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("key", ["VAT", "", "VAT/5", "ضريبة"])
def test_a_tax_key_is_read_back_whatever_the_tax_is_called(key: str) -> None:
    assert read_tax_key(tax_key(key, "S", 50_000)) == (key, "S", 50_000)


def test_the_hour_is_the_wall_clocks_and_the_day_the_trading_one() -> None:
    shop = Counter(5)
    shop.open()
    document = replace(shop.sell(), issued_at=1_795_150_800_000 + 16 * 3_600_000 + 59 * 60_000)
    (row,) = by_key(of_document(document), Dim.HOUR)["01"]
    assert row.date == document.business_date


def test_a_shared_line_is_split_by_each_persons_part_of_the_net() -> None:
    (mona, sara, _), shop = STAFF, Counter(5)
    shop.open()
    sold = line(42_000, 2_000, discount=percent(500_000))
    priced = price_ticket([sold], tax_codes=TAX_CODES)
    made = sold_line(sold, priced.lines[0], 1, (mona, sara))
    assert (made.list_minor, made.net_minor, made.tax_minor) == (84_000, 40_000, 2_000)
    parts = tuple(replace(one, net_minor=net) for one, net in zip(made.staff, (30_000, 10_000), strict=True))
    rows = by_key(of_document(shop.draw_up((replace(made, staff=parts),))), Dim.STAFF)
    assert {key: tuple(figures(mine).values()) for key, mine in rows.items()} == {
        mona.hex(): (1, 1_500, 63_000, 31_500, 30_000, 1_500, 31_500),
        sara.hex(): (1, 500, 21_000, 10_500, 10_000, 500, 10_500),
    }


# ---------------------------------------------------------------- payments


def test_payments_add_the_tender_rows_that_their_documents_did() -> None:
    for seed in range(80):
        shop = counter_days(seed)
        by_document = add(row for document in shop.documents for row in rollups.of_tenders(document))
        by_payment = add(
            row
            for root in shop.invoices
            for payment, _ in tender_payments(root, shop.notes.get(root.id, ()))
            for row in rollups.of_payment(payment)
        )
        assert set(by_payment) == set(by_document)


# ---------------------------------------------------------------- old receipts


def old_line(n: int, net: int, taxes: tuple[int, ...], **changes: Any) -> OldReceiptLine:
    facts = {
        "id": Id(bytes([n]) * 16), "source_key": str(n), "client_id": None, "staff_id": Id(b"s" * 16),
        "item_id": Id(b"i" * 16), "description": "Cut", "qty_milli": 1_000, "net_minor": net, "taxes": taxes,
        "old_taxes": (OldTax(key="GST", amount="1"),),
    }  # fmt: skip
    return OldReceiptLine(**(facts | changes))


def old_receipt(*lines: OldReceiptLine) -> OldReceipt:
    net, tax = sum(one.net_minor for one in lines), sum(sum(one.taxes) for one in lines)
    return OldReceipt(
        id=Id(b"r" * 16), branch_id=BRANCH, number="77", date=FIRST_DAY, net_minor=net, tax_minor=tax, currency="CAD",
        created_at=0, lines=lines,
    )  # fmt: skip


def test_an_old_receipt_adds_its_lines_without_tender_and_hour() -> None:
    receipt = old_receipt(
        old_line(1, 5_000, (250, 350)),
        old_line(2, 1_000, (50,), staff_id=None, item_id=None, qty_milli=2_000),
    )
    rows = rollups.of_receipt(receipt)
    assert {row.origin for row in rows} == {Origin.RECEIPT}
    assert {row.date for row in rows} == {FIRST_DAY}
    assert {(row.dim, row.key): (row.n, row.qty_milli, row.net_minor, row.tax_minor) for row in rows} == {
        (Dim.ALL, ""): (1, 3_000, 6_000, 650),
        (Dim.ITEM, (b"i" * 16).hex()): (1, 1_000, 5_000, 600),
        (Dim.ITEM, ""): (1, 2_000, 1_000, 50),
        (Dim.STAFF, (b"s" * 16).hex()): (1, 1_000, 5_000, 600),
        (Dim.STAFF, ""): (1, 2_000, 1_000, 50),
        (Dim.TAX, "old/1"): (1, 0, 6_000, 300),
        (Dim.TAX, "old/2"): (1, 0, 5_000, 350),
    }
    assert all(row.gross_minor == row.net_minor + row.tax_minor for row in rows)
    assert not any(row.list_minor or row.discount_minor for row in rows)


def test_the_tax_of_an_old_receipt_has_no_rate_to_read() -> None:
    with pytest.raises(ValueError, match="unpack"):
        read_tax_key("old/1")


@pytest.mark.parametrize(
    ("net", "kind"), [(5_000, INV), (0, INV), (-5_000, CRN)], ids=["sale", "free", "refund"]
)
def test_an_old_receipt_below_zero_counts_as_a_credit_note(net: int, kind: DocumentKind) -> None:
    assert {row.kind for row in rollups.of_receipt(old_receipt(old_line(1, net, ())))} == {kind}


def test_an_old_receipt_without_lines_adds_one_document() -> None:
    (row,) = rollups.of_receipt(old_receipt())
    assert (row.dim, row.n, row.gross_minor) == (Dim.ALL, 1, 0)


_AMOUNT = st.integers(-(10**6), 10**6)


@given(st.lists(st.tuples(_AMOUNT, st.lists(_AMOUNT, max_size=2)), max_size=5))
def test_an_old_receipts_dimensions_add_up_to_it(lines: list[tuple[int, list[int]]]) -> None:
    receipt = old_receipt(*(old_line(n, net, tuple(taxes)) for n, (net, taxes) in enumerate(lines)))
    rows = rollups.of_receipt(receipt)
    whole = figures(rows, dim=Dim.ALL)
    assert (whole["net_minor"], whole["tax_minor"]) == (receipt.net_minor, receipt.tax_minor)
    for dim in (Dim.STAFF, Dim.ITEM):
        parts = figures(rows, dim=dim)
        assert {name: parts[name] for name in AMOUNTS} == {name: whole[name] for name in AMOUNTS}
    assert figures(rows, dim=Dim.TAX)["tax_minor"] == receipt.tax_minor

"""Snapshots of documents for the printing tests: a Dubai salon, a Kuwaiti one (3 decimals), a Canadian
one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from salondesk.core.localtext import LocalText
from salondesk.core.money import allocate, round_half_away
from salondesk.domain.booking import BookingStatus
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.invoice import (
    CategoryTotal,
    DocumentKind,
    Invoice,
    InvoiceForm,
    InvoiceLine,
    OriginalDocument,
    Party,
    StaffShare,
    TaxRow,
)
from salondesk.domain.sale.ticket import LineKind, Tender, TenderKind
from salondesk.domain.till import MovementKind, MovementRow, Till, TillReport, TillSession
from salondesk.engine.tender_payments import tender_payments
from salondesk.reports.day_sheet import DaySheet, DaySheetLine
from salondesk.reports.table import Report
from salondesk.reports.takings import takings
from salondesk.reports.z_report import TillFacts, till_figures
from salondesk.reports.z_report import closed as close_figures
from tests.support.takings_oracle import figures_of

VAT = (("VAT", LocalText(en="VAT", ar="ضريبة القيمة المضافة"), "S", 50_000),)
GST_PST = (
    ("GST", LocalText(en="GST", ar="GST"), "S", 50_000),
    ("PST", LocalText(en="PST", ar="PST"), "S", 80_000),
)

SELLER = Party(
    names=LocalText(en="Pearl Beauty Salon LLC", ar="صالون لؤلؤة الجمال ذ.م.م"),
    address=LocalText(en="Shop 12, Al Wasl Road, Jumeirah 1, Dubai", ar="محل 12، شارع الوصل، جميرا 1، دبي"),
    tax_number="100123456700003",
    phone="+971 4 321 4567",
)
SARA = LocalText(en="Sara", ar="سارة")
MONA = LocalText(en="Mona", ar="منى")


def an_id(n: int) -> bytes:
    return n.to_bytes(16, "big")


def a_line(
    n: int,
    names: LocalText,
    price_minor: int,
    *,
    qty: int = 1,
    discount: int = 0,
    bill_discount: int = 0,
    reason: str = "",
    staff: tuple[LocalText, ...] = (SARA,),
    taxes: tuple[tuple[str, LocalText, str, int], ...] = VAT,
    basis: PriceBasis = PriceBasis.INSIDE,
    sign: int = 1,
) -> InvoiceLine:
    listed = price_minor * qty
    paid = listed - discount - bill_discount
    rates = sum(rate for *_, rate in taxes)
    base = 1_000_000 + rates if basis is PriceBasis.INSIDE else 1_000_000
    amounts = [round_half_away(paid * rate, base) for *_, rate in taxes]
    net = paid - sum(amounts) if basis is PriceBasis.INSIDE else paid
    rows = tuple(
        TaxRow(
            key=key,
            names=name,
            category=cat,
            rate_ppm=rate,
            base_minor=net * sign,
            amount_minor=amount * sign,
        )
        for (key, name, cat, rate), amount in zip(taxes, amounts, strict=True)
    )
    parts = allocate(net * sign, [1] * len(staff)) if staff else ()
    shares = tuple(
        StaffShare(staff_id=an_id(i), names=who, net_minor=part)
        for i, (who, part) in enumerate(zip(staff, parts, strict=True))
    )
    return InvoiceLine(
        n=n,
        kind=LineKind.SERVICE,
        item_id=an_id(100 + n),
        code=f"S{n:02}",
        names=names,
        staff=shares,
        qty_milli=qty * 1_000 * sign,
        unit_price_minor=price_minor,
        basis=basis,
        list_minor=listed * sign,
        line_discount_minor=discount * sign,
        bill_discount_minor=bill_discount * sign,
        discount_reason=reason,
        net_minor=net * sign,
        tax_minor=sum(amounts) * sign,
        gross_minor=(net + sum(amounts)) * sign,
        taxes=rows,
    )


def an_invoice(
    lines: tuple[InvoiceLine, ...],
    *,
    currency: str = "AED",
    seller: Party = SELLER,
    tenders: tuple[Tender, ...] | None = None,
    rounding: int = 0,
) -> Invoice:
    gross = sum(line.gross_minor for line in lines)
    totals: dict[str, CategoryTotal] = {}
    for row in (row for line in lines for row in line.taxes):
        old = totals.get(row.key)
        base = row.base_minor + (old.base_minor if old else 0)
        amount = row.amount_minor + (old.amount_minor if old else 0)
        totals[row.key] = CategoryTotal(
            key=row.key,
            names=row.names,
            category=row.category,
            rate_ppm=row.rate_ppm,
            base_minor=base,
            amount_minor=amount,
            category_amount_minor=round_half_away(base * row.rate_ppm, 1_000_000),
        )
    paid = gross + rounding
    return Invoice(
        id=an_id(1),
        branch_id=an_id(2),
        till_id=an_id(3),
        series_id=an_id(4),
        session_id=an_id(5),
        kind=DocumentKind.INVOICE,
        form=InvoiceForm.SIMPLIFIED,
        number="T1A-INV-000123",
        seq=123,
        currency=currency,
        issued_at=1_795_169_100_000,
        offset_min=240,
        zone="Asia/Dubai",
        legal_date=date(2026, 11, 20),
        supply_date=date(2026, 11, 20),
        business_date=date(2026, 11, 20),
        till_code="T1",
        cashier_id=an_id(6),
        cashier=LocalText(en="Layla", ar="ليلى"),
        seller=seller,
        buyer=None,
        client_id=an_id(7),
        client_name="فاطمة الزهراء",
        ticket_id=an_id(8),
        booking_id=None,
        lines=lines,
        tax_totals=tuple(totals.values()),
        list_minor=sum(line.list_minor for line in lines),
        discount_minor=sum(line.line_discount_minor + line.bill_discount_minor for line in lines),
        discount_reason="Loyal client" if any(line.bill_discount_minor for line in lines) else "",
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        gross_minor=gross,
        rounding_minor=rounding,
        payable_minor=paid,
        tenders=tenders if tenders is not None else (Tender(kind=TenderKind.CASH, amount_minor=paid),),
        footer=LocalText(en="Thank you, see you soon!", ar="شكراً لزيارتكم، نراكم قريباً!"),
    )


CUT = LocalText(
    en="Ladies cut & blow-dry with keratin treatment (long hair)",
    ar="قص شعر وتصفيف للسيدات مع علاج الكيراتين للشعر الطويل",
)
COLOUR = LocalText(en="Full hair colour", ar="صبغة شعر كاملة")
BRIDE = LocalText(en="Mani-pedi “Bride” package", ar="مناكير وباديكير — باقة «العروس»")
SHAMPOO = LocalText(en="Colour-safe shampoo 500 ml", ar="شامبو للشعر المصبوغ 500 مل")


def dubai_sale() -> Invoice:
    """A simplified invoice: discounts on a line and on the bill, cash rounding, a split payment."""
    lines = (
        a_line(1, CUT, 35_000, bill_discount=1_200),
        a_line(2, COLOUR, 42_000, discount=4_200, reason="Birthday", bill_discount=1_500, staff=(SARA, MONA)),
        a_line(3, BRIDE, 14_950, qty=2, bill_discount=1_000),
        a_line(4, SHAMPOO, 6_333, qty=3, bill_discount=663, staff=()),
    )
    gross = sum(line.gross_minor for line in lines)
    tenders = (
        Tender(kind=TenderKind.CARD, amount_minor=80_000, approval="012345", last4="4242"),
        Tender(kind=TenderKind.CASH, amount_minor=gross + 14 - 80_000, tendered_minor=40_000,
               change_minor=40_000 - (gross + 14 - 80_000)),
    )  # fmt: skip
    return an_invoice(lines, tenders=tenders, rounding=14)


def full_sale() -> Invoice:
    """A full invoice to a registered buyer, with another date of supply and a transfer."""
    sale = dubai_sale()
    buyer = Party(
        names=LocalText(en="Gulf Events FZ-LLC", ar="الخليج للفعاليات ش.م.ح"),
        address=LocalText(en="Office 1204, Media City, Dubai", ar="مكتب 1204، مدينة دبي للإعلام"),
        tax_number="100987654300003",
    )
    tenders = (Tender(kind=TenderKind.TRANSFER, amount_minor=sale.gross_minor, reference="FT26324-7781"),)
    return replace(
        sale,
        form=InvoiceForm.FULL,
        buyer=buyer,
        supply_date=date(2026, 11, 19),
        rounding_minor=0,
        payable_minor=sale.gross_minor,
        tenders=tenders,
    )


def credit_note() -> Invoice:
    """A credit of one line of the sale above, given back in cash and to the card."""
    sale = dubai_sale()
    line = a_line(1, COLOUR, 42_000, discount=4_200, reason="Birthday", bill_discount=1_500, sign=-1)
    note = an_invoice(
        (replace(line, original_n=2),),
        tenders=(
            Tender(kind=TenderKind.CARD, amount_minor=-30_000, approval="556677", last4="4242"),
            Tender(kind=TenderKind.CASH, amount_minor=-6_300),
        ),
    )
    original = OriginalDocument(
        id=sale.id,
        number=sale.number,
        legal_date=sale.legal_date,
        value_before_minor=sale.gross_minor,
        value_after_minor=sale.gross_minor + note.gross_minor,
    )
    return replace(
        note,
        kind=DocumentKind.CREDIT_NOTE,
        number="T1A-CRN-000007",
        original=original,
        reason="Colour not as agreed",
        approver=MONA,
    )


def kuwait_sale() -> Invoice:
    """Three decimals, no tax, no tax number."""
    seller = replace(SELLER, tax_number="", address=LocalText(en="Salmiya, Kuwait", ar="السالمية، الكويت"))
    none = (("O", LocalText(en="No tax", ar="بلا ضريبة"), "O", 0),)
    lines = (a_line(1, CUT, 12_500, taxes=none), a_line(2, COLOUR, 9_750, taxes=none))
    return an_invoice(lines, currency="KWD", seller=seller)


def canada_sale() -> Invoice:
    """Two taxes on top of the price."""
    seller = Party(
        names=LocalText(en="Maple Hair Studio"),
        address=LocalText(en="Vancouver, British Columbia"),
        tax_number="812345678RT0001",
    )
    lines = (
        a_line(1, LocalText(en="Women's haircut"), 6_200, taxes=GST_PST, basis=PriceBasis.ON_TOP),
        a_line(
            2,
            LocalText(en="Deep conditioning"),
            3_550,
            taxes=GST_PST,
            basis=PriceBasis.ON_TOP,
            discount=500,
            reason="Staff error",
        ),
    )
    return an_invoice(lines, currency="CAD", seller=seller)


def long_sale(count: int) -> Invoice:
    """As many lines as asked for."""
    names = (CUT, COLOUR, BRIDE, SHAMPOO)
    return an_invoice(tuple(a_line(n + 1, names[n % 4], 1_000 + n) for n in range(count)))


def awkward_sale() -> Invoice:
    """A client's name of ten thousand characters, an override, an emoji, unmatched isolates, a null."""
    sale = an_invoice((a_line(1, LocalText(en="Cut 💇‍♀️ \u202eevil", ar="قص \u2067😀"), 10_000),))
    return replace(sale, client_name="\u202eأحمد 😀 \x00\u2069" + "Sara سارة " * 1_000)


_OPENED = 1_795_145_400_000
_LAYLA = LocalText(en="Layla", ar="ليلى")


def _till_facts(documents: tuple[Invoice, ...], movements: tuple[MovementRow, ...]) -> TillFacts:
    session = TillSession(
        id=an_id(5),
        branch_id=an_id(2),
        till_id=an_id(3),
        business_date=date(2026, 11, 20),
        opened_at=_OPENED,
        opened_by=an_id(6),
        float_minor=50_000,
    )
    return TillFacts(
        session=session,
        till=Till(
            id=an_id(3), branch_id=an_id(2), code="T1", names=LocalText(en="Front desk", ar="الاستقبال")
        ),
        seller=SELLER,
        currency="AED",
        zone="Asia/Dubai",
        opened_by=_LAYLA,
        documents=documents,
        payments=[payment for one in documents for payment, _ in tender_payments(one)],
        movements=movements,
        grand_total_before_minor=12_345_678,
        kind_names={
            LineKind.SERVICE: LocalText(en="Services", ar="الخدمات"),
            LineKind.PRODUCT: LocalText(en="Products", ar="المنتجات"),
        },
    )


def a_movement(hours: int, kind: MovementKind, minor: int, reason: str) -> MovementRow:
    return MovementRow(
        at=_OPENED + hours * 3_600_000, kind=kind, amount_minor=minor, reason=reason, by=_LAYLA
    )


def empty_till_report() -> TillReport:
    """The X of a session in which nothing has happened."""
    return till_figures(_till_facts((), ()), report_id=an_id(9), made_at=_OPENED)


def till_report(*, closed: bool = True) -> TillReport:
    """A day's Z (or the X before it) over two sales and a credit note."""
    movements = (
        a_movement(1, MovementKind.OUT, 2_550, "Coffee and milk"),
        a_movement(2, MovementKind.IN, 10_000, "فكة من المكتب"),
    )
    facts = _till_facts(
        (dubai_sale(), replace(full_sale(), number="T1A-INV-000124"), credit_note()), movements
    )
    figures = till_figures(facts, report_id=an_id(9), made_at=_OPENED + 36_000_000)
    if not closed:
        return figures
    return close_figures(
        figures,
        number="T1A-Z-000031",
        seq=31,
        closed_at=_OPENED + 43_200_000,
        closed_by=MONA,
        counted_minor=figures.expected_minor - 25,
        reason="Short of small coins",
    )


def day_takings() -> Report:
    """The takings report of the same day."""
    documents = (dubai_sale(), replace(full_sale(), number="T1A-INV-000124"), credit_note())
    return takings(
        figures_of(documents),
        shop=SELLER.names,
        first_day=date(2026, 11, 20),
        last_day=date(2026, 11, 20),
        made_at=1_795_190_000_000,
        zone="Asia/Dubai",
        currency="AED",
    )


def day_sheet() -> DaySheet:
    """Four bookings of a stylist."""
    start = 1_795_147_200_000
    rows = (
        ("فاطمة الزهراء", CUT, BookingStatus.CONFIRMED, "Prefers cooler water", "Allergy: ammonia"),
        ("Hind Al Marri", COLOUR, BookingStatus.BOOKED, "", ""),
        ("Priya Nair", BRIDE, BookingStatus.PENDING, "تأتي مع والدتها، تحتاج كرسياً إضافياً", ""),
        ("أم سالم", SHAMPOO, BookingStatus.CANCELLED, "", ""),
    )
    lines = tuple(
        DaySheetLine(
            start_ms=start + n * 5_400_000,
            end_ms=start + n * 5_400_000 + 4_500_000,
            client=client,
            services=service,
            status=status,
            phone="+971 50 123 4567" if n == 0 else "",
            note=note,
            alert=alert,
        )
        for n, (client, service, status, note, alert) in enumerate(rows)
    )
    return DaySheet(
        shop=SELLER.names,
        person=SARA,
        day=date(2026, 11, 20),
        zone="Asia/Dubai",
        made_at=start - 3_600_000,
        lines=lines,
    )

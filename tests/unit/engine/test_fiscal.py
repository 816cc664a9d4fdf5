"""Fiscal rules by country: the Emirates as until now, Saudi Arabia by its published samples."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.localtext import LocalText
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceForm, Party
from salondesk.engine.fiscal import (
    ae,
    generic,
    plain_buyer_number,
    rules_for,
    rules_named,
    rules_of_document,
    sa,
)
from salondesk.engine.fiscal.generic import DepositForm, FiscalRules, PartyField
from salondesk.printing.papers import fiscal_words
from salondesk.printing.text.wording import local_time
from tests.printing import samples
from tests.unit.engine.money_cases import SELLER

FULL, SIMPLIFIED = InvoiceForm.FULL, InvoiceForm.SIMPLIFIED


# ---------------------------------------------------------------- found


@pytest.mark.parametrize(
    ("country", "rules"),
    [("AE", ae.RULES), ("SA", sa.RULES), ("KW", generic.RULES), ("CA", generic.RULES), ("", generic.RULES)],
)
def test_a_country_has_its_rules_or_the_generic_ones(country: str, rules: FiscalRules) -> None:
    assert rules_for(country) is rules


@pytest.mark.parametrize("rules", [ae.RULES, sa.RULES, generic.RULES])
def test_a_document_finds_its_rules_by_the_name_it_keeps(rules: FiscalRules) -> None:
    assert rules_named(rules.name) is rules
    assert rules_of_document(rules.name, "AED") is rules


def test_the_names_of_rules_are_kept_by_documents_for_ever() -> None:
    assert [one.name for one in (generic.RULES, ae.RULES, sa.RULES)] == ["generic/1", "ae/1", "sa/1"]


@pytest.mark.parametrize("name", ["ae/9", "AE/1", "ae", "xx/1", ""])
def test_rules_of_a_newer_program_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="unknown fiscal rules"):
        rules_named(name)


@pytest.mark.parametrize(
    ("currency", "rules"), [("AED", ae.RULES), ("SAR", generic.RULES), ("CAD", generic.RULES)]
)
def test_a_document_from_before_goes_by_its_currency(currency: str, rules: FiscalRules) -> None:
    assert rules_of_document("", currency) is rules


# ---------------------------------------------------------------- as until now


def is_full(requested: bool, tax_number: str, gross: int, above: int) -> bool:
    """Tell the form as tickets told it before there were rules."""
    return requested or (bool(tax_number) and gross > above)


Form = Callable[[bool, str, int, int], InvoiceForm]


def form_of(rules: FiscalRules) -> Form:
    return lambda requested, number, gross, above: rules.form(
        requested=requested, buyer_tax_number=number, gross_minor=gross, above_minor=above
    )


def assert_form_as_until_now(form: Form) -> None:
    for requested in (False, True):
        for number in ("", "100123456700003"):
            for above in (0, 500_000, 1_000_000):
                for gross in (0, above - 1, above, above + 1, 2_000_000):
                    full = is_full(requested, number, gross, above)
                    assert form(requested, number, gross, above) is (FULL if full else SIMPLIFIED)


@pytest.mark.parametrize("rules", [ae.RULES, generic.RULES])
def test_an_invoice_is_full_where_it_was_until_now(rules: FiscalRules) -> None:
    assert_form_as_until_now(form_of(rules))


MUTANTS: dict[str, Form] = {
    "from the threshold on": lambda asked, number, gross, above: form_of(ae.RULES)(asked, number, gross + 1, above),
    "always the law's own": lambda asked, number, gross, _: form_of(ae.RULES)(asked, number, gross, 1_000_000),
    "whoever buys": lambda asked, _, gross, above: form_of(ae.RULES)(asked, "1", gross, above),
    "requests ignored": lambda _, number, gross, above: form_of(ae.RULES)(False, number, gross, above),
    "every registered buyer": form_of(sa.RULES),
    "generous": lambda asked, number, gross, above: FULL,
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_form_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_form_as_until_now(MUTANTS[name])


@given(
    st.booleans(), st.sampled_from(["", "1", "100123456700003"]), st.integers(0, 10**8), st.integers(0, 10**8)
)
def test_the_emirates_form_is_that_of_until_now(requested: bool, number: str, gross: int, above: int) -> None:
    full = is_full(requested, number, gross, above)
    assert form_of(ae.RULES)(requested, number, gross, above) is (FULL if full else SIMPLIFIED)


@pytest.mark.parametrize("document", [samples.dubai_sale(), samples.full_sale(), samples.credit_note(),
                                      samples.kuwait_sale(), samples.canada_sale()],
                         ids=["sale", "full", "credit", "kuwait", "canada"])  # fmt: skip
def test_words_and_code_on_paper_are_as_until_now(document: Invoice) -> None:
    rules, s = rules_of_document("", document.currency), -1 if document.number.startswith("T1A-CRN") else 1
    assert rules.tax_number_label == ("TRN" if document.currency == "AED" else "Tax number")
    moment = local_time(document.issued_at, document.offset_min).isoformat(timespec="seconds")
    total, tax = document.gross_minor * s, document.tax_minor * s
    assert rules.code(document) == f"SD1|{document.number}|{moment}|{total}|{tax}|{document.currency}"
    assert fiscal_words.rules_of(document) is rules


@pytest.mark.parametrize("rules", [ae.RULES, sa.RULES, generic.RULES])
@pytest.mark.parametrize(
    ("buyer", "missing"),
    [
        (None, (PartyField.NAME, PartyField.ADDRESS)),
        (Party(names=LocalText(en="Gulf Events")), (PartyField.ADDRESS,)),
        (Party(names=LocalText(), address=LocalText(ar="دبي")), (PartyField.NAME,)),
        (Party(names=LocalText(ar="الخليج"), address=LocalText(en="Dubai")), ()),
    ],
)
def test_a_full_invoice_names_its_buyer_and_a_simplified_one_need_not(
    rules: FiscalRules, buyer: Party | None, missing: tuple[PartyField, ...]
) -> None:
    assert rules.missing_of_buyer(FULL, buyer) == missing
    assert rules.missing_of_buyer(SIMPLIFIED, buyer) == ()


def test_a_seller_has_name_and_address() -> None:
    assert ae.RULES.missing_of_seller(SELLER) == ()
    assert ae.RULES.missing_of_seller(replace(SELLER, address=LocalText())) == (PartyField.ADDRESS,)


def test_a_new_shop_starts_with_the_threshold_of_its_law() -> None:
    assert [one.full_above_minor for one in (ae.RULES, sa.RULES, generic.RULES)] == [1_000_000, 0, None]


@pytest.mark.parametrize("rules", [ae.RULES, sa.RULES, generic.RULES])
def test_a_deposit_is_an_invoice_where_its_tax_falls_due_at_receipt(rules: FiscalRules) -> None:
    assert rules.deposit_form(SELLER) is DepositForm.INVOICE
    assert rules.deposit_form(replace(SELLER, tax_number="")) is DepositForm.PAYMENT


# ---------------------------------------------------------------- tax numbers


@pytest.mark.parametrize(
    ("rules", "typed", "right"),
    [
        (ae.RULES, "100123456700003", True),
        (ae.RULES, " 100 1234 5670 0003 ", True),
        (ae.RULES, "١٠٠١٢٣٤٥٦٧٠٠٠٠٣", True),
        (ae.RULES, "", True),
        (ae.RULES, "   ", True),
        (ae.RULES, "10012345670000", False),
        (ae.RULES, "1001234567000033", False),
        (ae.RULES, "200123456700003", False),
        (ae.RULES, "-", False),
        (sa.RULES, "310122393500003", True),
        (sa.RULES, "310122393500004", False),
        (sa.RULES, "110122393500003", False),
        (sa.RULES, "31012239350003", False),
        (generic.RULES, "anything at all", True),
        (generic.RULES, "", True),
    ],
)
def test_a_tax_number_is_held_to_its_countrys_form(rules: FiscalRules, typed: str, right: bool) -> None:
    problem = rules.tax_number_problem(typed)
    assert (problem is None) == right
    assert problem is None or "15 digits" in problem.key


@pytest.mark.parametrize(
    ("rules", "typed", "kept"),
    [
        (ae.RULES, " 100 1234 5670 0003 ", "100123456700003"),
        (ae.RULES, "١٠٠١٢٣٤٥٦٧٠٠٠٠٣", "100123456700003"),
        (ae.RULES, " TRN pending ", "TRN pending"),
        (generic.RULES, " GST 123 456 ", "GST 123 456"),
        (sa.RULES, "3101-2239-3500-003", "310122393500003"),
    ],
)
def test_a_tax_number_is_kept_in_plain_digits_where_it_is_one(
    rules: FiscalRules, typed: str, kept: str
) -> None:
    assert rules.plain_tax_number(typed) == kept


@pytest.mark.parametrize(
    ("rules", "typed", "right"),
    [
        (ae.RULES, "100 1234 5670 0003", True),
        (ae.RULES, "10012345670000", False),
        (ae.RULES, "١٠٠١٢٣٤٥٦٧٠٠٠", False),
        (ae.RULES, "1-2", False),
        (ae.RULES, "310122393500003", True),
        (ae.RULES, "3101223935", True),
        (ae.RULES, "GB 123456789", True),
        (ae.RULES, "", True),
        (ae.RULES, "-", True),
        (sa.RULES, "100123456700003", True),
        (sa.RULES, "310122393500004", False),
        (sa.RULES, "310122393500003", True),
        (sa.RULES, "DE312345678", True),
        (generic.RULES, "1", True),
        (generic.RULES, "3", True),
    ],
)
def test_a_buyers_number_is_held_to_the_form_it_claims(rules: FiscalRules, typed: str, right: bool) -> None:
    problem = rules.buyer_number_problem(typed)
    assert (problem is None) == right
    assert right or problem == rules.tax_number_problem(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 100 1234 5670 0003 ", "100123456700003"),
        ("٣١٠١٢٢٣٩٣٥٠٠٠٠٣", "310122393500003"),
        (" GB 123 4567 89 ", "GB 123 4567 89"),
        ("", ""),
    ],
)
def test_a_buyers_number_is_kept_in_plain_digits_where_its_country_is_known(typed: str, kept: str) -> None:
    assert plain_buyer_number(typed) == kept


# ---------------------------------------------------------------- Saudi Arabia


def test_every_registered_buyer_in_saudi_arabia_gets_a_full_invoice() -> None:
    form = form_of(sa.RULES)
    assert form(False, "310122393500003", 100, 10**9) is FULL
    assert form(False, "", 10**9, 0) is SIMPLIFIED
    assert form(True, "", 100, 10**9) is FULL


def bobs_records() -> Invoice:
    """Return the invoice of ZATCA's guide to the code: 25 April 2022, 15:30 UTC, 1,000.00 with 150.00 VAT."""
    seller = Party(names=LocalText(en="Bobs Records"), tax_number="310122393500003")
    return replace(
        samples.dubai_sale(), seller=seller, currency="SAR", issued_at=1_650_900_600_000, offset_min=180,
        gross_minor=100_000, tax_minor=15_000,
    )  # fmt: skip


def test_the_saudi_code_is_that_of_the_published_sample() -> None:
    assert sa.RULES.code(bobs_records()) == (
        "AQxCb2JzIFJlY29yZHMCDzMxMDEyMjM5MzUwMDAwMwMUMjAyMi0wNC0yNVQxNTozMDowMFoEBzEwMDAuMDAFBjE1MC4wMA=="
    )


def tags(code: str) -> list[str]:
    """Read a code back: the value of each tag, which must come in order."""
    data, values = base64.b64decode(code), []
    while data:
        assert data[0] == len(values) + 1
        values.append(data[2 : 2 + data[1]].decode())
        data = data[2 + data[1] :]
    return values


def test_the_saudi_code_of_a_credit_note_says_its_amounts_as_paper_does() -> None:
    note = replace(bobs_records(), kind=DocumentKind.CREDIT_NOTE, gross_minor=-5, tax_minor=-1)
    assert tags(sa.RULES.code(note))[3:] == ["0.05", "0.01"]


@pytest.mark.parametrize(
    ("name", "length"), [("a" * 300, 255), ("ن" * 200, 254), ("😀" * 64, 252), ("a" * 255, 255)]
)
def test_a_sellers_name_fills_its_tag_to_the_last_whole_letter(name: str, length: int) -> None:
    seller = Party(names=LocalText(ar=name), tax_number="310122393500003")
    first = tags(sa.RULES.code(replace(bobs_records(), seller=seller)))[0]
    assert len(first.encode()) == length


@given(st.text(alphabet="aن ‏😀", max_size=300))
def test_a_sellers_name_of_any_length_is_cut_between_letters(name: str) -> None:
    seller = Party(names=LocalText(en="Latin", ar=name), tax_number="310122393500003")
    first, number, *_ = tags(sa.RULES.code(replace(bobs_records(), seller=seller)))
    assert (name or "Latin").startswith(first)
    assert len(first.encode()) > 251 or first == (name or "Latin")
    assert number == seller.tax_number

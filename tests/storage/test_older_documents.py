"""Documents made before a field was there: their text, their hash and the rules they follow stay what they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from salondesk.core import snapshot
from salondesk.domain.sale.invoice import Invoice, document_hash
from salondesk.domain.till import TillReport
from salondesk.engine.fiscal import ae, rules_of_document
from salondesk.storage.checks.documents import canonical, hash_of
from tests.support.older import as_of_revision_0010

OLDER = json.loads(Path(__file__).with_name("documents_of_revision_0010.json").read_text("utf-8"))
"""Two invoices, a credit note and a Z as the program of revision 0010 stored them: number, hash and snapshot."""


def read(kept: dict[str, str]) -> Invoice | TillReport:
    kind = TillReport if "-Z-" in kept["number"] else Invoice
    document: Invoice | TillReport = snapshot.loads(kind, kept["snapshot"])
    return document


@pytest.mark.parametrize("kept", OLDER, ids=lambda kept: kept["number"])
def test_an_older_document_keeps_text_and_hash(kept: dict[str, str]) -> None:
    document = read(kept)
    assert snapshot.dumps(document) == kept["snapshot"] == canonical(kept["snapshot"])
    assert document.hash == kept["hash"] == hash_of(kept["snapshot"])
    plain = snapshot.to_plain(document)
    assert document_hash({**plain, "hash": ""}) == kept["hash"]
    assert as_of_revision_0010(plain) == plain


@pytest.mark.parametrize("kept", OLDER, ids=lambda kept: kept["number"])
def test_an_older_document_goes_by_its_currency(kept: dict[str, str]) -> None:
    document = read(kept)
    assert document.fiscal == ""
    rules = rules_of_document(document.fiscal, document.currency)
    assert rules is ae.RULES
    if isinstance(document, Invoice):
        assert rules.code(document).startswith(f"SD1|{document.number}|")

"""`salondesk erase` erases a client for good, after it was said what that would be."""

import argparse
from collections.abc import Sequence

from salondesk.app.bootstrap import OpenShop
from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.erasures import note_erased
from salondesk.core.catalogue import Catalogue
from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.client.card import Client
from salondesk.services.client.card import read_phone
from salondesk.services.client.erase import EraseClient


def erase_(args: argparse.Namespace) -> Answer:
    """Erase a client found by code or telephone number; without --yes only say what that would be."""
    with console_shop(args) as shop:
        client = _one(shop, args.client)
        command = EraseClient(key=shop.new_id(), client_id=client.id, preview=not args.yes)
        done = shop.executor.run(command, shop.console)
        if args.yes:
            note_erased(shop.paths, shop.queries, shop.clock.now_ms())
    data = {
        "ok": True,
        "client": client.id.hex(),
        "visits": done.visits,
        "bills": done.bills,
        "erased": args.yes,
    }
    key = (
        N_("Erased: the card, {visits} visits and {bills} bills. Invoices stay as the law wants them.")
        if args.yes
        else N_(
            "{name}: the card, {visits} visits and {bills} bills would be erased for good. Add --yes to do it."
        )
    )
    said = Message(key, {"name": client.name, "visits": done.visits, "bills": done.bills})

    def lines(words: Catalogue) -> Sequence[str]:
        return (words.text(said),)

    return Answer(data, lines)


def _one(shop: OpenShop, text: str) -> Client:
    with shop.queries.view(shop.clock.now_ms()) as uow:
        by_code = uow.clients.with_code(text.strip())
        phone, _raw = read_phone(text, uow.shops.all()[0].country)
        found = [by_code] if by_code is not None else uow.clients.with_phone(phone)
    if len(found) != 1:
        raise UserError(
            Message(
                N_("{n} clients have this code or telephone number; nothing was erased."), {"n": len(found)}
            )
        )
    return found[0]

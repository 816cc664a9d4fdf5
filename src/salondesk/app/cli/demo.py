"""`salondesk demo`."""

import argparse

from salondesk.app.cli.answer import Answer
from salondesk.app.demo.shop import make_demo, request_for
from salondesk.app.paths import home_of
from salondesk.core.clock import SystemClock
from salondesk.core.message import Message, N_


def demo_(args: argparse.Namespace) -> Answer:
    """Make a demo shop in an empty folder."""
    paths = home_of(args.home)
    request = request_for(
        years=args.years,
        staff=args.staff,
        bookings=args.bookings,
        clients=args.clients,
        seed=args.seed,
        invoices=args.invoices,
    )
    figures = make_demo(paths, request, SystemClock().now_ms())
    said = Message(
        N_("Demo shop made in {folder}: {bookings} bookings, {invoices} invoices."),
        {"folder": str(paths.home), "bookings": figures["bookings"], "invoices": figures["invoices"]},
    )
    return Answer(
        {"home": str(paths.home), "seed": request.seed, **figures}, lambda words: [words.text(said)]
    )

"""The SQL of ClientById: the client with up to fifty visits."""

from salondesk.core.errors import UserError
from salondesk.domain.client.card import CLIENT
from salondesk.services.reads.client.card import ClientById, ClientCard
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.visits import visits_of


def answer(db: Lent, query: ClientById) -> ClientCard:
    """Return the card, visits newest first. Raises UserError when the client is gone."""
    client = rows_of(CLIENT).load(db.connection, query.client_id)
    if client is None:
        raise UserError.gone()
    visits = visits_of(
        db.connection,
        "b.client_id = ? AND b.deleted_at IS NULL ORDER BY b.business_date DESC LIMIT 50",
        query.client_id,
    )
    no_shows = db.connection.execute(
        "SELECT count(*) FROM booking WHERE client_id = ? AND status = 'no_show' AND deleted_at IS NULL",
        (query.client_id,),
    ).fetchone()[0]
    spent = db.connection.execute(
        "SELECT coalesce(sum(gross_minor), 0) FROM invoice WHERE client_id = ?", (query.client_id,)
    ).fetchone()[0]
    ordered = tuple(sorted(visits, key=lambda v: -v.start_at))
    return ClientCard(client=client, visits=ordered, no_shows=no_shows, spent_minor=spent)

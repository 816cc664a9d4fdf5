"""The SQL of XReport: the session's figures added up from its records."""

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.till import TillReport
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.till.session import session_report
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.till import open_session
from salondesk.storage.uow import SqlUnitOfWork


def answer(db: Lent, query: XReport) -> TillReport:
    """Return the X. Raises UserError while the till is closed."""
    del query
    session = open_session.answer(db, OpenSession())
    if session is None:
        raise UserError(Message(N_("The till is closed. Open it with a counted float first.")))
    with SqlUnitOfWork(db.connection, db.now_ms, read_only=True) as lent:
        return session_report(lent, session, report_id=session.id)

"""A question stands beside its permission, its SQL under the same name; roles are refused, and answers are what it says."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import salondesk.services.reads as reads
import salondesk.storage.queries as queries
from salondesk.core.errors import PermissionRefused, UserError
from salondesk.domain.access import Permission
from salondesk.domain.grants import first_permissions
from salondesk.engine.proposals import Proposal
from salondesk.services.client.card import NewClient
from salondesk.services.reads.booking.board import WEEK, DiaryBoard
from salondesk.services.reads.booking.conflict_facts import BoardFacts
from salondesk.services.reads.booking.history import VisitSteps
from salondesk.services.reads.booking.verdict import ProposalVerdict
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.client.card import ClientById
from salondesk.services.reads.query import Query, require
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.report.day_sheet import DaySheetLines
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.reads.till.z_list import ZList
from salondesk.services.reads.till.z_report import ZById
from salondesk.storage.queries.lent import Lent, plain_title
from tests.services.test_permissions import dummy
from tests.support.shop import StaffedShop

ROLES = ("manager", "reception", "stylist")
EVERYBODY: dict[str, str] = {}
"""Questions that are refused to no role, each with the reason."""
NEVER_REFUSED_AT_FIRST = {
    "DaySheetLines": "every role of a new shop may see at least her own day sheet; another's is refused below",
    "ItemList": "every role of a new shop books, sells or works by a diary",
    "BoardFacts": "every role of a new shop sees at least her own column",
    "DiaryBoard": "likewise; a stylist gets her own, see below",
    "ProposalVerdict": "likewise, and hears of her own time alone",
    "VisitById": "likewise; others' visits are refused below",
    "VisitSteps": "likewise",
    "PeopleOfDiary": "every role of a new shop sees at least her own column; a stylist hears of herself alone, see below",
}
"""Questions that each role of a new shop may ask in some form."""


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """Return the modules of a package's rooms by ROOM/NAME."""
    return {
        f"{room.name}/{found.name}": importlib.import_module(f"{package.__name__}.{room.name}.{found.name}")
        for room in pkgutil.iter_modules(package.__path__)
        if room.ispkg
        for found in pkgutil.iter_modules([str(Path(package.__path__[0], room.name))])
    }


def questions_of(module: ModuleType) -> list[type[Query[Any]]]:
    """Return the questions that a module declares."""
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Query) and found.__module__ == module.__name__
    ]


QUESTIONS = {name: found for name, m in modules(reads).items() for found in questions_of(m)}
ANSWERS = modules(queries)


def mistakes(question: type[Query[Any]], answer: Any) -> list[str]:
    """Return what an answer does not keep of what its question says."""
    said = next(get_args(b)[0] for b in question.__orig_bases__ if get_args(b))  # type: ignore[attr-defined]  # mypy does not know what the runtime keeps of generic bases
    hints = get_type_hints(answer)
    found = []
    if hints["query"] is not question:
        found.append(f"{question.__name__} is answered by SQL for {hints['query']}")
    if hints["return"] != said:
        found.append(f"{question.__name__} promises {said}, its SQL {hints['return']}")
    return found


def test_each_question_has_one_sql_module_and_each_sql_module_one_question() -> None:
    assert QUESTIONS.keys() == ANSWERS.keys()
    assert all(len(questions_of(module)) <= 1 for module in modules(reads).values())


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_an_answer_is_what_its_question_says(name: str) -> None:
    assert mistakes(QUESTIONS[name], ANSWERS[name].answer) == []


def test_a_wrong_answer_is_noticed() -> None:
    assert len(mistakes(OpenBills, ANSWERS["till/z_list"].answer)) == 2


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_question_is_refused_to_who_holds_nothing(shop: StaffedShop, name: str) -> None:
    if QUESTIONS[name].__name__ in EVERYBODY:
        return
    with pytest.raises(PermissionRefused):
        dummy(QUESTIONS[name]).allow(frozenset(), shop.manager)


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_question_is_refused_to_a_role_of_a_new_shop(shop: StaffedShop, name: str) -> None:
    """Through the door, before the database is asked: the dummy's fields name no record."""
    question = dummy(QUESTIONS[name])
    if QUESTIONS[name].__name__ in EVERYBODY.keys() | NEVER_REFUSED_AT_FIRST.keys():
        return
    refused = 0
    for role in ROLES:
        try:
            question.allow(frozenset(first_permissions(role)), getattr(shop, role))
        except PermissionRefused:
            refused += 1
            with pytest.raises(PermissionRefused):
                ReadDesk(shop.queries, shop.clock).ask(getattr(shop, role), question)
    assert refused


def test_names_of_exceptions_are_names_of_questions() -> None:
    assert EVERYBODY.keys() | NEVER_REFUSED_AT_FIRST.keys() <= {q.__name__ for q in QUESTIONS.values()}


def test_a_base_question_must_say_who_may_ask(shop: StaffedShop) -> None:
    with pytest.raises(NotImplementedError):
        Query[int]().allow(frozenset(), shop.manager)
    with pytest.raises(PermissionRefused) as refused:
        require(frozenset({"x"}), Permission.TILL_X, Permission.TILL_OPEN)
    assert refused.value.permission == Permission.TILL_X


def test_her_own_day_sheet_alone_and_without_phones(shop: StaffedShop) -> None:
    desk = ReadDesk(shop.queries, shop.clock)
    shop.book("MONA", at="11:00", client=NewClient(name="Amal", phone="+971501234567", lang="ar"))
    with pytest.raises(PermissionRefused):
        desk.ask(shop.stylist, DaySheetLines(shop.people["LINA"], shop.today()))
    (hers,) = desk.ask(shop.stylist, DaySheetLines(shop.stylist.staff_id, shop.today())).rows
    (seen,) = desk.ask(shop.manager, DaySheetLines(shop.people["MONA"], shop.today())).rows
    assert (hers.phone, seen.phone) == ("", "+971501234567")
    assert hers == seen._replace(phone="")


def test_a_stylist_hears_of_herself_alone(shop: StaffedShop) -> None:
    desk = ReadDesk(shop.queries, shop.clock)
    assert {row.staff_id for row in desk.ask(shop.reception, PeopleOfDiary())} == set(shop.people.values())
    assert [row.staff_id for row in desk.ask(shop.stylist, PeopleOfDiary())] == [shop.stylist.staff_id]
    assert [column.key for column in desk.ask(shop.stylist, DiaryBoard(shop.today())).columns] == [
        shop.stylist.staff_id
    ]
    others, lina = shop.book("LINA"), shop.people["LINA"]
    board = desk.ask(shop.reception, DiaryBoard(shop.today()))
    assert shop.stylist.staff_id in desk.ask(shop.reception, BoardFacts(board)).names
    assert set(desk.ask(shop.stylist, BoardFacts(board)).names) == {shop.stylist.staff_id}
    for refused in (
        PeopleOfDiary(staff_id=lina), DiaryBoard(shop.today(), staff_id=lina), DiaryBoard(shop.today(), WEEK, lina),
        BoardFacts(board, staff_id=lina), ProposalVerdict(Proposal.of(others), lina), VisitById(others.id),
        VisitSteps(others.id), VisitById(others.id, lina), VisitSteps(others.id, lina),
    ):  # fmt: skip
        with pytest.raises(PermissionRefused):
            desk.ask(shop.stylist, refused)
    taken = Proposal.of(others)._replace(booking=bytes(16), was=())
    assert desk.ask(shop.reception, ProposalVerdict(taken)).kind == "refuse"
    assert desk.ask(shop.stylist, ProposalVerdict(taken)).kind == "ok"


BY_ID = {
    "VisitById", "VisitSteps", "BillById", "InvoiceById", "InvoiceByNumber", "ZById", "ZByNumber", "ClientById",
}  # fmt: skip
SHOP_WIDE = {"ClientById": "clients are the shop's: every branch finds them"}


def test_what_is_asked_by_id_or_number_is_found_in_its_branch_alone(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book(client=NewClient(name="Amal", phone="", lang="ar"))
    assert visit.client_id is not None
    bill = shop.ticket(booking=visit)
    paid = shop.ask(InvoiceById(shop.pay(bill).invoice_id)).document
    shop.close_till()
    z_id, z_number = shop.value("SELECT id FROM z_report"), shop.value("SELECT number FROM z_report")
    asked: tuple[Query[Any], ...] = (
        VisitById(visit.id), VisitSteps(visit.id), BillById(bill.id), InvoiceById(paid.id), InvoiceByNumber(paid.number),
        ZById(z_id), ZByNumber(z_number), ClientById(visit.client_id),
    )  # fmt: skip
    assert {type(query).__name__ for query in asked} == BY_ID
    assert BY_ID == {q.__name__ for q in QUESTIONS.values() if re.search("By(Id|Number)$", q.__name__)} | {
        "VisitSteps"
    }
    with shop.readers.lend() as connection:
        for branch in (shop.console.branch_id, shop.new_id()):
            here = Lent(connection, shop.queries.place(), shop.clock.now_ms(), plain_title)
            here = here._replace(place=replace(here.place, branch_id=branch))
            found = {type(query).__name__ for query in asked if _is_found(here, query)}
            assert found == (BY_ID if branch == shop.console.branch_id else SHOP_WIDE.keys())


def _is_found(here: Lent, query: Query[Any]) -> bool:
    name = next(name for name, question in QUESTIONS.items() if question is type(query))
    try:
        return ANSWERS[name].answer(here, query) is not None
    except UserError:
        return False


def test_a_right_taken_away_is_gone_at_the_next_question(shop: StaffedShop) -> None:
    desk, days = ReadDesk(shop.queries, shop.clock), ZList(shop.today(), shop.today())
    assert desk.ask(shop.manager, days) == []
    with pytest.raises(PermissionRefused):
        desk.ask(replace(shop.manager, user_id=shop.new_id()), days)

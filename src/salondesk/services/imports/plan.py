"""What all imports share: the mapping, the report, finding or making the people a row names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import business_date, wall_instant
from salondesk.domain.catalog import PriceBasis, Service, TaxCode
from salondesk.domain.change import Initiator
from salondesk.domain.client.card import Client
from salondesk.domain.staff import StaffMember
from salondesk.engine.conflicts import Rule
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.imports.sheet import Refused, Sheet, SheetRow
from salondesk.services.imports.values import RowError, read_code, read_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """How a file of another system is read: which column holds what (``columns``: our word to theirs).

    ``minutes`` gives lengths by service code; ``taxes`` the column of each tax's amount by our tax's key.
    """

    kind: str
    columns: Mapping[str, str]
    encoding: str = "auto"
    date_style: str = "ymd"
    lang: str = "en"
    basis: PriceBasis = PriceBasis.INSIDE
    tax_code: str = "standard"
    minutes: Mapping[str, int] = field(default_factory=dict)
    default_minutes: int = 30
    colours: Mapping[str, str] = field(default_factory=dict)
    taxes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overlap:
    """An imported visit that lies over another of the same person."""

    row: int
    booking_id: Id
    start_at: int
    staff: str
    client: str
    other_start_at: int
    other_client: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule of time that an imported visit stands against: it is kept all the same, for it was promised."""

    row: int
    booking_id: Id
    rule: Rule
    words: Message


@dataclass(slots=True)
class ImportReport:
    """What became of a file. Rows known from an earlier import count as kept."""

    read: int
    kept: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    new_staff: list[str] = field(default_factory=list)
    new_clients: int = 0

    def outcome(self, command: "ImportFile", label: Message) -> Outcome["ImportReport"]:
        """Return the command's outcome: a dry run, or a file in which all is known, writes nothing."""
        self.refused.sort(key=lambda r: r.row)
        return Outcome(self, label, unchanged=command.dry_run or self.kept == self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile(Command[ImportReport]):
    """Take over a file's rows; with ``dry_run`` only say what would become of them."""

    initiator: ClassVar[Initiator | None] = Initiator.IMPORT

    sheet: Sheet
    map: ImportMap
    dry_run: bool = False


def begin(command: ImportFile, *columns: str) -> ImportReport:
    """Return the report to fill. Raises UserError when the mapping or the file lacks a column."""
    for name in columns:
        theirs = command.map.columns.get(name)
        if theirs is None:
            raise UserError(Message(N_("The mapping names no column for {field}."), {"field": name}))
    for theirs in (*command.map.columns.values(), *command.map.taxes.values()):
        if theirs not in command.sheet.columns:
            raise UserError(Message(N_("The file has no column “{column}”."), {"column": theirs}))
    return ImportReport(read=command.sheet.read, refused=list(command.sheet.damaged))


def cell(command: ImportFile, row: SheetRow, name: str) -> str:
    """Return a row's field by our word; empty when the mapping has none."""
    theirs = command.map.columns.get(name)
    return "" if theirs is None else row.field(theirs)


@dataclass(slots=True)
class People:
    """The clients, staff and services that rows name by code; who is unknown is made."""

    work: Work
    report: ImportReport
    _staff: dict[str, StaffMember] = field(init=False)
    _services: dict[str, Service] = field(init=False)
    _clients: dict[str, Client | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._staff = {s.code: s for s in self.work.uow.staff.all()}
        self._services = {s.code: s for s in self.work.uow.services.all()}

    def staff(self, code: str) -> StaffMember:
        """Return the person of a code."""
        known = self._staff.get(code)
        if known is None:
            known = self.work.uow.staff.save(
                None,
                StaffMember(
                    id=self.work.new_id(), branch_id=self.work.actor.branch_id, code=code,
                    names=LocalText(en=code.title() if code.isupper() else code), sort=100 + len(self._staff),
                ),
            )  # fmt: skip
            self._staff[code] = known
            self.report.new_staff.append(code)
        return known

    def client(self, code: str) -> Client | None:
        """Return the client of a code; nobody for no code."""
        if not code:
            return None
        if code not in self._clients:
            self._clients[code] = self.work.uow.clients.with_code(code)
        known = self._clients[code]
        if known is None:
            known = self.work.uow.clients.save(
                None,
                Client(id=self.work.new_id(), branch_id=self.work.actor.branch_id, name=code, code=code),
            )
            self._clients[code] = known
            self.report.new_clients += 1
        return known

    def service(self, code: str) -> Service:
        """Return the service of a code. Raises RowError when there is none."""
        found = self._services.get(code)
        if found is None:
            raise RowError(
                Message(
                    N_("There is no service with the code {code}. Import the services first."), {"code": code}
                )
            )
        return found


def staff_code(command: ImportFile, row: SheetRow) -> str:
    """Return a row's staff code. Raises RowError when there is none."""
    return read_code(cell(command, row, "staff"), lambda: Message(N_("The row names no person.")))


def client_code(command: ImportFile, row: SheetRow) -> str:
    """Return a row's client code, which may be empty: a walk-in."""
    return read_name(cell(command, row, "client"))


def service_code(command: ImportFile, row: SheetRow) -> str:
    """Return a row's service code. Raises RowError when there is none."""
    return read_code(cell(command, row, "service"), lambda: Message(N_("The row names no service.")))


def trading_day(work: Work, instant_ms: int) -> date:
    """Return the business date of an instant."""
    return business_date(instant_ms, work.branch.zone, work.branch.cutoff_min)


def instant(work: Work, day: date, minute: int) -> int:
    """Return the instant of a wall time of the branch."""
    return wall_instant(day, minute, work.branch.zone)


def tax_code_of(work: Work, command: ImportFile) -> TaxCode:
    """Return the tax code the mapping names. Raises UserError when the shop has none of that name."""
    for code in work.uow.tax_codes.all():
        if code.code == command.map.tax_code:
            return code
    raise UserError(Message(N_("This shop has no tax code “{code}”."), {"code": command.map.tax_code}))

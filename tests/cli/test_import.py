"""`import` and `replay`: whole files, damaged files, the same file twice; and a real salon where one is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from salondesk.app.files.import_file import read_import
from salondesk.core.errors import UserError
from salondesk.core.resources import resource
from tests.cli.conftest import Run, Said

KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")
SERVICES = "IsActive,Code,Desc,Cate,Price,Cost\nTRUE,SHCW,Women's hair cut,STYLE,102,5\nTRUE,CON,Consultation,MISC,0,0\n"
BOOKINGS = (
    "Code,Staff,Service,Date,Time,TimeInt\nANN01,JJ,SHCW,03/14/2018,3:50:00 PM,950\n"
    "BEA01,JJ,SHCW,03/14/2018,4:10:00 PM,970\nCAT01,NEWBY,CON,03/15/2018,9:00:00 AM,540\n"
    ",KELLY,CON,03/15/2018,9:00:00 AM,540\n"
)
RECEIPTS = (
    "Receipt,Date,Description,Client,Staff,Quantity,Amount,GST,PST\n1,03/14/2018,Women's hair cut,ANN01,JJ,1,82,4.1,6.56\n"
    "1,03/14/2018,Mystery,ANN01,JJ,1,10.11,.5055,.8088\n2,03/15/2018,Consultation,,HOUSE,1,-50,-2.5,-4\n"
)


class Desk:
    """A shop of the salon2018 profile and the imports into it."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder, self.home = run, folder, folder / "home"
        assert run("init", "--home", self.home, "--profile", resource("import/salon2018-shop.toml")).code == 0

    def take(self, kind: str, text: str | bytes, *more: str) -> Said:
        """Import a file of that content."""
        file = self.folder / f"{kind}.csv"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        mapping = resource(f"import/salon2018-{kind}.toml")
        return self.run("import", kind, file, "--map", mapping, "--home", self.home, "--json", *more)

    def rows(self, kind: str) -> list[dict[str, object]]:
        """List records."""
        rows: list[dict[str, object]] = self.run("list", kind, "--home", self.home, "--json").data["rows"]
        return rows


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Desk:
    """An empty shop to import into, with its services."""
    made = Desk(run, tmp_path)
    assert made.take("services", SERVICES).code == 0
    return made


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    said = desk.take("bookings", BOOKINGS, "--dry-run")
    assert (said.code, said.data["kept"]) == (0, 4)
    assert desk.rows("bookings") == []


def test_bookings_are_placed_and_overlaps_flagged_and_listed(desk: Desk) -> None:
    said = desk.take("bookings", BOOKINGS)
    assert (said.code, said.data["read"], said.data["kept"]) == (0, 4, 4)
    assert [o["row"] for o in said.data["overlaps"]] == [3]
    assert said.data["new_staff"] == ["NEWBY"]
    rows = desk.rows("bookings")
    assert [r["start"] for r in rows] == sorted(str(r["start"]) for r in rows)
    assert {r["status"] for r in rows} == {"done"}
    assert rows[0]["start"] == "2018-03-14T15:50:00-07:00"
    assert rows[0]["end"] == "2018-03-14T16:35:00-07:00"


def test_what_stands_against_a_visit_is_flagged_and_the_visit_kept(desk: Desk) -> None:
    """Leave, breaks, hours and far dates never refuse a row: the visit was promised."""
    sunday, far = "ANN01,JJ,SHCW,03/18/2018,3:50:00 PM,950\n", "BEA01,JJ,SHCW,03/14/2051,3:50:00 PM,950\n"
    said = desk.take("bookings", "Code,Staff,Service,Date,Time,TimeInt\n" + sunday + far)
    assert (said.code, said.data["kept"], said.data["refused"]) == (0, 2, [])
    flags = {(f["row"], f["rule"]): f["reason"] for f in said.data["flags"]}
    assert flags[2, "closed"] == "The shop is closed then."
    assert flags[3, "horizon"].startswith("This is further ahead")
    assert (2, "past") not in flags  # it is over, as imported visits are
    assert {f["id"] for f in said.data["flags"]} == {row["id"] for row in desk.rows("bookings")}
    again = desk.take("bookings", "Code,Staff,Service,Date,Time,TimeInt\n" + sunday + far)
    assert (again.code, again.data["known"], again.data["flags"]) == (0, 2, [])


def test_the_lines_for_people_name_twenty_flagged_rows_at_most(desk: Desk) -> None:
    head = "Code,Staff,Service,Date,Time,TimeInt\n"
    file = desk.folder / "bookings.csv"
    file.write_text(head + "".join(f"C{n},JJ,CON,03/18/2018,3:{n:02}:00 PM,950\n" for n in range(25)))
    mapping = resource("import/salon2018-bookings.toml")
    said = desk.run("import", "bookings", file, "--map", mapping, "--home", desk.home)
    line = next(text for text in said.out.splitlines() if text.startswith("The shop is closed then."))
    assert line.endswith("19, 20, 21 and 5 more")


@pytest.mark.parametrize("kind", ["bookings", "receipts"])
def test_a_second_import_changes_nothing(desk: Desk, kind: str) -> None:
    text = BOOKINGS if kind == "bookings" else RECEIPTS
    desk.take(kind, text)
    before = desk.rows(kind)
    again = desk.take(kind, text)
    assert (again.code, again.data["known"]) == (0, again.data["read"])
    assert desk.rows(kind) == before


def test_cancellations_and_no_shows_find_their_visit(desk: Desk) -> None:
    desk.take("bookings", BOOKINGS)
    head = "Cancel Date,Code,Service,Staff,Booking Date,Canceled By,Days\n"
    gone = desk.take(
        "cancellations",
        head + "03/10/2018,ANN01,SHCW,JJ,03/14/2018,JJ,4\n03/10/2018,DOT01,CON,JJ,03/14/2018,JJ,4\n",
    )
    missed = desk.take("no_shows", "Date,Code,Service,Staff\n03/15/2018,,CON,KELLY\n")
    assert (gone.code, missed.code) == (0, 0)
    states = {(r["client"], r["status"]) for r in desk.rows("bookings")}
    assert states == {
        ("ANN01", "cancelled"),
        ("BEA01", "done"),
        ("CAT01", "done"),
        ("", "no_show"),
        ("DOT01", "cancelled"),
    }
    assert desk.take("cancellations", head + "03/10/2018,ANN01,SHCW,JJ,03/14/2018,JJ,4\n").data["known"] == 1


def test_damaged_rows_are_refused_one_by_one_with_their_reason(desk: Desk) -> None:
    bad = [
        "ANN01,JJ,SHCW,03/44/2018,3:50:00 PM,950",
        "ANN01,JJ,SHCW,03/14/2018,late,950",
        "ANN01,JJ,NOPE,03/14/2018,3:50:00 PM,950",
        "ANN01,,SHCW,03/14/2018,3:50:00 PM,950",
        "ANN01,JJ",
        f"{'x' * 10_000},JJ,SHCW,03/14/2018,3:50:00 PM,950",
    ]
    said = desk.take("bookings", BOOKINGS + "\n".join(bad) + "\n")
    assert said.code == 2
    assert [r["row"] for r in said.data["refused"]] == [6, 7, 8, 9, 10, 11]
    assert len({r["reason"] for r in said.data["refused"]}) == 6
    assert said.err.count("\n") == 1
    assert desk.take("bookings", BOOKINGS.split("\n", 1)[0] + "\n" + bad[0]).code == 1


def test_negative_prices_are_refused(desk: Desk) -> None:
    said = desk.take("services", SERVICES + "TRUE,NEG,Negative,STYLE,-5,0\n")
    assert said.code == 2
    assert said.data["refused"][0]["row"] == 4
    assert "negative" in said.data["refused"][0]["reason"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_arabic_names_come_through_in_every_encoding(desk: Desk, encoding: str) -> None:
    said = desk.take("services", (SERVICES + "TRUE,QAS,قص شعر,STYLE,50,0\n").encode(encoding))
    assert said.code == 0
    assert "قص شعر" in {r["name"] for r in desk.rows("services")}


def test_products_bring_their_opening_stock_once(desk: Desk) -> None:
    head = "IsActive,Code,Description,Supplier,Brand,Category,Price,On Hand,Minimum,Maximum,Cost,COG,YTD,Package\n"
    text = head + "TRUE,OIL,Argan oil,X,X,RETAIL,30,2,1,2,9.325,0,0,FALSE\n"
    desk.take("products", text)
    desk.take("products", text.replace(",30,", ",31,"))
    (row,) = desk.rows("products")
    assert (row["price_minor"], row["stock_milli"]) == (3_100, 2_000)


def test_receipts_are_history_without_a_number_of_ours(desk: Desk) -> None:
    assert desk.take("receipts", RECEIPTS).code == 0
    rows = desk.rows("receipts")
    assert [(r["number"], r["net_minor"], r["tax_minor"]) for r in rows] == [
        ("1", 9_211, 1_198),
        ("2", -5_000, -650),
    ]
    assert desk.rows("invoices") == []
    late = desk.take("receipts", RECEIPTS + "1,03/14/2018,Late line,ANN01,JJ,1,5,.25,.4\n")
    assert late.code == 2


def test_a_replay_tells_each_tax_and_why_it_differs(desk: Desk, run: Run) -> None:
    file = desk.folder / "r.csv"
    file.write_text(RECEIPTS + "3,03/16/2018,Odd,ANN01,JJ,2,10,.9,0\n")
    said = run(
        "replay", file, "--map", resource("import/salon2018-receipts.toml"), "--home", desk.home, "--json"
    )
    totals = said.data["totals"]
    assert (totals["lines"], totals["receipts"], totals["days"], totals["net"]) == (4, 3, 3, "52.11")
    assert {w["reason"] for w in totals["why"]} == {"rounded", "other_rate", "no_tax"}
    assert totals["taxes"]["gst"] == {"tax": "2.61", "old": "3.0055", "difference": "-0.3955"}
    assert desk.rows("receipts") == []


def test_a_code_told_twice_in_two_ways_is_kept_once(desk: Desk) -> None:
    text = SERVICES + "TRUE,CON,Consultation,MISC,0,0\nTRUE,CON,Talk,MISC,10,0\n"
    for _ in range(2):
        said = desk.take("services", text)
        assert (said.code, said.data["kept"], said.data["known"]) == (2, 3, 3)
        assert [r["row"] for r in said.data["refused"]] == [5]
    assert "Talk" not in {r["name"] for r in desk.rows("services")}


def test_a_receipt_line_without_an_amount_is_refused(desk: Desk) -> None:
    said = desk.take("receipts", RECEIPTS + "9,03/16/2018,Blank,ANN01,JJ,1,,.25,.4\n")
    assert [r["row"] for r in said.data["refused"]] == [5]


def test_an_old_number_on_another_day_is_refused_with_the_day_it_had(desk: Desk) -> None:
    desk.take("receipts", RECEIPTS)
    said = desk.take("receipts", RECEIPTS.split("\n", 1)[0] + "\n2,06/15/2018,Other,ANN01,JJ,1,5,.25,.4\n")
    assert said.code == 1
    assert "2018-03-15" in said.data["refused"][0]["reason"]


def test_a_time_nobody_knows_is_not_passed_off_as_one(desk: Desk) -> None:
    desk.take("bookings", BOOKINGS)
    desk.take(
        "cancellations",
        "Cancel Date,Code,Service,Staff,Booking Date,Canceled By,Days\n03/10/2018,DOT01,CON,JJ,03/14/2018,JJ,4\n",
    )
    assert {r["client"]: r["time_known"] for r in desk.rows("bookings")} == {
        "ANN01": True,
        "BEA01": True,
        "CAT01": True,
        "": True,
        "DOT01": False,
    }


def test_a_file_too_large_for_this_computer_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    file.write_bytes(b"x" * 2_001)
    assert len(read_import(file, largest=2_001)) == 2_001
    with pytest.raises(UserError):
        read_import(file, largest=2_000)


def test_a_file_or_column_that_is_missing_is_said_in_one_line(desk: Desk, run: Run) -> None:
    mapping = resource("import/salon2018-bookings.toml")
    for file, what in ((desk.folder / "none.csv", "none.csv"), (desk.folder / "services.csv", "Date")):
        said = run("import", "bookings", file, "--map", mapping, "--home", desk.home)
        assert said.code == 1
        assert what in said.err
        assert said.err.count("\n") == 1


LATER = {
    "services": (
        "IsActive,Code,Desc,Cate,Price,Cost\nTRUE,SHCW,Women's hair cut,STYLE,110,10\n"
        "TRUE,KERA,Keratin,STYLE,\"1,250.00\",9\n"
        "TRUE,BRID,Bridal,STYLE,499.995,10\nTRUE,KERA,Keratin again,STYLE,5,0\nTRUE,,No code,STYLE,5,0\n"
        "maybe,ODD,Odd flag,STYLE,5,0\nTRUE,EURO,Comma price,STYLE,\"12,50\",0\n",
        {4: "499.995", 5: "earlier row", 6: "no code", 7: "neither yes nor no", 8: "12,50"},
    ),
    "bookings": (
        "Code,Staff,Service,Date,Time,TimeInt\nJUN01,JJ,SHCW,06/01/2018,3:50:00 PM,950\n"
        "NEW01,MARIA,KERA,06/01/2018,10:00,600\n"
        "NEW02,Kelly,SHCW,4 Jun 2018,9:00 am,540\nNEW03,JJ,XXXX,06/02/2018,10:00,600\nNEW04,JJ,SHCW,31/12/2018,10:00,600\n"
        "NEW05,JJ,SHCW,06/04/2018,,600\nNEW06,JJ,SHCW,,10:00,600\nNEW07,JJ,SHCW,06/31/2018,15:30,930\n"
        "NEW08,JJ,SHCW,06/05/18,15:30,930\nJUN01,JJ,SHCW,06/01/2018,3:50:00 PM,950\n",
        {5: "XXXX", 6: "31/12/2018", 7: "no time", 8: "no date", 9: "06/31/2018", 10: "06/05/18"},
    ),
    "no_shows": (
        "Date,Code,Service,Staff\n06/04/2018,NEW02,SHCW,Kelly\n,NEW02,SHCW,JJ\n06/09/2018,NOBODY,SHCW,JJ\n",
        {3: "no date"},
    ),
    "receipts": (
        "Receipt,Date,Description,Client,Staff,Quantity,Amount,GST,PST\n900,06/01/2018,Keratin,JUN01,MARIA,1,\"1,250.00\",62.5,100\n"
        "901,06/01/2018,Women's hair cut,NEW02,KELLY,1,-75,-3.75,-6\n902,06/02/2018,Gift,NEW02,KELLY,1,0,0,0\n"
        "903,06/02/2018,Two,NEW02,KELLY,2,30,1.5,2.4\n903,06/03/2018,Other day,NEW02,KELLY,1,30,1.5,2.4\n"
        "904,2018-06-03,Twice,NEW02,KELLY,1,30,1.5,2.4\n904,06/03/2018,Twice,NEW02,KELLY,1,30,1.5,2.4\n"
        "905,06/03/2018,Odd,NEW02,KELLY,x,30,1.5,2.4\n906,06/03/2018,Odd,NEW02,KELLY,1,(10.00),-0.5,-0.8\n"
        "907,06/03/2018,Short,NEW02\n908,06/03/2018,Long,NEW02,KELLY,1,10,0.5,0.8,more\n"
        ",06/03/2018,No number,NEW02,KELLY,1,30,1.5,2.4\n",
        {
            6: "another date", 9: "not a quantity", 10: "(10.00)", 11: "4 fields instead of 9", 12: "10 fields",
            13: "no receipt number",
        },
    ),
}  # fmt: skip
"""Months that came after the first import: new people and services, other styles, credits, nothing charged, slips."""


def test_later_months_lose_no_row_silently_and_come_in_once(desk: Desk, run: Run) -> None:
    assert desk.take("bookings", BOOKINGS).code == 0
    assert desk.take("receipts", RECEIPTS).code == 0
    for kind, (text, reasons) in LATER.items():
        said = desk.take(kind, text)
        assert said.code == 2, kind
        assert said.data["read"] == text.count("\n") - 1 == said.data["kept"] + len(said.data["refused"])
        found = {refused["row"]: refused["reason"] for refused in said.data["refused"]}
        assert found.keys() == reasons.keys(), kind
        for row, why in reasons.items():
            assert why in found[row].replace("\u2068", "").replace("\u2069", ""), (kind, row)
    before = run("list", "bookings", "--home", desk.home, "--json").out
    for kind, (text, reasons) in LATER.items():
        again = desk.take(kind, text)
        assert again.data["known"] == again.data["kept"] == text.count("\n") - 1 - len(reasons), kind
        assert again.data["new_staff"] == []
    assert run("list", "bookings", "--home", desk.home, "--json").out == before
    assert run("check", "--home", desk.home, "--json").data["problems"] == []


def test_people_an_import_made_are_named_in_its_answer(desk: Desk, run: Run) -> None:
    file = desk.folder / "later.csv"
    file.write_text(BOOKINGS, encoding="utf-8")
    mapping = resource("import/salon2018-bookings.toml")
    said = run("import", "bookings", file, "--map", mapping, "--home", desk.home)
    assert "not in the shop yet: NEWBY" in said.out.replace("\u2068", "").replace("\u2069", "")


def test_a_real_salon_comes_in_whole(run: Run, tmp_path: Path, samples: Path) -> None:
    desk = Desk(run, tmp_path)
    for _ in range(2):
        for kind in KINDS:
            said = desk.take(kind, (samples / "salon2018" / f"{kind}.csv").read_bytes())
            assert said.code == 0, (kind, said.err)
    standing = [r for r in desk.rows("bookings") if r["status"] != "cancelled"]
    assert len(standing) >= 800
    file = samples / "salon2018" / "receipts.csv"
    said = run(
        "replay", file, "--map", resource("import/salon2018-receipts.toml"), "--home", desk.home, "--json"
    )
    totals = said.data["totals"]
    assert (totals["lines"], totals["receipts"], totals["days"], totals["net"]) == (927, 690, 60, "55121.09")
    assert (totals["taxes"]["gst"]["tax"], totals["taxes"]["pst"]["tax"]) == ("2756.17", "4409.65")
    assert (totals["taxes"]["gst"]["old"], totals["taxes"]["pst"]["old"]) == ("2756.0545", "4409.6872")
    assert totals["differing_lines"] == 82

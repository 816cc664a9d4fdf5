"""What pdf_a4 and pdf_80mm share: a document beside its floor, alternating in one process, and the first one
alone.

The floor is the same shaped glyph runs at the same places, drawn by the canvas and saved, with no layout,
words, rules or codes: the least that any program with these pages could do. Ours is the door the product
uses, from the stored snapshot to bytes and hash.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from salondesk.domain.sale.invoice import Invoice  # noqa: E402 - the path is set above
from salondesk.printing.page.pages import PaperName  # noqa: E402 - the path is set above
from salondesk.printing.page.pdf_canvas import PageCanvas  # noqa: E402 - the path is set above
from salondesk.printing.papers.document import fiscal_document  # noqa: E402 - the path is set just above
from salondesk.printing.text.fonts import Face, Glyph  # noqa: E402 - the path is set above
from salondesk.printing.text.text_flow import TextStyle  # noqa: E402 - the path is set above
from tests.printing import samples  # noqa: E402 - the path is set above

ROUNDS = 40
GOAL_RATIO = 3.0
GOAL_FIRST_MS = 250.0
_FIRST = """
import sys, time
sys.path[:0] = [{root!r}, {src!r}]
from tests.printing import samples
sale = samples.{sale}()
start = time.perf_counter()
from salondesk.printing.papers.document import fiscal_document
fiscal_document(sale, paper={paper!r}, language="both")
print((time.perf_counter() - start) * 1000)
"""

Runs = Sequence[tuple[Face, tuple[Glyph, ...]]]
Call = tuple[list[tuple[Face, tuple[Glyph, ...]]], TextStyle, float, float]


def record(paper: PaperName) -> tuple[list[Call], tuple[float, float]]:
    """Draw the document once and keep every glyph run with its place."""
    calls: list[Call] = []
    size = (0.0, 0.0)
    plain = PageCanvas.show_runs

    def keep(self: PageCanvas, runs: Runs, style: TextStyle, *, x: float, baseline: float) -> None:
        nonlocal size
        calls.append((list(runs), style, x, baseline))
        size = self._pagesize
        plain(self, runs, style, x=x, baseline=baseline)

    PageCanvas.show_runs = keep  # type: ignore[method-assign]  # a recorder for one drawing
    try:
        fiscal_document(_sale(paper), paper=paper, language="both")
    finally:
        PageCanvas.show_runs = plain  # type: ignore[method-assign]  # as above
    return calls, size


def floor(calls: list[Call], size: tuple[float, float]) -> bytes:
    """Draw the same runs and nothing else."""
    file = io.BytesIO()
    canvas = PageCanvas(file, invariant=True, width=size[0], height=size[1])
    for runs, style, x, baseline in calls:
        canvas.show_runs(runs, style, x=x, baseline=baseline)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def first_ms(paper: PaperName) -> float:
    """Time imports and the first document in a process that has drawn none; the second of two, files warm."""
    sale = "full_sale" if paper == "a4" else "dubai_sale"
    code = _FIRST.format(root=str(ROOT), src=str(ROOT / "src"), sale=sale, paper=paper)
    made = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(2)]
    return float(made[-1].stdout)


def run(name: str, paper: PaperName) -> None:
    """Measure and print the one line."""
    calls, size = record(paper)
    sales = [_numbered(_sale(paper), n) for n in range(ROUNDS)]  # each has its own number, codes and times
    floors, ours = [], []
    for sale in sales:
        floors.append(_ms(lambda: floor(calls, size)))
        ours.append(_ms(partial(fiscal_document, sale, paper=paper, language="both")))
    low, mine = statistics.median(floors), statistics.median(ours)
    print(
        json.dumps(
            {
                "name": name,
                "floor_ms": round(low, 3),
                "ours_ms": round(mine, 3),
                "ratio": round(mine / low, 2),
                "p95_ms": round(sorted(ours)[int(len(ours) * 0.95) - 1], 3),
                "goal_ratio": GOAL_RATIO,
                "n": ROUNDS,
                "rows": len(sales[0].lines),
                "first_ms": round(first_ms(paper), 1),
                "goal_first_ms": GOAL_FIRST_MS,
            }
        )
    )


def _sale(paper: PaperName) -> Invoice:
    return samples.full_sale() if paper == "a4" else samples.dubai_sale()


def _numbered(sale: Invoice, n: int) -> Invoice:
    return replace(sale, number=f"T1A-INV-{n:06d}", issued_at=sale.issued_at + n * 61_000)


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000

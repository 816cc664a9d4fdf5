"""Full repaint of the view of a day of 12 people and 200 bookings, against blitting the same pictures."""

from __future__ import annotations

from benchmarks.harness import alternate, report
from benchmarks.qt_stage import Blitter, application, blitter_of, diary


def main() -> None:
    """Measure and print."""
    app = application()
    grid = diary(12, 200)
    floor = blitter_of(grid, Blitter)
    app.processEvents()
    times = alternate(floor.repaint, grid.viewport().repaint, rounds=300)
    report("day_paint_12x200", times, goal_ratio=2.0, rows=200)


if __name__ == "__main__":
    main()

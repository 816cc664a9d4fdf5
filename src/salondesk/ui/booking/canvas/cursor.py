"""The keyboard's place in the diary: a column, a minute, and the block under it. No Qt."""

from __future__ import annotations

from salondesk.ui.booking.canvas.geometry import Geometry
from salondesk.ui.booking.canvas.placing import Placed, Placing


class Cursor:
    """Walks slots and blocks. `key` is that of the block it stands on, b"" on free time."""

    def __init__(self) -> None:
        self.column, self.minute, self.key = 0, 0, b""

    def placed(self, placing: Placing) -> Placed | None:
        """Give the block the cursor stands on."""
        return placing.by_key.get(self.key)

    def on_block(self, placed: Placed, minute: float | None = None) -> None:
        """Stand on a block, at its start or at that of the stretch which a minute lies in."""
        self.column, self.key = placed.column, placed.block.key
        self.minute = placed.block.start_min
        if minute is not None:
            self.minute = stretch_at(placed, minute)[0]

    def on_slot(self, column: int, minute: int) -> None:
        """Stand on free time."""
        self.column, self.minute, self.key = column, minute, b""

    def settle(self, placing: Placing, shape: Geometry) -> None:
        """Find a footing again after the board changed: the same block if it is there, else its time."""
        placed = placing.by_key.get(self.key)
        if placed is not None:
            self.on_block(placed, self.minute)
            return
        self.column = min(self.column, max(shape.columns - 1, 0))
        self._land(placing, shape, self.column, self.minute)

    def to_minute(self, placing: Placing, shape: Geometry, column: int, minute: int) -> None:
        """Go to a time of a column: the block that covers it, else the slot."""
        self._land(placing, shape, column, shape.slot_at(minute), last=minute)

    def down(self, placing: Placing, shape: Geometry, *, up: bool = False) -> None:
        """Go to the next slot or past the stretch of the block, so that its gap is entered, down or up."""
        placed = self.placed(placing)
        start, end = (
            stretch_at(placed, self.minute)
            if placed is not None
            else (self.minute, self.minute + shape.slot_min)
        )
        if up:
            minute = start - 1
            self._land(placing, shape, self.column, shape.slot_at(minute), last=minute)
            return
        self._land(placing, shape, self.column, shape.slot_at(end), last=end, leaving=(self.key, start))

    def sideways(self, placing: Placing, shape: Geometry, *, rightwards: bool) -> None:
        """Go to the column beside, as the eye sees it."""
        self._land(placing, shape, shape.next_column(self.column, rightwards=rightwards), self.minute)

    def step(self, placing: Placing, *, forward: bool) -> bool:
        """Go to the next block in time order; False when there is none, and the focus may leave."""
        order = placing.in_time_order
        placed = self.placed(placing)
        if placed is not None:
            index = order.index(placed) + (1 if forward else -1)
        else:
            index = next((n for n, p in enumerate(order) if p.block.start_min >= self.minute), len(order))
            index -= 0 if forward else 1
        if not 0 <= index < len(order):
            return False
        self.on_block(order[index])
        return True

    def _land(
        self,
        placing: Placing,
        shape: Geometry,
        column: int,
        minute: int,
        *,
        last: int | None = None,
        leaving: tuple[bytes, int] | None = None,
    ) -> None:
        latest = max(shape.slot_at(shape.end_min - 1), shape.start_min)
        minute = min(max(minute, shape.slot_at(shape.start_min)), latest)
        at = minute if last is None else min(max(last, minute), shape.end_min - 1)
        placed = placing.covering(column, at)
        if placed is None:
            placed, at = placing.covering(column, minute), minute
            # what ends within a slot is left, not come back to
            if placed is not None and (placed.block.key, stretch_at(placed, at)[0]) == leaving:
                placed = None
        if placed is not None:
            self.on_block(placed, at)
        else:
            self.on_slot(column, minute)


def stretch_at(placed: Placed, minute: float) -> tuple[int, int]:
    """Return the stretch of a block that a minute lies in; its first one when it lies in none."""
    solid = placed.block.solid
    return next(((start, end) for start, end in solid if start <= minute < end), solid[0])

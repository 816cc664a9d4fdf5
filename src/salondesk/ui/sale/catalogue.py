"""What can be sold, as big tiles: categories at the side, search over all of them. One tap puts an item on the bill."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QMenu, QPushButton, QStackedWidget, QWidget

from salondesk.core.fold import fold
from salondesk.core.localtext import LocalText
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language
from salondesk.ui.kit.buttons import TileButton
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.inputs import SearchEdit
from salondesk.ui.kit.layout import column, restyle, row, scrolling

_TILE_WIDTH, _TILE_HEIGHT, _GAP, _SIDE = 176, 76, 10, 168
_MOST_TILES = 200
"""More than anyone scrolls through; search finds the rest."""
_Category = LocalText | None


def found_items(items: Sequence[ItemRow], text: str) -> list[ItemRow]:
    """Return the items whose name, code or category has every word of ``text``, in any spelling."""
    wanted = fold(text).split()

    return [item for item in items if all(word in _words(item) for word in wanted)]


@lru_cache(maxsize=8192)
def _words(item: ItemRow) -> str:
    """Folding is slow, and asked for again at every key."""
    return fold(" ".join((item.names.en, item.names.ar, item.code, item.barcode, item.category.en)))


def plain(text: str) -> str:
    """Return a name as a button shows it: an ampersand there would underline the next letter."""
    return text.replace("&", "&&")


class CataloguePanel(Retranslated, QWidget):
    """Signals: item_chosen(ItemRow); code_typed(str) when Enter ends digits in the search; stock_requested(ItemRow)
    from the menu of a product's tile, for who may see to the stock.
    """

    item_chosen = Signal(object)
    code_typed = Signal(str)
    stock_requested = Signal(object)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._items: list[ItemRow] = []
        self._category: _Category = None
        self._tiles: list[tuple[TileButton, ItemRow]] = []
        self._per_row = 0
        self._may_stock = False
        self.search = SearchEdit()
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.installEventFilter(self)
        self._side = column(gap=4)
        self._chips: list[tuple[QPushButton, _Category]] = []
        self._group = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._empty = EmptyState("tag")
        self._stack = QStackedWidget()
        self._build()
        self.retranslate()

    def _build(self) -> None:
        board = QWidget()
        board.setLayout(column(self._grid, None))
        self._area = scrolling(board)
        self._area.viewport().installEventFilter(self)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._empty)
        rail = QWidget()
        rail.setFixedWidth(_SIDE)
        rail.setLayout(column(self._side, None))
        side = scrolling(rail)
        side.setFixedWidth(_SIDE + 4)
        body = row(side, self._stack, gap=12)
        body.setStretch(1, 1)
        whole = column(self.search, body, gap=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def retranslate(self) -> None:
        self.search.set_hint(_("Search services and products, or scan"))
        self._empty.set_texts(_("Nothing found"), _("Try another word, or a part of the name."))
        self.setAccessibleName(_("Services and products"))
        for chip, category in self._chips:
            chip.setText(plain(category.pick(language())) if category is not None else _("All"))
        if self._items:
            self._show()

    def put(self, items: Sequence[ItemRow]) -> None:
        """Show what is for sale: services by category, then products by theirs."""
        if list(items) == self._items:
            return
        self._items = list(items)
        categories = list(dict.fromkeys(item.category for item in items if item.category))
        if self._category not in categories:
            self._category = None
        wanted: list[_Category] = [None, *categories]
        if wanted != [category for _chip, category in self._chips]:
            self._fill_side(wanted)
        self.retranslate()

    def _fill_side(self, categories: Sequence[_Category]) -> None:
        for chip, _category in self._chips:
            chip.deleteLater()
        self._chips = []
        for category in categories:
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setProperty("kind", "quiet")
            chip.setMinimumHeight(44)
            chip.setChecked(category == self._category)
            chip.clicked.connect(lambda _checked=False, picked=category: self._on_category(picked))
            self._group.addButton(chip)
            self._chips.append((chip, category))
            self._side.addWidget(chip)
            restyle(chip, "segment", True)
            restyle(chip, "edge", "both")

    def _on_category(self, category: _Category) -> None:
        self._category = category
        self.search.clear()
        self._show()
        self._area.verticalScrollBar().setValue(0)

    def tiles(self) -> list[tuple[TileButton, ItemRow]]:
        """Return the tiles that are shown and what they sell."""
        return list(self._tiles)

    def _shown_items(self) -> list[ItemRow]:
        if self.search.text().strip():
            return found_items(self._items, self.search.text())
        if self._category is None:
            return self._items
        return [item for item in self._items if item.category == self._category]

    def _show(self) -> None:
        shown = self._shown_items()[:_MOST_TILES]
        while len(self._tiles) > len(shown):
            self._tiles.pop()[0].deleteLater()
        kept = [tile for tile, _item in self._tiles]
        self._tiles = []
        for n, item in enumerate(shown):
            tile = kept[n] if n < len(kept) else self._new_tile()
            self._apply_style(tile, item)
            self._tiles.append((tile, item))
        self._place()
        self._stack.setCurrentIndex(0 if shown or not self._items else 1)

    def _new_tile(self) -> TileButton:
        tile = TileButton()
        tile.clicked.connect(lambda _checked=False: self._on_tile(tile))
        tile.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tile.customContextMenuRequested.connect(lambda where: self._open_menu(tile, where))
        return tile

    def set_may_stock(self, may: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Offer the stock only to who may see to it; the service decides again."""
        self._may_stock = may

    def _open_menu(self, tile: TileButton, where: QPoint) -> None:
        item = self._item_of(tile)
        if not self._may_stock or item.stock_milli is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Put on the bill"), lambda: self.item_chosen.emit(item))
        menu.addAction(_("Stock…"), lambda: self.stock_requested.emit(item))
        menu.popup(tile.mapToGlobal(where))

    def _item_of(self, tile: TileButton) -> ItemRow:
        return next(item for made, item in self._tiles if made is tile)

    def _apply_style(self, tile: TileButton, item: ItemRow) -> None:
        shown = formatter()
        detail = shown.money(item.price_minor, self._currency)
        if item.minutes:
            detail = f"{detail} · {shown.duration(item.minutes)}"
        elif item.stock_milli is not None and item.stock_milli <= 0:
            detail = fill(_("{price} · none left"), price=detail)
        tile.set_content(item.names.pick(language()), detail, colour=item.colour)

    def _on_tile(self, tile: TileButton) -> None:
        item = self._item_of(tile)
        self.search.clear()
        self.item_chosen.emit(item)

    def _place(self) -> None:
        self._per_row = max(2, (self._area.viewport().width() - 6) // (_TILE_WIDTH + _GAP))
        for n, (tile, _item) in enumerate(self._tiles):
            self._grid.addWidget(tile, n // self._per_row, n % self._per_row)
            self._grid.setRowMinimumHeight(n // self._per_row, _TILE_HEIGHT)
        for number in range(-(-len(self._tiles) // self._per_row), self._grid.rowCount()):
            self._grid.setRowMinimumHeight(number, 0)
        for number in range(12):
            self._grid.setColumnStretch(number, 1 if number < self._per_row else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            wanted = max(2, (self._area.viewport().width() - 6) // (_TILE_WIDTH + _GAP))
            if wanted != self._per_row:
                self._place()
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_search_key(event)
        return super().eventFilter(watched, event)

    def _on_search_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.text().strip():
            if self._tiles:
                self._on_tile(self._tiles[0][0])
            else:
                text = self.search.text().strip()
                self.search.clear()
                self.code_typed.emit(text)
            return True
        return False

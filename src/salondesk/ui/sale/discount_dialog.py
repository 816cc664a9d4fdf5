"""A discount: percent or amount, and why. Whether it is within a person's limit is the till's decision."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from salondesk.core.message import N_
from salondesk.core.money import PPM
from salondesk.domain.sale.ticket import Discount, DiscountKind
from salondesk.domain.settings import USUAL_DISCOUNTS
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill
from salondesk.ui.kit.buttons import SegmentedControl, button
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.inputs import MoneyEdit
from salondesk.ui.kit.layout import label, row
from salondesk.ui.kit.reason import ReasonChoice
from salondesk.ui.kit.spins import NumberSpin

REASONS = (
    N_("Regular client"),
    N_("Promotion"),
    N_("Put something right"),
    N_("Staff and family"),
    N_("Loyalty card"),
)
_PERCENT_PPM = PPM // 100


class DiscountDialog(StandardDialog):
    """Edits the discount of a line (``on`` names it) or of the whole bill; ``discount`` is None to take it back.

    ``usual`` are the percentages offered as buttons.
    """

    def __init__(
        self,
        currency: str,
        *,
        on: str = "",
        base_minor: int = 0,
        given: Discount | None = None,
        usual: tuple[int, ...] = USUAL_DISCOUNTS.default,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._currency, self._on, self._base, self._given = currency, on, base_minor, given
        self._taken_back = False
        self._usual = usual
        self.kind = SegmentedControl([DiscountKind.PERCENT.value, DiscountKind.AMOUNT.value])
        self.kind.chosen.connect(lambda _key: self._update())
        self.percent = NumberSpin()
        self.percent.setRange(0, 100)
        self.percent.setDecimals(2)
        self.percent.setSuffix(" %")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.percent.valueChanged.connect(lambda _value: self._update())
        self.amount = MoneyEdit(currency)
        self.amount.amount_changed.connect(lambda _minor: self._update())
        self._value = QStackedWidget()
        self._value.addWidget(self.percent)
        self._value.addWidget(self.amount)
        self._value.setFixedHeight(40)
        self._quick = [button("", partial(self.percent.setValue, n)) for n in usual]
        self.reason = ReasonChoice(REASONS)
        self.reason.changed.connect(self._update)
        self._result = label("large")
        self._result.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._back = button("quiet", self._on_take_back)
        self._put_together()
        self._load()
        self.retranslate()
        self._update()
        self.percent.setFocus()
        self.percent.selectAll()

    def _put_together(self) -> None:
        self.body.addLayout(row(self.kind, None, self._back))
        self.body.addWidget(self._value)
        self.body.addLayout(row(*self._quick, gap=6))
        self.body.addWidget(self._result)
        self.body.addWidget(self.reason)
        self._back.setVisible(self._given is not None)

    def _load(self) -> None:
        given = self._given
        if given is None:
            return
        self.kind.set_current(given.kind.value)
        if given.kind is DiscountKind.PERCENT:
            self.percent.setValue(given.value / _PERCENT_PPM)
        else:
            self.amount.set_minor(given.value)
        self.reason.set_reason(given.reason)

    def retranslate(self) -> None:
        title = fill(_("Discount on {item}"), item=self._on) if self._on else _("Discount on the bill")
        self.set_texts(title, "", _("Give discount"))
        self.kind.set_texts([_("Percent"), _("Amount")])
        self.percent.setAccessibleName(_("Percent"))
        self.amount.setAccessibleName(_("Amount"))
        self._back.setText(_("Take it back"))
        for quick, value in zip(self._quick, self._usual, strict=True):
            quick.setText(formatter().percent(value * _PERCENT_PPM))

    def _is_percent(self) -> bool:
        return self.kind.current() == DiscountKind.PERCENT.value

    def _update(self) -> None:
        self._value.setCurrentIndex(0 if self._is_percent() else 1)
        for quick in self._quick:
            quick.setVisible(self._is_percent())
        value = self._number()
        self.accept_button.setEnabled(bool(value) and bool(self.reason.reason()))
        if self._is_percent():
            off = self._base * value // PPM
        else:
            off = min(value, self._base)
        left = formatter().money(self._base - off, self._currency)
        self._result.setText(fill(_("{amount} is left"), amount=left) if value and self._base else "")

    def _number(self) -> int:
        if self._is_percent():
            return round(self.percent.value() * _PERCENT_PPM)
        return self.amount.minor() or 0

    def _on_take_back(self) -> None:
        self._taken_back = True
        self.accept()

    def discount(self) -> Discount | None:
        """Return what was entered; None takes the discount back."""
        if self._taken_back:
            return None
        kind = DiscountKind.PERCENT if self._is_percent() else DiscountKind.AMOUNT
        return Discount(kind=kind, value=self._number(), reason=self.reason.reason())

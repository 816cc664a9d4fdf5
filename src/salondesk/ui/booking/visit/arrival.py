"""The band that shows the alert of a client who has arrived, until it is put away."""

from PySide6.QtWidgets import QWidget

from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill
from salondesk.ui.kit.feedback import Banner


class ArrivalBanner(Banner):
    """Says whose alert it is; the close button or `hide` puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("danger", parent)
        self.hide()

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(_("Alert of a client who has arrived"))

    def say_of(self, client: str, alert: str) -> None:
        """Show a client's alert."""
        name = formatter().name
        self.say(fill(_("Alert for {client}: {alert}"), client=name(client), alert=name(alert)), "danger")
        self.show()

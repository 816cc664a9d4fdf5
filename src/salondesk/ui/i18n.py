"""The language on screen: lookups, Qt's own texts, direction, and widgets that say themselves again.

Gettext serves every text; a QTranslator hands Qt the same catalogue, so that its dialog buttons switch too
(Qt's own Arabic file fills what our catalogue does not have). What does not live here: how numbers and dates
look (ui/format.py) and the language of documents, which is the client's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from salondesk.core.catalogue import Catalogue, Show, catalogue
from salondesk.core.message import Message


class _Voice:
    """The language in force. One per process, as the Qt application is; see docs/adr/0009."""

    def __init__(self) -> None:
        self.words: Catalogue = catalogue("en")
        self.show: Show = str
        self.installed: list[QTranslator] = []
        self.turning: list[Callable[[], None]] = []


_voice = _Voice()


def _(text: str) -> str:
    """Translate a text into the language on screen."""
    return _voice.words.gettext(text)


def _n(one: str, many: str, n: int) -> str:
    """Translate a text that counts, and fill in {n}."""
    return _voice.words.fill(_voice.words.ngettext(one, many, n), {"n": _voice.show(n)})


def _p(context: str, text: str) -> str:
    """Translate a text that means different things in different places."""
    return _voice.words.pgettext(context, text)


def fill(text: str, /, **params: object) -> str:
    """Translate a text and fill its {fields}, isolated so that directions do not mix."""
    return _voice.words.text(Message(text, params), _voice.show)


def say(message: Message) -> str:
    """Say a message in the language on screen."""
    return _voice.words.text(message, _voice.show)


def words() -> Catalogue:
    """Give the catalogue in force."""
    return _voice.words


def language() -> str:
    """Give the code of the language in force."""
    return _voice.words.lang


def is_rtl() -> bool:
    """Tell whether the language in force is written from the right."""
    return _voice.words.is_rtl


def sided(text: str) -> str:
    """Begin a line that is all isolates on the language's own side: Qt looks for a letter outside of them."""
    return f"\u200f{text}" if is_rtl() else text


class GettextTranslator(QTranslator):
    """Answers Qt's own questions ("Cancel", "Save") from the gettext catalogue."""

    def __init__(self, words: Catalogue) -> None:
        super().__init__()
        self._words = words

    def isEmpty(self) -> bool:
        # Qt sends LanguageChange to every widget only for a translator that is not empty.
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        plain = source.replace("&", "") if source else ""
        found = self._words.gettext(plain) if plain else ""
        # None (not "") lets Qt ask the next translator; the stubs want a string.
        return found if found != plain else None  # type: ignore[return-value]  # see above


def _translators(words: Catalogue) -> list[QTranslator]:
    base = QTranslator()
    base.load(f"qtbase_{words.lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return [base, GettextTranslator(words)]


def set_language(app: QApplication, lang: str, show: Show | None = None) -> None:
    """Switch the whole program to a language ("en", "ar"): words, Qt's own texts and layout direction.

    `show` formats counts and other values inside sentences (ui/format.py gives it).
    """
    _voice.words = catalogue(lang)
    _voice.show = show or _voice.show
    direction = Qt.LayoutDirection.RightToLeft if _voice.words.is_rtl else Qt.LayoutDirection.LeftToRight
    turned = app.layoutDirection() != direction
    app.setLayoutDirection(direction)
    for call in _voice.turning if turned else ():
        call()
    old, _voice.installed = _voice.installed, _translators(_voice.words)
    for translator in old:
        app.removeTranslator(translator)
    for translator in _voice.installed:
        app.installTranslator(translator)
    # Qt posts one compressed LanguageChange, first to the application, then to its windows; deliver both now,
    # so that a switch is complete when this returns.
    QCoreApplication.sendPostedEvents(app, QEvent.Type.LanguageChange.value)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)


def when_turned(call: Callable[[], None]) -> None:
    """Call for the rest of the program's life after each change between left and right."""
    _voice.turning.append(call)


class Retranslated:
    """Mixin of a widget whose texts are set in `retranslate()`: after building, and on each change of
    language.

    Put it before the Qt class: `class TillPage(Retranslated, QWidget)`. Call `self.retranslate()` at the end
    of `__init__`; a change of language calls it again.
    """

    def retranslate(self) -> None:
        """Set every text of this widget; subclasses override it."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]  # the Qt class follows in the method order


def mirrored(widget: QWidget) -> bool:
    """Tell whether a widget is laid out from the right."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft

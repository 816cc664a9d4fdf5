"""What every test gets: a home of its own, no network, no keyring, no leftovers, no unannounced warnings.

Fixtures for tests to use: `shop`, `lang`, `samples`, `allow_log`, `expect_log`, `x_server`; pytest-qt brings `qtbot`.
Builders of domain values and fakes live in tests/support.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import fault_tally
from tests.support.fault_tally import Faults
from tests.support.logfail import LogGuard
from tests.support.network import refuse_other_machines
from tests.support.open_units import open_units
from tests.support.qt_guards import (
    TimerWatch,
    leftover_threads,
    leftover_widgets,
    top_level_widgets,
    watched_timers,
)
from tests.support.shop import shop, shop_template  # noqa: F401 - fixtures for every room
from tests.support.xserver import has_xvfb, x_display

HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
)
# A zone no test's branch lives in, off by a quarter hour: code that asks the machine for local time shows.
MACHINE_ZONE = "Asia/Kathmandu"

settings.register_profile("steady", deadline=None, max_examples=80, derandomize=True)
settings.register_profile(
    "torture", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def _isolate_machine() -> Path:
    """Point this process and its children at an empty home, before anything of ours is imported."""
    home = Path(tempfile.mkdtemp(prefix="salondesk-tests-"))
    for name in HOME_VARIABLES:
        os.environ[name] = str(home / name.lower()) if name != "HOME" else str(home)
        Path(os.environ[name]).mkdir(exist_ok=True)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ["TZ"] = MACHINE_ZONE
    os.environ.pop("SALONDESK_HOME", None)
    if hasattr(time, "tzset"):
        time.tzset()
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen" and os.name != "nt":
        # The offscreen screen is 800 x 800 unless told; a till's window is larger.
        screen = Path(__file__).parent / "support/screen.json"
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    return home


_HOME = _isolate_machine()
_FAULTS = pytest.StashKey[Faults]()


def pytest_addoption(parser: pytest.Parser) -> None:
    fault_tally.add_options(parser)


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    del exitstatus
    injected = config.stash.get(_FAULTS, None)
    if injected is not None and config.getoption("--count"):
        terminalreporter.section("faults")
        for line in fault_tally.summary(injected):
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("x11") and not has_xvfb():
            item.add_marker(pytest.mark.skip(reason="Xvfb is not installed"))


# ---------------------------------------------------------------- guards


@pytest.fixture(scope="session")
def timer_watch() -> Iterator[TimerWatch]:
    """Every QTimer started from Python in this session."""
    with pytest.MonkeyPatch.context() as patch, watched_timers(patch.setattr) as watch:
        yield watch


@pytest.fixture
def log_guard() -> Iterator[LogGuard]:
    """The judge of this test's log; tests say `allow_log` and `expect_log` instead."""
    guard = LogGuard()
    root = logging.getLogger()
    root.addHandler(guard)
    yield guard
    root.removeHandler(guard)


@pytest.fixture(autouse=True)
def leaves_nothing_behind(
    request: pytest.FixtureRequest, timer_watch: TimerWatch, log_guard: LogGuard
) -> Iterator[None]:
    """Fail a test that leaves threads, windows, timers or open units, or logs what it did not announce."""
    threads = set(threading.enumerate())
    widgets = top_level_widgets()
    if not request.node.get_closest_marker("network"):
        patch = pytest.MonkeyPatch()
        request.addfinalizer(patch.undo)
        refuse_other_machines(patch.setattr)
    yield
    wrong = [
        *leftover_threads(threads),
        *leftover_widgets(widgets),
        *timer_watch.leftover(),
        *open_units(),
        *log_guard.complaints(),
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


# ---------------------------------------------------------------- for tests to use


@pytest.fixture(autouse=True)
def begins_in_english_and_light() -> None:
    """Language, digits and theme are one for the process: what a test sets is not where the next one begins."""
    if "salondesk.ui.theme.current" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    from salondesk.ui.format import Formatter, formatter, set_formatter
    from salondesk.ui.i18n import language, set_language
    from salondesk.ui.theme.current import theme

    english = Formatter("en")
    if (language(), formatter().key) != ("en", english.key):
        set_formatter(english)
        set_language(app, "en", english.show)
    if app.property("salondesk_theme"):
        theme().apply(app, "light")


@pytest.fixture(scope="session")
def faults(request: pytest.FixtureRequest) -> Faults:
    """How many faults a test injects, by which seed; see tests/support/fault_tally."""
    injected = request.config.stash.setdefault(_FAULTS, fault_tally.faults_of(request.config))
    return injected


@pytest.fixture
def allow_log(log_guard: LogGuard) -> Callable[[str], None]:
    """`allow_log(pattern)`: warnings matching the regular expression may come."""
    return log_guard.allow


@pytest.fixture
def expect_log(log_guard: LogGuard) -> Callable[[str], None]:
    """`expect_log(pattern)`: a warning matching the regular expression must come."""
    return log_guard.expect


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest) -> str:
    """The test runs once in each language of the program."""
    return str(request.param)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real salons' exports (`salon2018/` and others); without one the test is skipped."""
    named = os.environ.get("SALONDESK_SAMPLES")
    if not named:
        pytest.skip("SALONDESK_SAMPLES is not set: no real salon's records on this machine")
    folder = Path(named)
    if not folder.is_dir():
        pytest.skip(f"SALONDESK_SAMPLES names {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """The name of a virtual X display of 1366 x 768, for programs the test starts; mark the test x11."""
    if sys.platform == "win32":
        pytest.skip("no X server on Windows")
    with x_display() as display:
        yield display

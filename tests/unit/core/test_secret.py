"""A secret is shown, logged, dumped and copied nowhere."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from dataclasses import dataclass

import pytest

from salondesk.core import snapshot
from salondesk.core.catalogue import catalogue
from salondesk.core.message import Message
from salondesk.core.secret import DOTS, Secret

HIDDEN = Secret("hunter2")


@dataclass(frozen=True)
class Account:
    """A value that holds a secret."""

    user: str
    password: Secret


def test_the_text_is_had_by_asking_for_it() -> None:
    assert HIDDEN.reveal() == "hunter2"


@pytest.mark.parametrize(
    "shown",
    [
        repr(HIDDEN),
        str(HIDDEN),
        f"{HIDDEN}",
        f"{HIDDEN!r:>40}",
        f"{HIDDEN:>40}",
        "%s %r" % (HIDDEN, HIDDEN),  # noqa: UP031 - the way logging writes
        repr([HIDDEN]),
        repr(Account("a", HIDDEN)),
        catalogue("ar").text(Message("{a}", {"a": HIDDEN})),
        str(ValueError(HIDDEN)),
    ],
)
def test_it_says_dots_wherever_it_is_shown(shown: str) -> None:
    assert DOTS in shown
    assert "hunter2" not in shown


def test_a_log_line_has_dots(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("t").info("%s and %r", HIDDEN, {"password": HIDDEN})
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(protocol: int) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Account("a", HIDDEN), protocol)


def test_it_can_be_neither_dumped_nor_copied() -> None:
    with pytest.raises(TypeError):
        snapshot.dumps(Account("a", HIDDEN))
    with pytest.raises(TypeError):
        json.dumps({"password": HIDDEN})
    for take in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(HIDDEN)
    with pytest.raises(TypeError):
        HIDDEN.__getstate__()
    with pytest.raises(TypeError):
        hash(HIDDEN)
    with pytest.raises(TypeError):
        vars(HIDDEN)


def test_two_of_the_same_text_are_equal_and_no_text_is() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"

"""The trace of an error in the log: where it came from, without values, however its causes are tied."""

from __future__ import annotations

from salondesk.app.logging_setup import trace_of


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


def test_causes_are_told_oldest_first_and_without_their_values() -> None:
    told = trace_of(raised(ValueError("Aisha Rahman"), raised(KeyError("0501234567"))))
    assert told.index("KeyError") < told.index("ValueError")
    assert "Aisha" not in told
    assert "0501234567" not in told


def test_an_error_raised_from_itself_is_told_once() -> None:
    error = ValueError()
    assert trace_of(raised(error, error)).count("ValueError\n") == 1


def test_two_errors_that_cause_each_other_are_told_once_each() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    told = trace_of(first)
    assert (told.count("ValueError\n"), told.count("KeyError\n")) == (1, 1)

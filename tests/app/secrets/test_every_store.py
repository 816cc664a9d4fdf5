"""What every place for secrets must do, whichever it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretName, Secrets, SecretsKind
from tests.app.secrets.conftest import a_name

VALUES = [
    "",
    "secret",
    "كلمة السر ١٢٣",
    " spaces\n and\tlines \n",
    "=+a2",
    "'; DROP TABLE secret; --",
    "\N{LOCK}" * 3,
    "x" * 1_200,
    "x" * 1_201,
    "\N{LOCK}" * 601,
    "x" * 1_199 + "\N{LOCK}",
    "ش" * 20_000,
]


def test_a_store_says_what_it_is(store: Secrets) -> None:
    assert store.kind in set(SecretsKind)


def test_an_unknown_name_is_nothing_and_can_be_forgotten(store: Secrets) -> None:
    assert store.get(a_name()) is None
    store.delete(a_name())
    assert store.get(a_name()) is None


@pytest.mark.parametrize("text", VALUES, ids=range(len(VALUES)))
def test_what_is_kept_comes_back_and_goes(store: Secrets, text: str) -> None:
    store.set(a_name(), Secret(text))
    assert store.get(a_name()) == Secret(text)
    store.delete(a_name())
    assert store.get(a_name()) is None


def test_each_value_replaces_any_other(store: Secrets) -> None:
    for before in VALUES:
        for after in VALUES:
            store.set(a_name(), Secret(before))
            store.set(a_name(), Secret(after))
            assert store.get(a_name()) == Secret(after)


def test_names_differ_by_shop_record_and_field(store: Secrets) -> None:
    one = a_name(1)
    names = [one, a_name(2), a_name(1, "token"), SecretName(a_name(3).record_id, one.record_id, one.field)]
    for n, name in enumerate(names):
        store.set(name, Secret(f"value {n}" * 500))
    store.delete(names[0])
    assert [store.get(name) for name in names] == [None, *(Secret(f"value {n}" * 500) for n in (1, 2, 3))]


def test_threads_do_not_mix(store: Secrets) -> None:
    def use(n: int) -> bool:
        for k in range(10):
            store.set(a_name(n), Secret(f"{n}-{k}" * 600))
            if store.get(a_name(n)) != Secret(f"{n}-{k}" * 600):
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(use, range(4)))

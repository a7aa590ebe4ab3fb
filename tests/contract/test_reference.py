"""The backend that the engine is compared with keeps the contract itself."""

from collections.abc import Callable

import pytest

from catalog.search.backend import IndexDamaged, SearchBackend
from tests.contract.language_suite import LanguageSuite
from tests.contract.order_suite import OrderSuite
from tests.contract.reference import ReferenceBackend, Store
from tests.contract.search_suite import SearchSuite


class Reference:
    """The fixture of both suites."""

    @pytest.fixture
    def make(self) -> Callable[[], SearchBackend]:
        store = Store()
        return lambda: ReferenceBackend(store)


class TestReference(Reference, SearchSuite, OrderSuite):
    """Words, facets, writing, order."""


class TestReferenceLanguage(Reference, LanguageSuite):
    """What readers type."""


def test_an_empty_store_asks_for_a_rebuild() -> None:
    with pytest.raises(IndexDamaged):
        ReferenceBackend().open()

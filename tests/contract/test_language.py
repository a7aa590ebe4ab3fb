"""The embedded search engine understands the language of readers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.search.backend import SearchBackend
from catalog.search.whoosh import WhooshBackend
from tests.contract.language_suite import LanguageSuite


class TestWhooshLanguage(LanguageSuite):
    """The suite, on a folder of its own."""

    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], SearchBackend]:
        return lambda: WhooshBackend(tmp_path / "index")

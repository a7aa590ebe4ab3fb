"""rdflib rewrites literals when it reads them unless it is told not to."""

import pytest
import rdflib


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Literals stay as they were written, so that their lexical forms can be judged."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)

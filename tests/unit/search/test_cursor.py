"""What a cursor tells whoever reads it."""

from pathlib import Path

import pytest

from catalog.search.backend import SearchAnswer, SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.whoosh import WhooshBackend

OPEN = [
    SearchDocument(
        row=row,
        uid=f"u-{row}",
        version=1,
        title_th=f"ทะเบียน ชุดที่ {row}",
        audience=("anyone",),
        modified=738000 + row,
    )
    for row in range(1, 31)
]
HIDDEN = [
    SearchDocument(
        row=row,
        uid=f"u-{row}",
        version=1,
        title_th="ทะเบียน ฉุกเฉิน",
        body="ทะเบียน " * row,
        audience=("keep:7",),
        modified=739000,
    )
    for row in range(31, 35)
]


@pytest.mark.parametrize("text", ["ทะเบียน", "ทะเบียน ฉุกเฉิน", ""])
def test_v04_a_cursor_tells_nothing_of_what_is_hidden(tmp_path: Path, text: str) -> None:
    request = SearchRequest(text=text, audience=("anyone",), limit=5)

    def asked(name: str, documents: list[SearchDocument]) -> SearchAnswer:
        backend = WhooshBackend(tmp_path / name)
        backend.rebuild(documents)
        answer = backend.search(request)
        backend.close()
        return answer

    alone, among = asked("alone", OPEN), asked("among", [*OPEN, *HIDDEN])
    assert alone.total == among.total == 30
    assert alone.cursor == among.cursor != ""

"""The command that scores the public catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Banchi

RECORD = {
    "name": "record-1",
    "title": "ทะเบียนบ้าน",
    "notes": "ทะเบียนบ้านของเขต",
    "organization": {"title": "สำนักงานเขตพระนคร"},
    "data_category": "ข้อมูลสาธารณะ",
    "tags": [{"name": "ทะเบียน"}],
    "resources": [{"name": "ไฟล์", "format": "PDF", "url": "https://portal.example/1.pdf"}],
}


def test_the_score_is_told_with_what_to_fix_first(banchi: Banchi, tmp_path: Path) -> None:
    empty = banchi("quality").stdout
    assert "0.0 จาก 405 (ควรปรับปรุง)" in empty
    assert "+" not in empty
    path = tmp_path / "portal.jsonl"
    path.write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")
    banchi("import", "ckan", str(path))
    told = banchi("quality")
    assert told.exit_code == 0
    assert "ค้นพบได้\t" in told.stdout
    english = banchi("quality", "--lang", "en").stdout
    assert "the mean of 1 public datasets" in english
    assert "of these points assume that links to other sites work" in english
    assert "+30.00\t1\tCategory\tChoose what the data is about." in english
    assert "+20.00\t1\tMachine-readable format" in english


def test_what_cannot_be_written_is_told(
    banchi: Banchi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "portal.jsonl"
    path.write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")
    banchi("import", "ckan", str(path))

    def refuses(*_):
        raise ValueError

    monkeypatch.setattr("catalog.services.quality.triples", refuses)
    assert "cannot be published as RDF: 1" in banchi("quality", "--lang", "en").stdout

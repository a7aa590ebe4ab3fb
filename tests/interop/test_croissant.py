"""mlcroissant as it comes, the reader of Croissant, against the served catalogue and a table."""

import json
import subprocess
from pathlib import Path

import pytest

from catalog.rdf.croissant import croissant, croissant_document
from tests.builders import dataset, distribution
from tests.interop.conftest import PATIENCE, Client
from tests.unit.rdf.example import SITE, full, minimal
from tests.unit.rdf.tables import COLUMNS, DICTIONARIES
from vocab.codes import DatasetType

pytestmark = [pytest.mark.interop, pytest.mark.slow]

#: What Croissant recommends and nobody here states: how a dataset is cited, and its version.
ACCEPTED = {"http://mlcommons.org/croissant/citeAs", "https://schema.org/version"}
#: Prints the files and columns of each document, and the properties that are missing in any.
READ = """
import re, mlcroissant
found, missing = [], set()
for document in documents:
    read = mlcroissant.Dataset(document).metadata
    fields = [field.name for table in read.record_sets for field in table.fields]
    found.append([read.name, [file.content_url for file in read.distribution], fields])
    missing |= set(re.findall('Property "(.*?)"', read.ctx.issues.report()))
print(json.dumps([found, sorted(missing)]))
"""


def test_what_the_catalogue_serves(client: Client) -> None:
    """Thai names in an address of a file included."""
    paths = [f"/dataset/record-{number:04}/croissant.json" for number in (1, 2, 3, 500, 1050)]
    code = "from urllib.request import urlopen\n"
    code += f"documents = [json.load(urlopen(site + path)) for path in {paths!r}]\n"
    found, missing = client.script(code + READ)
    assert set(missing) == ACCEPTED
    assert [name for name, *_ in found][1] == "ชุดข้อมูลทดสอบที่ 2"
    assert {address for _, files, _ in found for address in files} == {
        "https://data.example/ไฟล์.csv"
    }


def test_records_of_every_type_with_every_field(client: Client) -> None:
    made = [make(kind) for kind in DatasetType for make in (full, minimal)]
    documents = json.dumps([croissant(record, DICTIONARIES, SITE) for record in made])
    found, missing = client.script(f"documents = json.loads({documents!r})\n{READ}")
    # The small ones state no licence.
    assert set(missing) == ACCEPTED | {"https://schema.org/license"}
    assert [name for name, *_ in found] == [record.title.th for record in made]
    assert [len(columns) for *_, columns in found] == [len(COLUMNS), 0] * len(DatasetType)


def test_the_rows_of_a_table_are_read_by_its_dictionary(client: Client, tmp_path: Path) -> None:
    made = croissant(dataset(), DICTIONARIES, SITE)
    file = tmp_path / "population.csv"
    row = ["ก", "12", "2.5", "true", "2024-01-02", "10:00:00", "2024-01-02T10:00:00"]
    head = [column.name for column in COLUMNS]
    lines = [",".join(each) for each in (head, [*row, "2567", "https://x.example"])]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    address = f"{SITE.base}/dataset/{dataset().slug}#distribution-{distribution().uid}"
    read = client.script(
        f"""
import mlcroissant
document = json.loads({json.dumps(made)!r})
opened = mlcroissant.Dataset(document, mapping={{{address!r}: {str(file)!r}}})
(row,) = opened.records({address + "-table"!r})
print(json.dumps([str(value) for value in row.values()]))
"""
    )
    assert read[1:4] == ["12", "2.5", "True"]
    assert read[7] == "2567"
    assert len(read) == len(COLUMNS)


def test_its_command_line_tells_a_good_document_from_a_bad_one(
    client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "croissant.json"
    command = [str(client.folder / "mlcroissant"), "validate", "--jsonld", str(path)]
    good = croissant_document(dataset(), DICTIONARIES, SITE)
    for document, status in ((good, 0), (good.replace(b"encodingFormat", b"format"), 1)):
        path.write_bytes(document)
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        assert done.returncode == status, done.stderr

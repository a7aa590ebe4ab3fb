"""A dictionary with a column of every type, for the file of the built dataset."""

from __future__ import annotations

from schemas.dictionary import ColumnRecord, DictionaryRecord
from schemas.values import LocalizedText
from tests.builders import distribution
from vocab.codes import ColumnType

COLUMNS = tuple(
    ColumnRecord(
        name=f"คอลัมน์ {kind}",
        type=kind,
        title=LocalizedText(f"ชื่อ {kind}", f"Name {kind}"),
        description=LocalizedText(f"ความหมาย {kind}", f"Meaning {kind}"),
        required=kind is ColumnType.DATE,
        unit="คน",
        sample="๑๒",
    )
    for kind in ColumnType
)
DICTIONARY = DictionaryRecord(columns=COLUMNS, key=(COLUMNS[4].name, COLUMNS[0].name))
DICTIONARIES = {distribution().uid: DICTIONARY}

"""What is written of datasets, packed for keeping, and the stamp of the writer that wrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, cast

from lz4 import block

from catalog.rdf.fast import writer
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.stream import Listing

#: Of LZ4's slower way to pack: more of it takes twice the time for a fiftieth of the size.
_LEVEL = 4


class Part(NamedTuple):
    """A dataset in a block.

    Ids of the shared nodes that it points to, divided by commas, and its own text in UTF-8, empty
    when it cannot be written.
    """

    row: int
    version: int
    slug: str
    nodes: str
    text: bytes


class Packed(NamedTuple):
    """Datasets packed together, see `catalog.db.models.RdfBlock`."""

    nodes: str
    parts: str
    body: bytes


class Packing:
    """Packs what is written of neighbouring datasets in one syntax, by LZ4.

    What it packs is a stretch of the document of the whole catalogue, so that nothing is left to do
    to it; each dataset's own text can be had from it too.  ``stamp`` changes whenever the writer or
    its tables do, and what another stamp packed is not unpacked.
    """

    def __init__(self, base: str, form: Format) -> None:
        made = writer(base, form)
        self.between = made.syntax.between.encode()
        #: The catalogue of which the packed document is.
        self.catalogue = made.site.catalogue
        self._listed = Listing(made.site, form)
        digest = hashlib.sha256(_sources())
        for part in (form.name.encode(), base.encode()):
            digest.update(hashlib.sha256(part).digest())
        self.stamp = int.from_bytes(digest.digest()[:8], "big") >> 1

    def pack(self, parts: Iterable[Part]) -> Packed:
        """Some datasets in the order of the document; about 25 us for 10 kB."""
        places: list[tuple[int, int, str, int, int]] = []
        texts: list[bytes] = []
        due: dict[str, int] = {}
        end = 0
        for row, version, slug, nodes, text in parts:
            start = end
            if text:
                entry = self._listed.of(slug) + self.between
                texts += entry, text
                start = end + len(entry)
                end = start + len(text)
            places.append((row, version, nodes, start, end))
            for id_ in filter(None, nodes.split(",")):
                due.setdefault(id_, end)
        body = block.compress(b"".join(texts), mode="high_compression", compression=_LEVEL)
        pointed = f"{','.join(due)};{','.join(map(str, due.values()))}"
        return Packed(pointed, json.dumps(places, separators=(",", ":")), body)

    def whole(self, body: bytes) -> bytes:
        """The packed text, each node behind what divides it from the one before.

        About 1 us for 10 kB.  Raises lz4.block.LZ4BlockError for what is damaged.
        """
        return cast(bytes, block.decompress(body))

    def parts(self, places: str, body: bytes) -> dict[tuple[int, int], tuple[str, bytes]]:
        """Nodes and own text by primary key and version."""
        text = self.whole(body)
        return {
            (row, version): (nodes, text[start:end])
            for row, version, nodes, start, end in json.loads(places)
        }


@lru_cache(64)
def packing(base: str, form: Format) -> Packing:
    """The packing of an installation's datasets in a syntax; made once."""
    return Packing(base, form)


def stamps(base: str) -> dict[int, int]:
    """Stamp by number of the syntax, its place in FORMATS."""
    return {number: packing(base, form).stamp for number, form in enumerate(FORMATS)}


@cache
def _sources() -> bytes:
    """Digest of all that decides what is written: nobody has to remember to raise a number."""
    digest = hashlib.sha256()
    for package in ("catalog.rdf", "schemas", "vocab"):
        _digest(resources.files(package), digest)
    return digest.digest()


def _digest(folder: Traversable, digest: Any) -> None:
    found = (each for each in folder.iterdir() if each.name != "__pycache__")
    for each in sorted(found, key=lambda one: one.name):
        if each.is_dir():
            _digest(each, digest)
        else:
            digest.update(hashlib.sha256(each.name.encode() + b"\0" + each.read_bytes()).digest())

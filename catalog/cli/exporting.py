"""Exports from the command line: the public catalogue as DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog.cli.console import Told, choose, language, opened, progress, table
from catalog.cli.files import written
from catalog.errors import Unavailable

if TYPE_CHECKING:
    from schemas.outline import Outline

#: Names of the formats, as catalog.rdf.formats has them; a test holds the two together.
FORMATS = ("turtle", "json-ld", "rdf-xml", "n-triples")


@click.group(short_help="ส่งออก / Export")
def export() -> None:
    """ส่งออกบัญชีข้อมูลส่วนที่เปิดเผย / Export the public part of the catalogue."""


@export.command(short_help="ส่งออกเป็น DCAT / Export as DCAT")
@click.option(
    "--format",
    "name",
    type=click.Choice(FORMATS),
    default="turtle",
    show_default=True,
    help="รูปแบบ / Syntax.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="ไฟล์ที่จะเขียน (ถ้าไม่ระบุแสดงทางหน้าจอ) / File to write (default: standard output).",
)
@language
def dcat(name: str, output: Path | None, lang: str) -> None:
    """ส่งออกบัญชีข้อมูลเป็น DCAT-AP / Export the public catalogue as DCAT-AP.

    \b
    ไฟล์เดิมถูกแทนที่เมื่อเขียนครบแล้วเท่านั้น
    A file that exists is replaced only when everything is written.
    """
    from catalog.auth.policy import ANYONE
    from catalog.db.queries.datasets import count_datasets
    from catalog.db.queries.outlines import walk_outlines
    from catalog.rdf.formats import FORMATS as SYNTAXES
    from catalog.rdf.stream import outlines_document

    form = next(each for each in SYNTAXES if each.name == name)
    with opened() as installation, installation.sessions.read() as session:
        total = count_datasets(session, ANYONE)
        label = choose(lang, "ส่งออก DCAT", "Exporting DCAT")
        with written(output) as file, progress(label, total) as told:
            outlines = _counted(walk_outlines(session), told)
            for chunk in outlines_document(outlines, installation.site, form):
                file.write(chunk)


@export.command(short_help="ทำสำเนาทั้งบัญชี / Make the snapshots")
@language
def snapshot(lang: str) -> None:
    """ทำไฟล์สำเนาทั้งบัญชีข้อมูลทุกรูปแบบ / Make the files of the whole catalogue in every syntax.

    \b
    ตัวทำงานเบื้องหลังทำให้ทุกคืนอยู่แล้ว ใช้คำสั่งนี้เมื่อต้องการทันที
    The worker makes them each night; use this when they are wanted at once.
    """
    with opened() as installation:
        made = installation.snapshots.make(
            installation.sessions, installation.site, installation.now()
        )
        if made is None:
            raise Unavailable
        sizes = {name: installation.snapshots.path(made, name).stat().st_size for name in made.sums}
    table(
        choose(lang, "ไฟล์สำเนา:", "Snapshot files:"),
        choose(lang, "ไฟล์|ขนาด (ไบต์)|SHA-256", "file|bytes|SHA-256").split("|"),
        [(name, str(sizes[name]), made.sums[name]) for name in sorted(made.sums)],
    )


def _counted(outlines: Iterator[Outline], told: Told) -> Iterator[Outline]:
    for done, each in enumerate(outlines, 1):
        yield each
        told(done)

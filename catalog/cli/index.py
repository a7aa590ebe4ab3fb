"""The search index from the command line: build it anew, or compare and mend it."""

from __future__ import annotations

import click

from catalog.cli.console import choose, language, opened, progress, table
from catalog.cli.synonyms import synonym


@click.group(short_help="ดัชนีค้นหา / The search index")
def search() -> None:
    """ดูแลดัชนีค้นหา / Look after the search index."""


@search.command(short_help="สร้างดัชนีใหม่ / Build the index anew")
@language
def rebuild(lang: str) -> None:
    """สร้างดัชนีใหม่ข้างดัชนีเดิมแล้วสลับ / Build a new index beside the old one and swap.

    \b
    ค้นหาได้ตลอดเวลาที่สร้าง
    Searches go on meanwhile.
    """
    from catalog.db.queries.datasets import version_of_rows
    from catalog.jobs.index import rebuild_index

    with opened() as installation:
        with installation.sessions.read() as session:
            total = len(version_of_rows(session))
        with progress(choose(lang, "สร้างดัชนี", "Building the index"), total) as told:
            count = rebuild_index(installation.sessions, installation.search, told)
    click.echo(choose(lang, f"ดัชนีใหม่มี {count} ชุดข้อมูล", f"The new index holds {count} datasets."))


@search.command(short_help="ตรวจและซ่อมดัชนี / Compare and mend the index")
@click.pass_context
@language
def check(ctx: click.Context, lang: str) -> None:
    """เทียบดัชนีกับฐานข้อมูลและซ่อมส่วนที่ต่าง / Compare index and rows, and mend what differs.

    \b
    รหัสออก 0 เมื่อตรงกันหรือซ่อมแล้ว
    Exit code 0 when they agree or were mended.
    """
    from catalog.jobs.index import compare_index, repair_index

    with opened() as installation:
        installation.drain()
        drift = compare_index(installation.sessions, installation.search)
        repair_index(installation.sessions, installation.search, drift)
        left = compare_index(installation.sessions, installation.search)
        held = installation.search.document_count()
    names = choose(lang, "ขาด|ล้าสมัย|เกิน", "missing|stale|extra").split("|")
    found = (drift.missing, drift.stale, drift.extra)
    table(
        choose(
            lang,
            f"ดัชนีมี {held} ชุดข้อมูล ความต่างที่พบและซ่อม:",
            f"The index holds {held} datasets. Differences found and mended:",
        ),
        choose(lang, "ความต่าง|จำนวน", "difference|count").split("|"),
        [(name, str(len(rows))) for name, rows in zip(names, found, strict=True)],
    )
    if left:
        click.echo(
            choose(
                lang,
                "ยังไม่ตรงกันทั้งหมด โปรดสั่ง banchi search rebuild",
                "They still differ. Run: banchi search rebuild",
            ),
            err=True,
        )
        ctx.exit(1)


search.add_command(synonym)

"""After a command that writes: do the work that waits, or say who will."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.console import choose, progress


def index_now(installation: Any, lang: str) -> None:
    """Bring the index up to date; a running server or worker does it when this one cannot."""
    from catalog.search.backend import SearchUnavailable

    with progress(choose(lang, "ปรับปรุงดัชนีค้นหา", "Updating the search index")) as told:
        try:
            told(installation.drain())
        except SearchUnavailable:
            click.echo(
                choose(
                    lang,
                    "ดัชนีกำลังถูกใช้อยู่ ตัวทำงานเบื้องหลังจะปรับปรุงให้เอง",
                    "The index is in use; the worker will bring it up to date.",
                ),
                err=True,
            )

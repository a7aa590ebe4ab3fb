"""What the terminal shows: sentences in the reader's language, tables, progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

#: Seconds between two lines of progress where no terminal shows a bar.
QUIET = 2.0

#: The option of every command that speaks.
language = click.option(
    "--lang",
    type=click.Choice(["th", "en"]),
    default="th",
    show_default=True,
    help="ภาษาของข้อความ / Language of the messages.",
)

Told = Callable[[int], None]


def choose(lang: str, th: str, en: str) -> str:
    """One of two sentences."""
    return en if lang == "en" else th


def say_both(th: str, en: str, *, err: bool = False) -> None:
    """A sentence in both languages, where nobody has said which one is wanted."""
    click.echo(f"{th}\n{en}", err=err)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Told]:
    """Show how far a long command is, on standard error: a bar, or lines where none can be."""
    if sys.stderr.isatty():
        with _bar(label, total) as told:
            yield told
    else:
        with _lines(label, total) as told:
            yield told


@contextmanager
def _bar(label: str, total: int | None) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
        bar.update(task, total=bar.tasks[0].completed if total is None else total)


@contextmanager
def _lines(label: str, total: int | None) -> Iterator[Told]:
    shown, last = time.monotonic(), -1

    def told(done: int) -> None:
        nonlocal shown, last
        if time.monotonic() - shown >= QUIET or done == total:
            shown, last = time.monotonic(), done
            click.echo(f"{label}: {done}" + (f"/{total}" if total else ""), err=True)

    click.echo(f"{label} …", err=True)
    yield told


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output; plain columns with tabs where no terminal shows it."""
    if not sys.stdout.isatty():
        click.echo(title)
        for row in (columns, *rows):
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(*columns, title=escape(title), title_justify="left")
    for row in rows:
        shown.add_row(*map(escape, row))
    Console().print(shown)


def settings(**changes: Any) -> Any:
    """The settings of this command, with quiet logging; commands that serve log more."""
    from catalog.config import Config
    from catalog.log import configure

    config = Config.from_environ(**{k: v for k, v in changes.items() if v is not None})
    configure("WARNING")
    return config


@contextmanager
def opened(**changes: Any) -> Iterator[Any]:
    """The installation of the settings, closed again at the end."""
    from catalog.jobs.installation import Installation

    installation = Installation.open(settings(**changes))
    try:
        yield installation
    finally:
        installation.close()

"""Serving: the web server with the worker inside, and the worker by itself."""

from __future__ import annotations

import gc
import pkgutil
import signal
import threading
from typing import Any

import click

from catalog.cli.console import language, say_both, settings
from catalog.cli.demo import load_and_tell, tell_accounts_exist
from catalog.errors import AddressInUse

#: The application, named as servers name one: this rung does not import the one above it.
APPLICATION = "catalog.app:create_app"
#: Largest request the server takes in before the application sees it (bytes).
MAX_BODY = 4 * 1024 * 1024


@click.command(short_help="เปิดให้บริการ / Serve the catalogue")
@click.option("--demo", is_flag=True, help="โหลดข้อมูลสาธิตถ้ายังไม่มี / Load the demo if it is missing.")
@click.option("--host", metavar="ADDRESS", help="ที่อยู่ที่ให้บริการ / Address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), help="พอร์ต / Port.")
@language
def serve(demo: bool, host: str | None, port: int | None, lang: str) -> None:
    """เปิดให้บริการหน้าเว็บและ API พร้อมตัวทำงานเบื้องหลัง / Serve pages and API, with the worker.

    \b
    หยุดด้วย Ctrl+C หรือ SIGTERM
    Stop it with Ctrl+C or SIGTERM.
    """
    from catalog.jobs.installation import Installation
    from catalog.log import configure

    signal.signal(signal.SIGTERM, _end)
    config = settings(host=host, port=port)
    configure(config.log_level)
    installation = Installation.open(config)
    try:
        if demo:
            _load_demo(installation, lang)
        _run(installation)
    finally:
        installation.close()


def _load_demo(installation: Any, lang: str) -> None:
    from catalog.harvest.demo import is_demo_loaded

    if is_demo_loaded(installation.sessions):
        tell_accounts_exist(lang)
    else:
        load_and_tell(installation, lang)


def _run(installation: Any) -> None:
    from waitress import create_server

    from catalog.cli.raw_addresses import accept_raw_addresses
    from catalog.jobs.worker import Worker

    config = installation.config
    application = pkgutil.resolve_name(APPLICATION)(config, installation)
    try:
        server = create_server(
            application,
            host=config.host,
            port=config.port,
            threads=config.threads,
            ident=None,
            max_request_body_size=MAX_BODY,
            # The application reads these headers itself, from as many proxies as are trusted.
            clear_untrusted_proxy_headers=not config.trusted_proxies,
        )
    except OSError as error:
        raise AddressInUse(address=f"{config.host}:{config.port}") from error
    accept_raw_addresses(server)
    worker = Worker(installation) if config.worker else None
    # Modules, dictionaries and the index stay: looking through them for garbage now and then made
    # a visitor wait 80 ms.
    gc.freeze()
    if worker is not None:
        worker.start()
    try:
        address = f"http://{config.host}:{getattr(server, 'effective_port', config.port)}"
        say_both(f"เปิดให้บริการที่ {address}", f"Serving on {address} (Ctrl+C ends it)")
        server.run()
    finally:
        server.close()
        if worker is not None:
            worker.stop()


@click.command(short_help="ตัวทำงานเบื้องหลัง / Run the worker")
def worker() -> None:
    """ทำงานเบื้องหลังจนกว่าจะสั่งหยุด / Do the background work until stopped.

    \b
    ใช้เมื่อ BANCHI_WORKER=no หยุดด้วย Ctrl+C หรือ SIGTERM
    For servers with BANCHI_WORKER=no. Stop it with Ctrl+C or SIGTERM.
    """
    from catalog.jobs.installation import Installation
    from catalog.jobs.worker import Worker
    from catalog.log import configure

    config = settings()
    configure(config.log_level)
    installation = Installation.open(config)
    working = Worker(installation)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        working.start()
        say_both("ตัวทำงานเบื้องหลังเริ่มแล้ว", "The worker runs (Ctrl+C ends it)")
        ended.wait()
    finally:
        working.stop()
        installation.close()


def _end(*_: object) -> None:
    """SIGTERM ends like the end of the program: the server finishes what it is answering."""
    raise SystemExit(0)

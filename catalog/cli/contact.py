"""Where a person gets mail, from the command line."""

from __future__ import annotations

import click

from catalog.cli.console import opened, say_both


@click.command(short_help="ตั้งอีเมลของผู้ใช้ / Set a person's address")
@click.argument("username")
@click.argument("address", default="")
@click.option(
    "--language", type=click.Choice(["th", "en"]), help="ภาษาของอีเมล / Language of the mails."
)
def email(username: str, address: str, language: str | None) -> None:
    """ตั้งอีเมลที่ผู้ใช้รับข่าวการค้นหา / Set where a person gets mail about saved searches.

    \b
    ไม่ระบุอีเมล = ไม่ส่งอีเมลถึงผู้ใช้นี้
    Without an address the person gets no mail.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.contact import set_email

    with opened() as installation, installation.sessions.write() as session:
        now = installation.now()
        set_email(session, SYSTEM, username, address, now=now, language=language or "")
    if address:
        say_both(f"ตั้งอีเมลของ {username} แล้ว", f"The address of {username} is set.")
    else:
        say_both(f"ไม่ส่งอีเมลถึง {username} แล้ว", f"{username} gets no mail any more.")

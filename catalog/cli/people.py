"""Accounts from the command line: people, posts, passwords and tokens."""

from __future__ import annotations

import sys

import click

from catalog.cli.console import language, opened, say_both, table
from vocab.codes import Role

_ROLE = click.Choice([role.value for role in Role])
_generate = click.option(
    "--generate", is_flag=True, help="สร้างรหัสผ่านให้และแสดงครั้งเดียว / Make a password, show it once."
)


@click.group(short_help="ผู้ใช้และบทบาท / People and posts")
def user() -> None:
    """ผู้ใช้ บทบาท รหัสผ่าน และโทเคน / People, their posts, passwords and tokens."""


@user.command(short_help="เพิ่มผู้ใช้ / Add a person")
@click.argument("username")
@click.option("--name", default="", help="ชื่อที่แสดง / Name to show.")
@click.option("--role", type=_ROLE, help="บทบาท / Role.")
@click.option(
    "--agency", default="", metavar="CODE", help="รหัสหน่วยงานของบทบาท / Agency of the role."
)
@_generate
def add(username: str, name: str, role: str | None, agency: str, generate: bool) -> None:
    """เพิ่มผู้ใช้ และให้บทบาทถ้าระบุ / Add a person, with a post if a role is given.

    \b
    ถามรหัสผ่าน หรืออ่านจากบรรทัดแรกที่ส่งเข้ามา
    Asks for a password, or reads it from the first line of standard input.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import add_person, give_post

    with opened() as installation:
        password = _password(generate)
        with installation.sessions.write() as session:
            now = installation.now()
            person = add_person(session, SYSTEM, username, name, password, now=now)
            if role:
                give_post(session, SYSTEM, username, Role(role), agency, now=now)
    say_both(f"เพิ่มผู้ใช้ {person.username} แล้ว", f"Added {person.username}.")
    _show(generate, password)


@user.command(short_help="ตั้งรหัสผ่าน / Set a password")
@click.argument("username")
@_generate
@click.option(
    "--keep-tokens", is_flag=True, help="ไม่ยกเลิกโทเคน API / Leave the API tokens in force."
)
def password(username: str, generate: bool, keep_tokens: bool) -> None:
    """ตั้งรหัสผ่านใหม่ ซึ่งยกเลิกเซสชันและโทเคน / Set a password; sessions and tokens end."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import set_password

    with opened() as installation:
        chosen = _password(generate)
        with installation.sessions.write() as session:
            ended = set_password(
                session,
                SYSTEM,
                username,
                chosen,
                now=installation.now(),
                keep_tokens=keep_tokens,
            )
    say_both(
        f"ตั้งรหัสผ่านของ {username} แล้ว ผู้ใช้ต้องเข้าสู่ระบบใหม่ โทเคน API ที่ยกเลิก: {ended}",
        f"The password of {username} is set; they must sign in again. API tokens revoked: {ended}",
    )
    _show(generate, chosen)


@user.command(short_help="ให้บทบาท / Give a post")
@click.argument("username")
@click.argument("role", type=_ROLE)
@click.argument("agency", default="")
def post(username: str, role: str, agency: str) -> None:
    """ให้บทบาทแก่ผู้ใช้ที่หน่วยงาน / Give a person a role at an agency.

    \b
    ผู้ดูแลระบบ (admin) ไม่ต้องระบุหน่วยงาน
    An admin takes no agency.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import give_post

    with opened() as installation, installation.sessions.write() as session:
        give_post(session, SYSTEM, username, Role(role), agency, now=installation.now())
    say_both(f"ให้บทบาท {role} แก่ {username} แล้ว", f"{username} is now {role}.")


@user.command("end-post", short_help="สิ้นสุดบทบาท / End a post")
@click.argument("username")
@click.argument("role", type=_ROLE)
@click.argument("agency", default="")
def end(username: str, role: str, agency: str) -> None:
    """สิ้นสุดบทบาทหนึ่งของผู้ใช้ตั้งแต่วันนี้ บัญชียังใช้ได้ / End a post from today; the account stays.

    \b
    ผู้ดูแลระบบ (admin) ไม่ต้องระบุหน่วยงาน
    An admin takes no agency.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import end_post

    with opened() as installation, installation.sessions.write() as session:
        end_post(session, SYSTEM, username, Role(role), agency, now=installation.now())
    told = f"{role} {agency}".strip()
    say_both(f"{username} พ้นจากบทบาท {told} แล้ว", f"{username} is no longer {told}.")


@user.command(short_help="ปิดบัญชีผู้ใช้ / Disable a person")
@click.argument("username")
def disable(username: str) -> None:
    """ปิดบัญชีผู้ใช้ เซสชันและโทเคนหยุดทันที / Disable an account; sessions and tokens stop at once."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import disable_person

    with opened() as installation, installation.sessions.write() as session:
        disable_person(session, SYSTEM, username, now=installation.now())
    say_both(f"ปิดบัญชี {username} แล้ว", f"{username} is disabled.")


@user.command(short_help="เปิดบัญชีผู้ใช้อีกครั้ง / Enable a person again")
@click.argument("username")
def enable(username: str) -> None:
    """เปิดบัญชีที่ปิดไว้ ผู้ใช้ต้องเข้าสู่ระบบใหม่ / Enable an account; the person must sign in again.

    \b
    รหัสผ่าน บทบาท และโทเคนที่ยังไม่ถูกยกเลิกกลับมาใช้ได้
    The password, the posts and tokens that were not revoked count again.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import enable_person

    with opened() as installation, installation.sessions.write() as session:
        enable_person(session, SYSTEM, username, now=installation.now())
    say_both(f"เปิดบัญชี {username} แล้ว", f"{username} is enabled.")


@user.command(short_help="ออกโทเคน API / Make an API token")
@click.argument("username")
@click.option("--name", default="cli", show_default=True, help="ชื่อของโทเคน / Name of the token.")
def token(username: str, name: str) -> None:
    """ออกโทเคน API ซึ่งแสดงครั้งเดียว / Make an API token, shown once."""
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import make_token

    with opened() as installation, installation.sessions.write() as session:
        made = make_token(session, SYSTEM, username, name, now=installation.now())
    click.echo(made)


@user.command("revoke-token", short_help="ยกเลิกโทเคน API / Revoke an API token")
@click.argument("username")
@click.option("--name", default="cli", show_default=True, help="ชื่อของโทเคน / Name of the token.")
def revoke(username: str, name: str) -> None:
    """ยกเลิกโทเคน API ซึ่งหยุดทันที / Revoke an API token; it stops at once.

    \b
    ถ้ามีหลายโทเคนชื่อเดียวกัน ทุกโทเคนถูกยกเลิก
    Where several have the name, all of them are revoked.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import revoke_token

    with opened() as installation, installation.sessions.write() as session:
        revoke_token(session, SYSTEM, username, name, now=installation.now())
    say_both(f"ยกเลิกโทเคน {name} ของ {username} แล้ว", f"The token {name} of {username} is revoked.")


@user.command("list", short_help="รายชื่อผู้ใช้ / List people")
@language
def list_everybody(lang: str) -> None:
    """รายชื่อผู้ใช้และบทบาทที่ยังไม่สิ้นสุด / List people and the posts that have not ended."""
    from catalog.db.queries.people import list_people
    from schemas.time import civil_date

    with opened() as installation, installation.sessions.read() as session:
        people = list_people(session)
        today = civil_date(installation.now())
    rows = [
        (
            person.username,
            person.name,
            ", ".join(
                f"{m.role.value} {m.agency}".strip()
                for m in person.memberships
                if not m.is_over(today)
            ),
            "" if person.active else ("disabled" if lang == "en" else "ปิด"),
        )
        for person in people
    ]
    heads = ("user name", "name", "posts", "") if lang == "en" else ("ชื่อผู้ใช้", "ชื่อ", "บทบาท", "")
    table("People" if lang == "en" else "ผู้ใช้", heads, rows)


def _password(generate: bool) -> str:
    """A password made here, typed twice, or read from the first line of standard input."""
    if generate:
        from catalog.auth.passwords import new_password

        return new_password()
    if sys.stdin.isatty():
        asked: str = click.prompt(
            "รหัสผ่าน / Password", hide_input=True, confirmation_prompt="อีกครั้ง / Again"
        )
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _show(generate: bool, chosen: str) -> None:
    if generate:
        click.echo(chosen)

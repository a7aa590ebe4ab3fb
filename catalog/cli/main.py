"""The group of all commands: its order, its errors and what Ctrl-C says."""

from __future__ import annotations

from typing import Any

import click

from catalog.cli.agencies import agency
from catalog.cli.console import say_both
from catalog.cli.contact import email
from catalog.cli.demo import demo
from catalog.cli.exporting import export
from catalog.cli.importing import import_records
from catalog.cli.index import search
from catalog.cli.people import user
from catalog.cli.quality import quality
from catalog.cli.score import score
from catalog.cli.serving import serve, worker
from catalog.cli.setup import config, init
from catalog.errors import EXIT_CODE, CatalogError

#: Exit code after Ctrl-C, as shells have it.
INTERRUPTED = 130


class Commands(click.Group):
    """Commands in the order in which a newcomer needs them, errors as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The order of registration, not of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of the catalogue is told and ends with its kind's exit code."""
        try:
            return super().invoke(ctx)
        except CatalogError as error:
            say_both(error.message.th, error.message.en, err=True)
            for key, told in error.errors.items():
                # A list holds sentences (catalog.errors.wrong), anything else speaks for itself.
                spoken = isinstance(told, list)
                texts = [f"{x['detail_th']} / {x['detail_en']}" for x in told] if spoken else [told]
                for text in texts:
                    click.echo(f"  {key}: {text}", err=True)
            ctx.exit(EXIT_CODE[error.kind])
        except KeyboardInterrupt:
            say_both(
                "\nหยุดแล้ว สิ่งที่ทำเสร็จยังอยู่ครบ สั่งคำสั่งเดิมอีกครั้งเพื่อทำต่อได้",
                "Stopped. What was done is kept; run the same command again to go on.",
                err=True,
            )
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="banchi", prog_name="banchi", help="แสดงรุ่น / Show the version.")
def main() -> None:
    """บัญชีข้อมูลภาครัฐไทย / Data catalogue for Thai public agencies.

    \b
    ตั้งค่าด้วยตัวแปร BANCHI_… หรือไฟล์ที่ BANCHI_CONFIG ระบุ (ดูด้วย banchi config)
    Settings: BANCHI_… variables, or the file BANCHI_CONFIG names (see banchi config).
    """


main.add_command(init)
main.add_command(serve)
main.add_command(worker)
main.add_command(demo)
main.add_command(import_records)
main.add_command(export)
main.add_command(search)
main.add_command(score)
main.add_command(quality)
main.add_command(agency)
main.add_command(user)
user.add_command(email)
main.add_command(config)

"""``python -m catalog.cli`` is ``banchi``."""

from catalog.cli import main

main(prog_name="banchi")

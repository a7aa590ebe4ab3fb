"""Builds the project's .venv from the hash-pinned locks, with a word on how far it is."""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STEP = re.compile(r"^(?:Collecting|Requirement already satisfied:) (\S+?)(?:==|\s|$)")

NO_VENV = """\
สร้าง .venv ไม่ได้: Python ตัวนี้ไม่มีโมดูล venv (บน Debian หรือ Ubuntu ให้ติดตั้ง python3-venv)
Cannot create .venv: this Python lacks the venv module (on Debian or Ubuntu install python3-venv)"""
NO_PACKAGES = """\
ติดตั้งแพ็กเกจไม่สำเร็จ ดูข้อความด้านบน แล้วสั่ง make อีกครั้งได้ทันที
The packages could not be installed: see above. It is safe to run make again."""


def main(arguments: list[str]) -> int:
    """Bring .venv up to the named locks (`run`, `dev`); exit status 0 when it is there."""
    if not works(PYTHON):
        print("Creating .venv", flush=True)
        shutil.rmtree(HOME, ignore_errors=True)
        try:
            venv.create(HOME, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            shutil.rmtree(HOME, ignore_errors=True)
            return complain(NO_VENV)
    for name in arguments:
        lock = ROOT / "requirements" / f"{name}.lock"
        locked = ("--require-hashes", "--only-binary", ":all:", "-r", str(lock))
        if not install(locked, f"{name}.lock", len(pinned(lock))):
            return complain(NO_PACKAGES)
    if "run" in arguments and not install(("--no-build-isolation", "-e", str(ROOT)), "banchi", 1):
        return complain(NO_PACKAGES)
    return 0


def works(python: Path) -> bool:
    """Whether this interpreter starts, is new enough and has pip (a Python may have moved)."""
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def pinned(lock: Path) -> set[str]:
    """Names that a lock pins; one name may stand twice, for two versions of Python."""
    return set(re.findall(r"(?m)^([\w.-]+)==", lock.read_text(encoding="utf-8")))


def install(what: tuple[str, ...], title: str, total: int) -> bool:
    """Run pip on a list that is complete (--no-deps); its output is shown only if it fails."""
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
    ]
    with subprocess.Popen(
        [*command, "--progress-bar", "off", "--no-deps", *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        lines = follow(pip.stdout or (), title, total)
    if pip.returncode:
        print("\n".join(lines[-15:]), file=sys.stderr)
    return pip.returncode == 0


def follow(output: Iterable[str], title: str, total: int) -> list[str]:
    """Count pip's packages on one line of a terminal, or print one line where there is none."""
    live = sys.stdout.isatty()
    if not live:
        print(f"Installing {title} ({total})", flush=True)
    lines = []
    done = 0
    for line in output:
        lines.append(line.rstrip())
        if match := STEP.match(line):
            done += 1
            show(live, f"Installing {title}: {min(done, total)}/{total} {match[1]}")
        elif line.startswith("Installing collected"):
            show(live, f"Installing {title}: unpacking")
    show(live, f"Installed {title}: {total}\n")
    return lines


def show(live: bool, text: str) -> None:
    """Overwrite the line of progress; silent where the output is not a terminal."""
    if live:
        print(f"\r\x1b[K{text}", end="", flush=True)


def complain(text: str) -> int:
    """Say what went wrong in both languages; gives the exit status of a failure."""
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

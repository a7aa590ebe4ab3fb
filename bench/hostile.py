"""Measures questions that mean harm, each through every door: what they cost, what was said.

    python -m bench hostile [records] [--folder keep] [--json file]

An index over 10,000 made-up datasets unless told otherwise, with some updates behind it, as it is
in use.  Every case is asked of the index, of its suggestions, of the pages and of both APIs, as
nobody who is signed in.  Times are CPU milliseconds of this process, the first time and the higher
of two more.  Target: at most 300.  The server reads addresses of 256 KiB; what is longer it
refuses, so it is cut to that for the doors behind it.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from bench.corpus import Corpus, corpus_words, tail_words
from bench.rows import store
from bench.search import search_document
from catalog.app import create_app
from catalog.auth.policy import ANYONE, actor_terms
from catalog.config import Config
from catalog.db import migrate
from catalog.db.base import Sessions
from catalog.jobs.installation import Installation
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.document import FACETS

TARGET = 300.0
"""CPU milliseconds that a question may cost at most."""

LONGEST_ADDRESS = 262_144 - 200
"""Characters of an address that the server reads, other headers aside."""

DOORS = (
    *("/search?q=", "/suggest?q=", "/feed.atom?q=", "/api/v1/search?q=", "/api/v1/suggest?q="),
    "/api/3/action/package_search?q=",
)


def hostile_texts() -> dict[str, str]:
    """Return questions that nobody asks for an answer, by what they are; the same every time."""
    draw = random.Random(7)
    tail = tail_words()
    words = corpus_words()
    topics = [pair.partition("|")[0] for pair in words["topics"]]
    marks = "กน\u0e31\u0e34\u0e48\u0e49\u0e4d\u0e32ำ"
    unknown = "กขคงจฉชซญดตถทธนบปผพภมยรลวศสหอ"
    return {
        "10,000 terms": " ".join(draw.choices(tail, k=10_000)),
        "one word 10,000 times": "ข้อมูล " * 10_000,
        "nested brackets": "(" * 5000 + "ทะเบียน" + ")" * 5000 + "[{<" * 1000,
        "leading wildcards": "*ราษฎร* ?ะเบียน *อุต* * " * 100,
        "regular expressions": "(a+)+$ (ก*)*ข (.*)*\\1{9999} [ก-ฮ]{1,9999} (?=ก)" * 50,
        "regular expression, failing": "a" * 199 + "!",
        "100 kB of Thai without a space": "".join(draw.choices(topics, k=4000))[:33_000],
        "100 kB of two letters": "กา" * 16_000,
        "100 kB that no dictionary has": "".join(draw.choices(unknown, k=33_000)),
        "180 letters that no dictionary has": "".join(draw.choices(unknown, k=180)),
        "control characters": "".join(map(chr, range(32))) * 300 + "\x7f\x85" * 99,
        "lone surrogates": "\ud800\udfff" * 3000 + "ทะเบียน\udc80",
        "invisible characters": "\u200b\u200d\ufeff\u202e" * 3000 + "ทะ\u200bเบียน",
        "10,000 Thai tone marks": "ก" + "\u0e49\u0e48" * 5000,
        "10,000 combining marks": "e" + "\u0301" * 10_000,
        "marks in any order": "".join(draw.choices(marks, k=9000)),
        "a phrase of 10,000 words": '"' + " ".join(draw.choices(tail, k=10_000)) + '"',
        "quotes and hyphens": '-"' * 5000 + '"-' * 5000,
        "thousands of prefixes": "title:" * 2000 + " format:csv" * 2000,
        "every year": "ปี:2443-2643 year:1900-2100,1900-2100 " * 40,
        "a list of formats": "format:" + ",".join(draw.choices(tail, k=3000)),
        "every word excluded": " ".join(f"-{word}" for word in draw.choices(topics, k=200)),
        "wrong keyboard": "xit=kdi gv9 0q06ydi 'x[xitpodi;'[ " * 300,
        "wrong keyboard without a space": "xitpodi;'[l;ylfu8iy[0oobdy9 "[:-1] * 300,
        "32 misspelt words": "จตจักร สาธร ลาดกะบัง ประชากรณ์ งบประมาน โรงงน น้ำทวม " * 9,
        "misspelt without a space": "จตจักรลาดกะบังประชากรณ์งบประมานโรงงนทะเบีบนราษฏร์" * 9,
        "long misspelt words": " ".join(_slip(word, draw) for word in _long(tail)[:32]),
        "long misspelt English words": "administrtaion environmetal transpotration " * 9,
        "40 consonants in a row": " ".join("".join(draw.choices(unknown, k=40)) for _ in range(9)),
        "40 Latin letters in a row": " ".join(["bcdfghjklmnpqrstvwxyzbcdfghjklmnpqrstvwx"] * 9),
        "single letters": " ".join(unknown) + " a b c d e f g",
        "parts of words": " ".join(word[1:4] for word in _long(topics)[:32]),
        "years and numbers": "2563 2564 2565 2566 ๒๕๖๗ 2020 " * 20,
        "agencies and synonyms": "กทม. สพฐ. ก.พ.ร. สธ. มท. กรุงเทพมหานคร หน่วยงาน:กทม. " * 9,
        "common words only": "ข้อมูล จำนวน ประเทศไทย รายงาน สถิติ " * 9,
        "emoji and private use": "😀🏳️‍🌈\ue000\U0010fffd" * 2000,
        "a cursor's worth of base64": "QUJD" * 4000,
    }


def _long(words: Sequence[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _slip(word: str, draw: random.Random) -> str:
    """Exchange two letters somewhere inside."""
    at = draw.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def opened(folder: Path, count: int) -> Installation:
    """An installation of so many made-up datasets, with several parts of an index."""
    config = Config.from_environ(
        {"BANCHI_DATA": str(folder), "BANCHI_WORKER": "no", "BANCHI_BASE_URL": "http://made.up"}
    )
    config.prepare()
    sessions = Sessions(config.database_url)
    migrate.upgrade(sessions.writer)
    with sessions.read() as session:
        empty = session.connection().exec_driver_sql("SELECT 1 FROM dataset").first() is None
    if empty:
        store(sessions, Corpus().records(count))
    sessions.close()
    installation = Installation.open(config)
    for document in map(search_document, Corpus().records(12)):
        installation.search.apply([replace(document, version=2)])
    return installation


Door = Callable[[str], Callable[[], object]]
"""Takes a text, and gives what is to be timed: an answer or a status."""


def doors(backend: SearchBackend, app: Flask) -> Mapping[str, Door]:
    """The ways a text comes in, by name."""
    terms = actor_terms(ANYONE)

    def index(text: str) -> Callable[[], object]:
        def ask() -> str:
            answer = backend.search(SearchRequest(text=text, audience=terms, facets=FACETS))
            return f"{answer.total} hits{', something like it' if answer.relaxed else ''}"

        return ask

    def path(start: str) -> Door:
        def door(text: str) -> Callable[[], object]:
            # What the server does is timed, and nothing that a client does.
            address, _, query = (start + escaped(text))[:LONGEST_ADDRESS].partition("?")
            environ = create_environ(address, "http://made.up", query_string=query)
            return lambda: run_wsgi_app(app, dict(environ), buffered=True)[1]

        return door

    return {
        "index": index,
        "suggestions": lambda text: lambda: len(backend.suggest(text, terms)),
        **{start.partition("?")[0]: path(start) for start in DOORS},
    }


def escaped(text: str) -> str:
    """Return a text as it stands in an address; lone surrogates as the bytes they would be."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def measured(ways: Mapping[str, Door], texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Ask every text at every door, three times."""
    for name, text in texts.items():
        for door, way in ways.items():
            ask, times, said = way(text), [], None
            for _ in range(3):
                start = time.process_time()
                said = ask()
                times.append((time.process_time() - start) * 1000)
            yield {
                "case": name,
                "door": door,
                "first": times[0],
                "again": max(times[1:]),
                "said": said,
            }


def report(found: Sequence[Mapping[str, Any]]) -> str:
    """One line a case, the first and the later time at each door, and the worst of all."""
    names = list(dict.fromkeys(one["door"] for one in found))
    lines = [f"{'CPU ms, first/again':36}" + "".join(f"{name[-16:]:>17}" for name in names)]
    for case in dict.fromkeys(one["case"] for one in found):
        at = {one["door"]: one for one in found if one["case"] == case}
        times = (f"{at[name]['first']:.0f}/{at[name]['again']:.0f}" for name in names)
        said = at[names[0]]["said"]
        statuses = "".join(f" {str(at[name]['said'])[:3]}" for name in names[2:])
        lines.append(f"{case:36}" + "".join(f"{t:>17}" for t in times) + f"  {said};{statuses}")
    worst = max(found, key=lambda one: max(one["first"], one["again"]))
    spent = max(worst["first"], worst["again"])
    over = sum(max(one["first"], one["again"]) > TARGET for one in found)
    lines.append(f"worst: {spent:.0f} ms, {worst['case']} at {worst['door']}")
    lines.append(f"{over} of {len(found)} above {TARGET:.0f} ms")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--folder", type=Path, help="keep the datasets there, and use them again")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        folder = given.folder or Path(passing)
        installation = opened(folder / "data", given.records)
        ways = doors(installation.search, create_app(installation.config, installation))
        # What a server does once at its start is no part of a question.
        for way in ways.values():
            way("ทะเบียน")()
        found = list(measured(ways, hostile_texts()))
        installation.close()
    print(f"{given.records} datasets")
    print(report(found))
    if given.json:
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))

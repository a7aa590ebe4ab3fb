"""Digests: due at eight in Thailand, seen with the reader's own eyes, told once."""

from __future__ import annotations

import datetime as dt
import logging
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from catalog.auth.policy import SYSTEM
from catalog.db.models import SavedSearch
from catalog.jobs.digest import Digests, due, last_time, send_digests
from catalog.jobs.installation import Installation
from catalog.jobs.letters import NAMED, SENTENCES, one_line
from catalog.jobs.mail import MailFailed, MailFolder, MailRefused
from catalog.jobs.worker import Worker
from catalog.search.backend import SearchUnavailable
from catalog.services.contact import set_email
from catalog.services.datasets import withdraw_dataset
from catalog.services.people import disable_person, end_post
from catalog.services.saved_searches import save_search
from schemas.time import BANGKOK
from tests.fixtures_app import NOW, draft, person, published
from tests.jobs.mail_server import TinyMailServer
from vocab.codes import DigestFrequency, Role

DAILY, WEEKLY, NONE = DigestFrequency.DAILY, DigestFrequency.WEEKLY, DigestFrequency.NONE
#: The tests' present is Wednesday noon: mails left at eight and will leave at eight tomorrow.
SAVED = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
TOMORROW = dt.datetime(2026, 11, 26, 1, 5, tzinfo=dt.UTC)


def bangkok(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of November 2026 as clocks in Thailand show it."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


class Collector:
    """A mailer that keeps mails, or fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.letters: list[EmailMessage] = []
        self.error = error

    def send(self, letter: EmailMessage) -> None:
        if self.error is not None:
            raise self.error
        self.letters.append(letter)


def follow(
    installation: Installation,
    who: str,
    frequency: DigestFrequency = DAILY,
    text: str = "ทะเบียน",
    language: str = "th",
    name: str = "",
) -> None:
    """Somebody with an address saved a search yesterday."""
    with installation.sessions.write() as session:
        address = f"{who}@bangkok.example"
        set_email(session, SYSTEM, who, address, now=SAVED, language=language)
        actor = person(installation, who)
        save_search(session, actor, name, text, {}, "relevance", frequency, now=SAVED)


def sent(
    installation: Installation, now: dt.datetime = TOMORROW, mailer: Collector | None = None
) -> list[EmailMessage]:
    """The mails that leave at an instant."""
    collector = mailer or Collector()
    installation.now = lambda: now
    send_digests(installation, collector)
    return collector.letters


@pytest.mark.parametrize(
    ("frequency", "now", "last"),
    [
        (DAILY, bangkok(25, 8), bangkok(25, 8)),
        (DAILY, bangkok(25, 7, 59), bangkok(24, 8)),
        (DAILY, bangkok(25, 23, 59), bangkok(25, 8)),
        (WEEKLY, bangkok(23, 8), bangkok(23, 8)),
        (WEEKLY, bangkok(23, 7, 59), bangkok(16, 8)),
        (WEEKLY, bangkok(29, 23), bangkok(23, 8)),
    ],
)
def test_mails_leave_at_eight_in_thailand(
    frequency: DigestFrequency, now: dt.datetime, last: dt.datetime
) -> None:
    assert last_time(frequency, now) == last


@given(st.integers(0, 20 * 365 * 24 * 3600).map(lambda s: SAVED + dt.timedelta(seconds=s)))
def test_what_was_sent_is_not_due_again_before_its_time(now: dt.datetime) -> None:
    for frequency, days in ((DAILY, 1), (WEEKLY, 7)):
        until = due(frequency, now - dt.timedelta(days=days, minutes=2), now)
        assert until is not None
        assert due(frequency, until, now) is None
        assert due(frequency, until, until + dt.timedelta(days=days)) is None
        later = until + dt.timedelta(days=days, minutes=1)
        assert due(frequency, until, later) == until + dt.timedelta(days=days)
    assert due(NONE, now - dt.timedelta(days=400), now) is None


def test_the_index_gets_a_minute_before_a_mail_leaves() -> None:
    assert due(DAILY, bangkok(24, 8), bangkok(25, 8, 0)) is None
    assert due(DAILY, bangkok(24, 8), bangkok(25, 8, 1)) == bangkok(25, 8)


def test_a_mail_tells_once_what_is_new(installation: Installation) -> None:
    follow(installation, "colleague", name="ทะเบียนของเขต")
    record = published(installation)
    (letter,) = sent(installation)
    assert letter["To"] == "colleague@bangkok.example"
    assert letter["Subject"] == "บัญชีข้อมูล: พบชุดข้อมูลใหม่หรือที่ปรับปรุง 1 ชุด"
    assert letter["Content-Language"] == "th"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    assert "การค้นหา “ทะเบียนของเขต”: 1 ชุด" in text
    assert record.title.th in text
    assert f"http://catalogue.test/dataset/{record.slug}" in text
    assert "http://catalogue.test/saved" in text
    assert sent(installation) == []
    assert sent(installation, TOMORROW + dt.timedelta(days=1)) == []


def test_mails_come_in_the_readers_language(installation: Installation) -> None:
    follow(installation, "colleague", language="en")
    record = published(installation)
    (letter,) = sent(installation)
    assert letter["Subject"] == "Banchi data catalogue: new or updated datasets: 1"
    assert record.title.en in letter.get_content()
    assert "Dear คุณ colleague," in letter.get_content()


def test_every_sentence_of_a_mail_has_both_languages() -> None:
    import string

    for key, sentence in SENTENCES.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (sentence.th, sentence.en)
        ]
        assert sentence.th, key
        assert sentence.en, key
        assert fields[0] == fields[1], key


def test_nothing_new_means_no_mail(installation: Installation) -> None:
    follow(installation, "colleague", text="ไม่มีคำนี้")
    published(installation)
    assert sent(installation) == []


def test_only_what_is_due_is_told(installation: Installation) -> None:
    follow(installation, "colleague", WEEKLY)
    follow(installation, "outsider", NONE)
    published(installation)
    assert sent(installation) == []
    (letter,) = sent(installation, bangkok(30, 8, 5))
    assert letter["To"] == "colleague@bangkok.example"


def test_several_searches_make_one_mail(installation: Installation) -> None:
    follow(installation, "colleague")
    follow(installation, "colleague", WEEKLY, text="ประชากร")
    published(installation)
    with installation.sessions.write() as session:
        session.execute(update(SavedSearch).values(last_sent=SAVED - dt.timedelta(days=7)))
    (letter,) = sent(installation)
    assert letter.get_content().count("การค้นหา “") == 2


def test_v01_a_mail_never_tells_of_what_the_reader_may_not_see(installation: Installation) -> None:
    for who in ("steward", "colleague", "outsider", "stranger", "admin"):
        follow(installation, who)
    published(installation, draft(title="ทะเบียนเปิด"))
    private = {"data_category": "internal", "data_classification": "private"}
    published(installation, draft(title="ทะเบียนภายใน", **private))
    published(installation, draft(title="ทะเบียนเฉพาะเขต", private=True))
    personal = {"data_category": "personal", "data_classification": "confidential"}
    published(installation, draft(title="ทะเบียนลับ", **personal))
    texts = {str(one["To"]).partition("@")[0]: one.get_content() for one in sent(installation)}
    seen = {
        who: {word for word in ("เปิด", "ภายใน", "เฉพาะเขต", "ลับ") if f"ทะเบียน{word}" in text}
        for who, text in texts.items()
    }
    assert seen == {
        # Custodians see the secret one on the page; no mail carries its name.
        "steward": {"เปิด", "ภายใน", "เฉพาะเขต"},
        "colleague": {"เปิด", "ภายใน", "เฉพาะเขต"},
        "outsider": {"เปิด", "ภายใน"},
        "stranger": {"เปิด"},
        "admin": {"เปิด", "ภายใน", "เฉพาะเขต"},
    }


def test_rights_count_at_the_moment_of_sending(installation: Installation) -> None:
    for who in ("colleague", "outsider", "stranger"):
        follow(installation, who)
    published(installation, draft(title="ทะเบียนเฉพาะเขต", private=True))
    gone = published(installation, draft(title="ทะเบียนถูกถอน"))
    published(installation, draft(title="ทะเบียนเปิด"))
    with installation.sessions.write() as session:
        end_post(session, SYSTEM, "colleague", Role.STAFF, "5001", now=NOW)
        disable_person(session, SYSTEM, "stranger", now=NOW)
        head = person(installation, "head")
        withdraw_dataset(session, head, gone.slug, "เลิก", version=gone.version, now=NOW)
    letters = sent(installation)  # the index does not know of the withdrawal yet
    assert [str(one["To"]) for one in letters] == [
        "colleague@bangkok.example",
        "outsider@bangkok.example",
    ]
    for letter in letters:
        text = letter.get_content()
        assert "ทะเบียนเปิด" in text
        assert "ทะเบียนเฉพาะเขต" not in text
        assert "ทะเบียนถูกถอน" not in text


def test_x04_no_title_breaks_out_of_its_line(installation: Installation) -> None:
    follow(installation, "colleague", name="{site} %s {0.__class__}")
    published(installation, draft(title="ทะเบียน {name}\r\nBcc: x@y.th\r\n\r\nปลอม"))
    (letter,) = sent(installation)
    assert letter["Bcc"] is None
    assert "- ทะเบียน {name} Bcc: x@y.th ปลอม\r\n" in letter.get_content().replace(
        "\n", "\r\n"
    ).replace("\r\r", "\r")
    assert "{site} %s {0.__class__}" in letter.get_content()
    assert one_line("ก\u2028ข\x00 \t ค") == "ก ข ค"


def test_a_long_list_is_cut_and_leads_on(installation: Installation) -> None:
    follow(installation, "colleague")
    for number in range(NAMED + 2):
        published(installation, draft(title_en=f"Set {number}"), drain=False)
    installation.drain()
    (letter,) = sent(installation)
    text = letter.get_content()
    assert text.count("/dataset/") == NAMED
    assert "และอีก 2 ชุด" in text


def test_a_failing_server_leaves_the_mail_for_the_next_time(installation: Installation) -> None:
    follow(installation, "colleague")
    published(installation)
    with pytest.raises(MailFailed):
        sent(installation, mailer=Collector(MailFailed("busy")))
    (letter,) = sent(installation)
    (again,) = _retold(installation, letter)
    assert again["Message-ID"] == letter["Message-ID"]


def _retold(installation: Installation, letter: EmailMessage) -> list[EmailMessage]:
    """As if the program had died between sending and noting it."""
    assert letter["Message-ID"].endswith("@catalogue.test>")
    with installation.sessions.write() as session:
        session.execute(update(SavedSearch).values(last_sent=SAVED))
    return sent(installation, TOMORROW + dt.timedelta(hours=3))


def test_a_refused_address_is_not_tried_for_ever(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    follow(installation, "colleague")
    published(installation)
    assert sent(installation, mailer=Collector(MailRefused("no"))) == []
    assert "refuses the address of colleague" in caplog.text
    assert "@bangkok.example" not in caplog.text
    assert sent(installation) == []


def test_a_second_process_leaves_the_sending_to_the_first(installation: Installation) -> None:
    import fcntl

    follow(installation, "colleague")
    published(installation)
    with (installation.config.data / "digest.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert sent(installation) == []
    assert len(sent(installation)) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MailFailed("busy"), "mails wait"),
        (RuntimeError("odd"), "sending mails failed"),
        (SearchUnavailable("locked"), "mails wait"),
    ],
)
def test_whatever_happens_the_worker_goes_on_and_waits_longer(
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    said: str,
) -> None:
    caplog.set_level(logging.INFO)
    follow(installation, "colleague")
    published(installation)
    installation.now = lambda: TOMORROW
    digests = Digests(installation, Collector(error))
    digests.run()
    first = digests._next
    digests.run()
    assert digests._next - first > 60
    assert said in caplog.text
    digests.mailer = collector = Collector()
    digests.run()
    assert len(collector.letters) == 1
    assert "1 mails sent" in caplog.text


def test_the_worker_sends_in_a_thread_of_its_own(installation: Installation) -> None:
    follow(installation, "colleague")
    published(installation)
    installation.now = lambda: TOMORROW
    worker = Worker(installation)
    collector = Collector()
    worker.digests = Digests(installation, collector, pause=0)
    worker.round()
    worker.digests.stop()
    assert len(collector.letters) == 1
    worker.digests.pause = 1000
    worker.digests.tick()
    worker.digests.tick()
    worker.digests.stop()
    assert isinstance(Digests(installation).mailer, MailFolder)


@pytest.mark.server
def test_the_whole_way_to_a_mail_server(installation: Installation) -> None:
    from catalog.jobs.mail import MailServer

    follow(installation, "colleague")
    record = published(installation)
    installation.now = lambda: TOMORROW
    with TinyMailServer() as server:
        mailer = MailServer(f"smtp://127.0.0.1:{server.port}", "catalogue.test")
        assert send_digests(installation, mailer) == 1
        (letter,) = server.letters
    assert letter["From"] == "บัญชีข้อมูล <no-reply@catalogue.test>"
    assert letter["To"] == "colleague@bangkok.example"
    assert record.title.th in letter.get_content()

"""Settings come from the environment, a file or the defaults, and wrong ones are named."""

from pathlib import Path

import pytest

from catalog.config import SETTINGS, Config
from catalog.errors import SettingWrong


def test_the_defaults_serve_this_machine_from_one_folder(tmp_path: Path) -> None:
    config = Config.from_environ({"BANCHI_DATA": str(tmp_path)})
    assert config.base_url == "http://127.0.0.1:8080"
    assert config.database_url == f"sqlite:///{tmp_path / 'banchi.sqlite3'}"
    assert config.index_folder == tmp_path / "index"
    assert not config.secure


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "banchi.toml"
    file.write_text('port = 9000\nthreads = 3\nsite_title_th = "ทดสอบ"\n', encoding="utf-8")
    config = Config.from_environ({"BANCHI_CONFIG": str(file), "BANCHI_THREADS": "5"})
    assert (config.port, config.threads, config.site_title_th) == (9000, 5, "ทดสอบ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("THREADS", "0"),
        ("WORKER", "perhaps"),
        ("BASE_URL", "catalogue.example"),
        ("BASE_URL", "https://catalogue.example/?q=1"),
        ("LOG_LEVEL", "LOUD"),
        ("TRUSTED_PROXIES", "-1"),
        *(
            ("CONTACT_EMAIL", wrong)
            for wrong in ("x", "a@b", "@b.c", "a b@c.d", "a@b.c\n", "ก@b.c")
        ),
        *(("OAI_PREFIX", wrong) for wrong in ("oai_dc", "ก", "", "a b")),
        ("CONFIG", "/nowhere/banchi.toml"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=f"BANCHI_{name}"):
        Config.from_environ({f"BANCHI_{name}": value})


def test_the_office_is_who_it_is_said_to_be_else_somebody_at_the_public_address() -> None:
    for base, host in (("https://data.example:8443/x", "data.example"), ("http://localhost", "")):
        config = Config.from_environ({"BANCHI_BASE_URL": base})
        assert config.office == f"webmaster@{host or 'localhost.localdomain'}"
    config = Config.from_environ({"BANCHI_CONTACT_EMAIL": "office@data.example"})
    assert config.office == "office@data.example"


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "banchi.toml"
    file.write_text("port = = 1", encoding="utf-8")
    with pytest.raises(SettingWrong, match=r"banchi\.toml"):
        Config.from_environ({"BANCHI_CONFIG": str(file)})


def test_the_cookie_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    config = Config.from_environ({"BANCHI_DATA": str(tmp_path / "data")})
    config.prepare()
    key = config.signing_key()
    assert len(key) == 64
    assert config.signing_key() == key
    assert (config.data / "secret.key").stat().st_mode & 0o777 == 0o600
    assert config.data.stat().st_mode & 0o777 == 0o700
    given = Config.from_environ({"BANCHI_DATA": str(tmp_path), "BANCHI_SECRET_KEY": "given"})
    assert given.signing_key() == "given"


def test_a_public_https_address_makes_cookies_secure() -> None:
    config = Config.from_environ({"BANCHI_BASE_URL": "https://catalogue.example/bma/"})
    assert config.secure
    assert config.base_url == "https://catalogue.example/bma"


def test_every_setting_is_explained_in_both_languages() -> None:
    assert all(s.help_th and s.help_en for s in SETTINGS)
    assert {s.name.lower() for s in SETTINGS} == set(Config.__dataclass_fields__)

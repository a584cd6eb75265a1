"""Settings that cannot be used are refused by name, with what they should look like; the secret key is whole or absent."""

import multiprocessing
from pathlib import Path

import pytest
from pydantic import ValidationError

from competedexter.foundation.own_address import own_address
from competedexter.foundation.secret_key import FEWEST_CHARACTERS, SecretKeyNotKept, secret_key_in
from competedexter.foundation.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "99999"),
        ("port", "-1"),
        ("log_level", "foo"),
        ("database_url", "foo"),
        ("database_url", "mysql://root@localhost/shop"),
        ("database_url", "postgresql://owner:secret@host:abc/x"),
        ("redis_url", "foo"),
        ("redis_url", "http://localhost:6379"),
        ("redis_url", "redis://localhost:abc"),
        ("cache_redis_url", "amqp://localhost"),
        ("dramatiq_broker_url", "kafka://localhost"),
        ("archive_url", "gs://bucket"),
        ("archive_url", "s3:/bucket"),
        ("s3_endpoint_url", "store.example"),
        ("history_days", "0"),
        ("secret_key", "short"),
        ("llm_fast_price", "two"),
        ("llm_fast_price", "1/2/3"),
        ("llm_strong_price", "-1/0.5"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({name: value})
    (found,) = refused.value.errors()
    assert found["loc"] == (name,)
    assert value not in found["msg"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("database_url", "postgresql://owner:p%40ss@host:5432/name"),
        ("database_url", "postgres://owner@host/name"),
        ("database_url", "postgresql+psycopg://owner@/name?host=/run/postgres"),
        ("redis_url", "unix:///run/valkey.sock?db=1"),
        ("redis_url", "rediss://:secret@host:6380/0"),
        ("dramatiq_broker_url", "amqp://user:password@host/"),
        ("archive_url", "file:/srv/archive"),
        ("archive_url", "s3://bucket/pages"),
        ("s3_endpoint_url", "https://store.example:9000"),
        ("archive_url", ""),
        ("secret_key", "x" * FEWEST_CHARACTERS),
    ],
)
def test_what_the_example_describes_is_accepted(name: str, value: str) -> None:
    assert str(getattr(Settings.model_validate({name: value}), name)) == value


def test_prices_of_tokens_read_and_written_are_two_numbers_or_one() -> None:
    made = Settings.model_validate({"llm_fast_price": "0.25/2", "llm_strong_price": "3"})
    assert (made.llm_fast_price, made.llm_strong_price) == ((0.25, 2.0), (3.0, 3.0))


def test_a_log_level_may_be_written_small() -> None:
    assert Settings.model_validate({"log_level": "info"}).log_level == "INFO"


@pytest.mark.parametrize(
    ("host", "shown", "reached"),
    [
        ("0.0.0.0", "http://localhost:3000", "127.0.0.1"),
        ("::", "http://localhost:3000", "::1"),
        ("127.0.0.1", "http://localhost:3000", "127.0.0.1"),
        ("127.0.0.2", "http://127.0.0.2:3000", "127.0.0.2"),
        ("fd00::1", "http://[fd00::1]:3000", "fd00::1"),
    ],
)
def test_the_address_printed_and_probed_is_the_one_listened_on(host: str, shown: str, reached: str) -> None:
    assert (Settings(host=host, port=3000, public_url="").base_url, own_address(host)) == (shown, reached)


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = secret_key_in(tmp_path / "data")
    assert len(key) >= FEWEST_CHARACTERS
    assert secret_key_in(tmp_path / "data") == key
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("half_written", ["", "\n", "abc"])
def test_a_half_written_secret_key_is_made_anew(tmp_path: Path, half_written: str) -> None:
    (tmp_path / "secret_key").write_text(half_written)
    (tmp_path / "secret_key.new").write_text(half_written)
    key = secret_key_in(tmp_path)
    assert len(key) >= FEWEST_CHARACTERS
    assert secret_key_in(tmp_path) == key


def test_processes_that_start_together_agree_on_the_secret_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        keys = pool.map(secret_key_in, [tmp_path] * 6)
    assert len(set(keys)) == 1


def test_a_secret_key_that_cannot_be_kept_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SecretKeyNotKept, match="set SECRET_KEY"):
        secret_key_in(tmp_path / "file" / "data")

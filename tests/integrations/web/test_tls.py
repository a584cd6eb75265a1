"""Certificates are verified: the right one is taken, every other one is told."""

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from loopback import LOOPBACK, FakeLookup

from competedexter.integrations.web.errors import TlsFailed
from competedexter.integrations.web.fetcher import Fetcher
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import WebRequest


def certificate(folder: Path, name: str, days: int = 1) -> Path:
    """A self-signed certificate with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}-{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def secure() -> AsyncIterator[object]:
    runners: list[web.ServerRunner] = []

    async def start(file: Path) -> int:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)

        async def handler(_: web.BaseRequest) -> web.StreamResponse:
            return web.Response(text="secure")

        runner = web.ServerRunner(web.Server(handler, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        return int(runner.addresses[0][1])

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("named", "days", "trusted", "asked", "words"),
    [
        ("site.example", 1, True, "site.example", None),
        ("site.example", 1, True, "other.example", "other.example"),
        ("site.example", 1, False, "site.example", "self-signed"),
        ("site.example", -1, True, "site.example", "expired"),
    ],
)
async def test_only_a_valid_certificate_of_the_named_site_is_taken(
    secure,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    days: int,
    trusted: bool,
    asked: str,
    words: str | None,
) -> None:
    file = certificate(tmp_path, named, days)
    if trusted:
        monkeypatch.setattr(certifi, "where", lambda: str(file))
    port = await secure(file)
    fetcher = Fetcher(Guard(LOOPBACK, FakeLookup().say(asked, ["127.0.0.1"])))
    try:
        if words is None:
            assert (await fetcher.fetch(WebRequest(f"https://{asked}:{port}/"))).text == "secure"
        else:
            with pytest.raises(TlsFailed, match=words):
                await fetcher.fetch(WebRequest(f"https://{asked}:{port}/"))
    finally:
        await fetcher.close()

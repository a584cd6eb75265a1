"""Where pages are archived is said by one setting."""

from pathlib import Path

import pytest

from competedexter.foundation.settings import Settings
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.archive.s3 import S3Archive
from competedexter.runtime import open_archive


@pytest.mark.parametrize(
    ("url", "kind"), [("", FolderArchive), ("file:/srv/pages", FolderArchive), ("s3://bucket/pages", S3Archive)]
)
def test_the_setting_chooses(url: str, kind: type, tmp_path: Path) -> None:
    settings = Settings(
        archive_url=url, data_dir=tmp_path, s3_endpoint_url="http://127.0.0.1:9000", secret_key="x" * 40
    )
    assert isinstance(open_archive(settings), kind)


def test_secrets_of_the_bucket_are_not_shown() -> None:
    assert "hidden" not in repr(
        Settings(aws_secret_access_key="hidden", aws_session_token="hidden", secret_key="x" * 40)
    )

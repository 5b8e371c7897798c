"""A service whose files lie in a bucket: sent, read, and gone, on each hub and on two servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files import large
from tests.integration.line_town import line_town
from tests.s3_servers import BUCKET, s3_server
from webapp.schemas import b64


@pytest.mark.parametrize(
    ("mode", "server"),
    [("eventlet", "moto"), pytest.param("gevent", "s3rver", marks=pytest.mark.long)],
)
def test_a_file_goes_through_a_bucket_to_the_desk_and_no_folder_has_any_of_it(
    tmp_path: Path, mode: str, server: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with s3_server(server, tmp_path / "s3") as (at, client):
        more = {
            "QUIETLINE_S3_URL": at.url,
            "QUIETLINE_S3_BUCKET": at.name,
            "QUIETLINE_S3_KEY": at.key,
            "QUIETLINE_S3_SECRET": at.secret,
        }
        with line_town(home, mode, **more) as (town, _):
            source = town.held_chat()
            sent, begun = large(source).sent(), large(source).begun(0)
            path = f"/api/v1/conversations/{b64(source.conv)}/files/{b64(sent.file_id)}"
            got = town.ana.call("GET", path)
            assert got.status == 200
            assert got.raw == sent.blob
            assert begun.cancel().status == 204
            assert not (town.site.data_dir / "blobs").exists()
            found = client.list_objects_v2(Bucket=BUCKET)["Contents"]
            assert [each["Size"] for each in found] == [len(sent.blob)]

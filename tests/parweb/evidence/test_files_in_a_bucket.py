"""Uploaded files may stand in an S3-compatible bucket; the server of the test is on this machine."""

import boto3
import pytest
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from parweb.evidence.actions.add_document import add_document
from tests.parweb.cast import NOW
from tests.parweb.evidence import samples


@pytest.fixture
def bucket(settings, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
    client.create_bucket(Bucket="cchc")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "cchc",
                "endpoint_url": address,
                "region_name": "us-east-1",
                "access_key": "test",
                "secret_key": "test",
                "file_overwrite": False,
            },
        },
    }
    yield client
    server.stop()


def test_a_file_goes_into_the_bucket_and_comes_back_whole(client, cast, bucket, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    content = samples.PDF.replace(b"trailer", b"%" + b"." * 300_000 + b"\ntrailer")
    files = [samples.upload("Quyết định.pdf", content)]
    document = add_document(cast.person("officer"), cast.communes[0], fields={}, files=files, at=NOW)
    version = document.versions.get()
    (kept,) = bucket.list_objects_v2(Bucket="cchc")["Contents"]
    assert (kept["Key"], kept["Size"]) == (version.file.name, len(content))
    client.force_login(cast.users["officer"])
    answer = client.get(reverse("evidence:open", args=[version.pk]))
    assert b"".join(answer) == content
    answer.close()

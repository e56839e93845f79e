"""What is made for a workshop and fetched by its screen, as Streamlit gives it out: no cache on the way keeps it."""

from collections.abc import Iterator

import pytest
from http_requests import ask, served
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.web.server.starlette.starlette_routes import create_media_routes

from across.web.headers import SafeHeaders


@pytest.fixture
def storage() -> MemoryMediaFileStorage:
    return MemoryMediaFileStorage("/media")


@pytest.fixture
def port(storage) -> Iterator[int]:
    with served(Starlette(routes=create_media_routes(storage, None), middleware=[Middleware(SafeHeaders)])) as given:
        yield given


@pytest.mark.parametrize(
    ("kind", "how"),
    [(MediaFileKind.DOWNLOADABLE, "no-store"), (MediaFileKind.MEDIA, "private")],
    ids=["file", "picture"],
)
@pytest.mark.parametrize("part", [(), (("Range", "bytes=0-1"),)], ids=["whole", "part"])
def test_what_is_made_for_a_workshop_is_kept_by_no_cache_on_the_way(storage, port, kind, how, part):
    made = storage.load_and_get_id(b"Facilitator link", "text/plain", kind, "facilitator-link.txt")

    answer = ask(port, storage.get_url(made), part)

    assert answer.status in (200, 206)
    assert answer.headers.get_all("Cache-Control") == [how]

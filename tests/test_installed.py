"""The app installed by `uvx`, `pipx` or pip: what the wheel holds, where data is kept, and that it starts."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import zipfile
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path

import pytest
from http_requests import ask
from ports import free_port
from test_server import PATIENCE_SECONDS, wait_until

from across import settings
from across.settings import STORE, hold_folders, read, users_folder

TOP = Path(__file__).parent.parent
UV = TOP / ".venv" / "bin" / "uv"
PARTS = (".streamlit/config.toml", "across", "app.py", "content", "pages", "scoring")
HOME = Path("/home/them")
# With an empty cache, everything that is locked is fetched.
INSTALLS_WITHIN_SECONDS = 600


def answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return ask(port, "/healthz").status == 200
    return False


def files_of_the_app() -> set[str]:
    """Every file that the app is made of."""
    found = (path for part in PARTS for path in [TOP / part, *(TOP / part).rglob("*")])
    return {path.relative_to(TOP).as_posix() for path in found if path.is_file() and "__pycache__" not in path.parts}


def copy_of_the_checkout(folder: Path) -> Path:
    """A checkout in a folder with a space in its name, without what was made in ours."""
    made = shutil.ignore_patterns("__pycache__", "data", ".git", ".venv", "node_modules", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(TOP, folder / "a checkout", ignore=made))


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody with an empty home, and nothing set of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACROSS_", "XDG_", "VIRTUAL"))}
    return {**kept, "HOME": str(home), "UV_CACHE_DIR": str(home / "uv"), **more}


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("win32", {"LOCALAPPDATA": "/c/Users/them/AppData/Local"}, "/c/Users/them/AppData/Local/Across Boundaries"),
        ("win32", {}, "/home/them/AppData/Local/Across Boundaries"),
        ("darwin", {"XDG_DATA_HOME": "/x"}, "/home/them/Library/Application Support/Across Boundaries"),
        ("linux", {}, "/home/them/.local/share/across-boundaries"),
        ("linux", {"XDG_DATA_HOME": "/srv/them"}, "/srv/them/across-boundaries"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/them/.local/share/across-boundaries"),
    ],
)
def test_each_platform_keeps_a_users_data_where_programs_do(platform, environ, folder):
    assert users_folder(platform, environ, HOME) == Path(folder)


def test_a_checkout_keeps_its_data_beside_the_app():
    assert read({}).database_url == f"sqlite:///{TOP.resolve().as_posix()}/data/{STORE}"


def test_an_installed_app_keeps_its_data_with_the_user_and_never_among_packages(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "TOP", tmp_path / "site-packages")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    settings._read.cache_clear()

    url = read({}).database_url

    settings._read.cache_clear()
    assert url.startswith(f"sqlite:///{tmp_path.as_posix()}/")
    assert "site-packages" not in url


def test_workshops_that_were_kept_beside_an_app_without_a_checkout_are_found_again(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / STORE).touch()

    assert settings._data_folder(tmp_path) == tmp_path / "data"


def test_a_folder_named_from_where_the_program_was_started_stays_that_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACROSS_DATA_FOLDER", "mine")
    monkeypatch.setenv("ACROSS_CONTENT_FOLDER", "")

    hold_folders()
    monkeypatch.chdir("/")

    assert read().database_url == f"sqlite:///{tmp_path.as_posix()}/mine/{STORE}"
    assert read().content_folder is None


# What Python says of itself on Windows for Arm; Python takes it from here on other systems.
ON_ARM = {"_PYTHON_HOST_PLATFORM": "win-arm64"}


def test_python_for_windows_on_arm_is_told_what_to_do_before_anything_is_installed(tmp_path):
    shutil.copytree(TOP / "script", tmp_path / "script")
    command = ["sh", "script/prepare", "requirements.txt"]

    ended = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **ON_ARM}, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "there are no packages of typst" in ended.stderr
    assert "64-bit Python for Intel and AMD" in ended.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.thorough
def test_installing_on_python_for_windows_on_arm_says_what_to_do(tmp_path):
    command = [UV, "build", "--wheel", "--out-dir", tmp_path, copy_of_the_checkout(tmp_path)]

    ended = subprocess.run(
        command, env=clean_environment(tmp_path, **ON_ARM), capture_output=True, text=True, check=False
    )

    assert ended.returncode
    assert "there are no packages of typst" in ended.stderr


@pytest.mark.thorough
def test_the_wheel_holds_the_whole_app_with_what_is_locked_and_nothing_else(tmp_path):
    checkout = copy_of_the_checkout(tmp_path)

    subprocess.run(
        [UV, "build", "--wheel", "--out-dir", tmp_path, checkout], env=clean_environment(tmp_path), check=True
    )

    [path] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        [about] = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(wheel.read(about))
        scripts = wheel.read(about.replace("METADATA", "entry_points.txt")).decode()
    assert {name for name in names if ".dist-info/" not in name} == files_of_the_app()
    lock = (TOP / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        f"{name}=={version}" for name, version in re.findall(r"^([\w.-]+)(?:\[.*?\])?==([\w.]+)", lock, re.MULTILINE)
    }
    assert {re.split(r"[;\s]", need)[0].lower() for need in metadata.get_all("Requires-Dist")} == locked
    assert "across-boundaries = app:main" in scripts


@pytest.mark.thorough
def test_uvx_starts_the_app_from_a_checkout_and_keeps_data_in_the_users_folder(tmp_path):
    checkout, home = copy_of_the_checkout(tmp_path), tmp_path / "home"
    home.mkdir()
    port = free_port()
    command = [UV, "tool", "run", "--from", str(checkout), "across-boundaries"]
    environment = clean_environment(home, PORT=str(port))
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=INSTALLS_WITHIN_SECONDS)
        assert process.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
        page, phone = ask(port, "/"), ask(port, "/join")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)

    assert (page.status, phone.status) == (200, 200)
    assert (home / ".local" / "share" / "across-boundaries" / STORE).is_file()
    assert not list(home.rglob("site-packages/data"))

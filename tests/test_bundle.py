"""The bundle for Windows, as far as it can be tried without Windows: its parts, its packages, its start."""

import http.client
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import zipfile
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from http_requests import ask
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ports import free_port
from test_requirements import PRODUCT, imported
from test_server import LINUX, PATIENCE_SECONDS, wait_until

from across.settings import STORE

TOP = Path(__file__).parent.parent
WINDOWS = TOP / "deploy" / "windows"
START = WINDOWS / "Start Across Boundaries.cmd"
# What python.exe finds beside itself in python.org's zip, and what every Windows 10 and 11 has.
IN_PYTHON = {"python3.dll", "python313.dll", "vcruntime140.dll", "vcruntime140_1.dll"}
IN_WINDOWS = {
    *("advapi32.dll", "bcrypt.dll", "bcryptprimitives.dll", "combase.dll", "crypt32.dll", "dbghelp.dll", "gdi32.dll"),
    *("iphlpapi.dll", "kernel32.dll", "msvcrt.dll", "ncrypt.dll", "ntdll.dll", "ole32.dll", "psapi.dll"),
    *("secur32.dll", "shell32.dll", "user32.dll", "userenv.dll", "version.dll", "webservices.dll", "winhttp.dll"),
    *("wininet.dll", "ws2_32.dll", "wsock32.dll"),
}
# Explorer unpacks nothing whose path is longer than 259: this is left for a folder such as
# C:\Users\firstname.lastname\OneDrive - Name of an organisation\Documents\across-boundaries-windows-x64\
LONGEST_PATH = 150


def module(path: Path):
    """A program of deploy/, which is no package."""
    spec = spec_from_file_location(path.stem, path)
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


build, start = module(WINDOWS / "build.py"), module(WINDOWS / "start.py")


def embeddable(path: Path) -> Path:
    """A zip laid out as python.org's is, without its programs: that file cannot be had here."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("python.exe", b"MZ")
        archive.writestr("python313.zip", b"")
        archive.writestr("python313._pth", "python313.zip\r\n.\r\n\r\n#import site\r\n")
    return path


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> Path:
    """What is locked, as it is installed for Windows."""
    folder = tmp_path_factory.mktemp("bundle") / "site-packages"
    build.install_packages(TOP / "requirements.lock", folder)
    return folder


def test_another_file_than_the_pinned_python_is_refused_with_both_hashes_and_where_to_get_it(tmp_path):
    wrong = embeddable(tmp_path / "python.zip")

    with pytest.raises(build.CannotBuild) as refused:
        build.build(wrong, tmp_path / "made")

    assert build.PYTHON_SHA256 in str(refused.value)
    assert re.search(r"its SHA-256: +(?!90b4)[0-9a-f]{64}\b", str(refused.value))
    assert build.PYTHON_ADDRESS in str(refused.value)
    assert not (tmp_path / "made").exists()


def test_where_to_get_python_is_said_where_it_is_not_there(tmp_path):
    command = [sys.executable, WINDOWS / "build.py", "--python", tmp_path / "none.zip", "--to", tmp_path]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert f"Download it from\n  https://www.python.org/ftp/python/{build.PYTHON}/python-" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_python_looks_into_its_own_library_the_app_and_the_packages_alone(tmp_path):
    build.unpack_python(embeddable(tmp_path / "python.zip"), tmp_path / "python")

    paths = (tmp_path / "python" / "python313._pth").read_bytes()

    assert paths == b"python313.zip\r\n.\r\n..\\app\r\n..\\site-packages\r\n"


def test_a_zip_that_is_no_embeddable_python_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme", "")

    with pytest.raises(build.CannotBuild, match=r"holds no python\.exe"):
        build.unpack_python(tmp_path / "other.zip", tmp_path / "python")


def test_what_is_needed_on_windows_is_chosen_by_windows_and_keeps_its_hashes():
    lock = (
        "# by script/lock\na==1 ; sys_platform != 'win32' \\\n    --hash=sha256:aa\nb==2 ; sys_platform == 'win32' \\\n"
    )
    lock += "    --hash=sha256:bb \\\n    --hash=sha256:cc\nC[x]==3 \\\n    --hash=sha256:dd\n"

    needed = build.needed_on_windows(lock)

    assert needed == {"b": "b==2 --hash=sha256:bb --hash=sha256:cc", "C": "C[x]==3 --hash=sha256:dd"}


def test_the_app_lies_in_the_bundle_whole_and_nothing_of_tests_or_made_by_python(tmp_path):
    build.copy_app(tmp_path)

    names = {path.relative_to(tmp_path / "app").as_posix() for path in (tmp_path / "app").rglob("*") if path.is_file()}
    assert {"app.py", ".streamlit/config.toml", "content/questionnaire.yaml", "pages/home.py"} <= names
    assert {"scoring/profile.py", "across/web/participant/static/phone.js", "across/web/icons.woff2"} <= names
    assert not [name for name in names if name.endswith(".pyc") or name.startswith(("tests", "data", "deploy"))]
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside == {"app", "start.py", "Start Across Boundaries.cmd", "Read me first.txt", "NOTICE.txt"}


@pytest.mark.parametrize("name", ["Start Across Boundaries.cmd", "Read me first.txt", "NOTICE.txt"])
def test_texts_have_the_ends_of_lines_of_windows_and_letters_of_every_code_page(tmp_path, name):
    build.copy_app(tmp_path)

    text = (tmp_path / name).read_bytes()

    assert text.isascii()
    assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r") > 10


def lines_of_the_start_file() -> list[str]:
    return [line.strip() for line in START.read_text(encoding="ascii").splitlines() if line.strip()]


def test_the_start_file_quotes_every_path_and_finds_it_from_its_own_folder():
    lines = [line for line in lines_of_the_start_file() if "%~dp0" in line]

    assert len(lines) == 2
    for line in lines:
        assert "%~dp0" not in re.sub(r'"%~dp0[^"]*"', "", line)
    named = {name for line in lines for name in re.findall(r'"%~dp0([^"]*)"', line)}
    assert named == {"python\\python.exe", "start.py"}


def test_the_start_file_needs_no_administrator_and_changes_nothing_outside():
    text = "\n".join(line for line in lines_of_the_start_file() if not line.lower().startswith(("rem ", "echo ")))

    commands = {re.split(r"[\s.]", line.lstrip("@"))[0].lower() for line in text.splitlines()}

    known = {"echo", "setlocal", "title", "chcp", "if", "pause", "exit", ":not_unpacked", ":failed"}
    assert commands == {*known, '"%~dp0python\\python'}


def test_every_way_through_the_start_file_ends_and_every_label_is_there():
    lines = lines_of_the_start_file()
    labels = {line.removeprefix(":") for line in lines if line.startswith(":")}

    assert set(re.findall(r"goto (\w+)", "\n".join(lines))) == labels
    for number, line in enumerate(lines):
        if line.startswith(":"):
            assert lines[number - 1].startswith("exit /b")
    assert lines[-1] == "exit /b 1"


def test_the_start_file_has_no_sign_that_the_interpreter_takes_for_its_own_in_what_it_says():
    said = [line for line in lines_of_the_start_file() if line.startswith("echo ")]

    assert said
    assert not [line for line in said if re.search(r"[&|<>^%!()]", line)]


def test_git_gives_the_start_file_its_line_ends_on_every_system_and_scripts_theirs(tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    shutil.copy(TOP / ".gitattributes", tmp_path)
    for name in ("script/server", "app.py", "requirements.lock", "content/about.yaml", "deploy/windows/Start it.cmd"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"one\r\ntwo\r\n")
    git = ["git", "-C", tmp_path, "-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and ".git" not in path.parts]
    for path in written:
        path.unlink()

    subprocess.run([*git, "checkout", "--quiet", "--", "."], check=True)

    with_cr = {path.name for path in written if b"\r" in path.read_bytes()}
    assert with_cr == {"Start it.cmd"}


@pytest.mark.parametrize(
    ("answer", "ours"),
    [
        (b"HTTP/1.1 200 OK\r\nAcross-Boot: 1\r\n\r\n", True),
        (b"HTTP/1.1 503 Service Unavailable\r\nAcross-Boot: 1\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\n\r\n", False),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", False),
        (b"220 mail.example.org ESMTP\r\n", False),
        (b"", False),
    ],
)
def test_another_program_on_the_port_is_told_from_ours(answer, ours):
    with socket.create_server(("0.0.0.0", 0)) as other:
        port = other.getsockname()[1]
        answering = threading.Thread(target=answer_once, args=(other, answer))
        answering.start()

        found = start.is_ours(port)

        answering.join()
        assert not start.is_free(port)
    assert found is ours
    assert start.is_free(port)


def answer_once(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(answer)


def test_a_free_port_is_looked_for_unless_one_is_asked_for(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert list(start.ports()) == list(range(8501, 8521))

    monkeypatch.setenv("PORT", "9000")
    assert list(start.ports()) == [9000]


def copied_with_crlf(folder: Path) -> Path:
    """The app as it lies where something turned every line end into that of Windows."""
    for part in build.APP:
        source, target = TOP / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".png", ".woff2"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return folder


def started(command: list[str | Path], folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A process with the packages of these tests and nothing else of ours, its words in a file in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACROSS_", "XDG_", "PORT"))}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env={**kept, **environment}, stdout=log, stderr=log)


def answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return ask(port, "/healthz").status == 200
    return False


def served_words(app: Path, folder: Path) -> list[str]:
    """What people get from the app that lies there: a page, its script and style, and the stage's."""
    folder.mkdir()
    port = free_port()
    running = started([sys.executable, app / "app.py"], folder, PORT=str(port), ACROSS_DATA_FOLDER=str(folder))
    try:
        wait_until(lambda: answers(port) or running.poll() is not None)
        page = ask(port, "/join").text
        found = sorted(set(re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page)))
        assert found, (folder / "log").read_text(encoding="utf-8")
        return [page, *found, *(ask(port, address).text for address in found)]
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(PATIENCE_SECONDS)


@pytest.mark.thorough
def test_an_app_whose_every_file_came_with_crlf_serves_the_same(tmp_path):
    with_crlf = served_words(copied_with_crlf(tmp_path / "app"), tmp_path / "one")

    assert with_crlf == served_words(TOP, tmp_path / "other")


ISOLATED = """
import sys
from datetime import UTC, datetime
from across.documents.blank_forms import questionnaire_pdf
from across.uploads.forms import find_forms, found
from content.reader import own

assert sys.flags.isolated and sys.flags.no_site, sys.flags
table = "\\n".join([",".join(f"item {number}" for number in range(1, 19)), ",".join("4" * 18)])
assert len(found(find_forms(table.encode(), own(), asks_sector=False)).rows) == 1
assert questionnaire_pdf(own(), "", datetime(2026, 11, 27, tzinfo=UTC)).startswith(b"%PDF")
"""


def bundle_for_linux(folder: Path) -> Path:
    """The bundle with the Python of these tests, told where things are as Windows' Python is; return that Python.

    It looks into these folders alone, as there: no PYTHONPATH, no folder of the script, no site.
    """
    build.copy_app(folder)
    library, packages = Path(os.__file__).parent, Path(pytest.__file__).parents[1]
    (folder / "python").mkdir()
    (folder / "site-packages").symlink_to(packages)
    python = folder / "python" / "python3"
    shutil.copy(Path(sys.executable).resolve(), python)
    beside = [path.replace("\\", "/") for path in build.PATHS[1:]]
    paths = "\n".join([str(library), str(library / "lib-dynload"), *beside])
    python.with_name("python3._pth").write_text(paths, encoding="utf-8")
    return python


@pytest.mark.thorough
@pytest.mark.skipif(not LINUX, reason="Linux's Python can be copied")
def test_files_are_read_and_documents_made_where_python_looks_into_the_bundle_alone(tmp_path):
    python = bundle_for_linux(tmp_path / "Across Boundaries")

    running = started([python, "-X", "utf8", "-c", ISOLATED], tmp_path, HOME=str(tmp_path), PYTHONPATH=str(TOP))

    assert running.wait(PATIENCE_SECONDS) == 0, (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.thorough
@pytest.mark.skipif(not LINUX, reason="Linux's Python can be copied")
def test_the_bundle_starts_in_a_folder_with_spaces_opens_the_browser_and_a_second_start_opens_it_again(tmp_path):
    folder, home = tmp_path / "On a stick" / "Across Boundaries", tmp_path / "home"
    python = bundle_for_linux(folder)
    home.mkdir()
    opened, port = tmp_path / "opened", free_port()
    (tmp_path / "browser").write_text(f'#!/bin/sh\necho "$1" >>"{opened}"\n', encoding="utf-8")
    (tmp_path / "browser").chmod(0o755)
    environment = {"HOME": str(home), "BROWSER": f"{tmp_path}/browser %s", "PORT": str(port)}
    command = [python, "-X", "utf8", folder / "start.py"]

    first = started(command, tmp_path, **environment)
    try:
        wait_until(lambda: opened.exists() or first.poll() is not None)
        assert first.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
        page = ask(port, "/join")
        second = started(command, tmp_path, **environment)
        assert second.wait(PATIENCE_SECONDS) == 0
    finally:
        first.send_signal(signal.SIGTERM)
        first.wait(PATIENCE_SECONDS)

    assert page.status == 200
    assert opened.read_text(encoding="utf-8") == f"http://localhost:{port}\n" * 2
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert 'press "Cancel"' in said
    assert "is running already" in said
    assert (home / ".local" / "share" / "across-boundaries" / STORE).is_file()


@pytest.mark.thorough
def test_every_package_that_is_locked_has_a_wheel_for_windows_or_needs_none(packages):
    needed = build.needed_on_windows((TOP / "requirements.lock").read_text(encoding="utf-8"))

    installed = {canonicalize_name(path.name.partition("-")[0]) for path in packages.glob("*.dist-info")}

    assert installed == {canonicalize_name(name) for name in needed}
    assert {path.name for path in packages.rglob("*.so")} == set()
    kinds = {path.name.split(".", 1)[1] for path in packages.rglob("*.pyd") if "." in path.stem}
    assert kinds <= {f"cp{build.SHORT}-win_amd64.pyd"}


@pytest.mark.thorough
def test_what_the_packages_need_of_each_other_on_windows_is_there_in_a_version_that_fits(packages):
    about = {}
    for path in packages.glob("*.dist-info/METADATA"):
        name, version = path.parent.name.removesuffix(".dist-info").split("-")
        about[canonicalize_name(name)] = (version, path.read_text(encoding="utf-8"))
    environment = {**build.WINDOWS, "extra": ""}
    needs = {
        (name, Requirement(line))
        for name, (_, text) in about.items()
        for line in re.findall(r"^Requires-Dist: (.+)$", text.partition("\n\n")[0], re.MULTILINE)
    }

    missing = [
        (name, str(need))
        for name, need in needs
        if (need.marker is None or need.marker.evaluate(environment))
        and not need.specifier.contains(about.get(canonicalize_name(need.name), ("0",))[0], prereleases=True)
    ]

    assert len(needs) > 100
    assert missing == []


@pytest.mark.thorough
def test_everything_that_the_app_imports_is_in_the_bundle(packages):
    names = imported(PRODUCT)

    missing = [name for name in names if not ((packages / name).is_dir() or [*packages.glob(f"{name}.*py*")])]

    assert {"streamlit", "rcssmin", "typst", "yaml"} <= names
    assert missing == []


@pytest.mark.thorough
def test_each_compiled_file_finds_its_libraries_in_the_bundle_or_in_every_windows(packages):
    compiled = [path for path in packages.rglob("*") if path.suffix in (".pyd", ".dll")]
    brought = {path.name.lower() for path in compiled}

    wanted = {name for path in compiled for name in libraries(path.read_bytes())}

    assert {"python313.dll", "kernel32.dll"} <= wanted
    assert {name for name in wanted - brought - IN_PYTHON - IN_WINDOWS if not name.startswith("api-ms-win-")} == set()


def libraries(file: bytes) -> set[str]:
    """The names in the import table of a file of Windows for 64 bits (PE32+)."""
    head = struct.unpack_from("<I", file, 0x3C)[0]
    machine, sections = struct.unpack_from("<HH", file, head + 4)
    size = struct.unpack_from("<H", file, head + 20)[0]
    assert machine == 0x8664
    table = [struct.unpack_from("<III", file, head + 24 + size + 40 * number + 12) for number in range(sections)]

    def offset(address: int) -> int:
        return next(at + address - start for start, length, at in table if start <= address < start + length)

    names, entry = set(), struct.unpack_from("<I", file, head + 24 + 120)[0]
    while entry and (name := struct.unpack_from("<I", file, offset(entry) + 12)[0]):
        names.add(file[offset(name) :].split(b"\0", 1)[0].decode().lower())
        entry += 20
    return names


@pytest.mark.thorough
def test_explorer_can_unpack_every_path(packages, tmp_path):
    build.copy_app(tmp_path)
    paths = [path.relative_to(packages.parent) for path in packages.rglob("*")]
    paths += [path.relative_to(tmp_path) for path in tmp_path.rglob("*")]

    assert [str(path) for path in paths if len(f"{build.NAME}/{path}") > LONGEST_PATH] == []
    names = [str(path).lower() for path in paths]
    assert len(names) == len(set(names))

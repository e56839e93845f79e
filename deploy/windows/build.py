"""Make the bundle for Windows: a folder, and a zip of it, that is unpacked and started with a double click.

    .venv/bin/python deploy/windows/build.py --python python-3.13.14-embed-amd64.zip

It runs on Linux, macOS and Windows, with pip and packaging, and fetches what requirements.lock names. Python itself
it does not fetch: the file is python.org's; its SHA-256 is checked, and unpacked as it is but for its list of paths.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path

from packaging.requirements import Requirement

TOP = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
APP = ("app.py", "across", "content", "pages", "scoring", ".streamlit/config.toml")
NAME = "Across Boundaries"
ARCHIVE = "across-boundaries-windows-x64"

PYTHON = "3.13.14"
SHORT = "".join(PYTHON.split(".")[:2])
PYTHON_ZIP = f"python-{PYTHON}-embed-amd64.zip"
PYTHON_ADDRESS = f"https://www.python.org/ftp/python/{PYTHON}/{PYTHON_ZIP}"
# As public projects pin it, for a file of 10,964,839 bytes; compare it with the page of this release once.
PYTHON_SHA256 = "90b4e5b9898b72d744650524bff92377c367f44bd5fbd09e3148656c080ad907"

# What python.exe looks into, seen from its own folder, and nothing else: no other Python's packages, no PYTHONPATH.
PATHS = (f"python{SHORT}.zip", ".", "..\\app", "..\\site-packages")
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": PYTHON,
    "python_version": PYTHON.rpartition(".")[0],
    "sys_platform": "win32",
}
# They have no wheel for Windows. Each is one file of Python, faster with an extension that may be missing.
FROM_SOURCE = ("rcssmin", "rjsmin")
# What packages bring for notebooks, for those who build on them, and to test themselves.
NOT_NEEDED = ("bin", "etc", "share", "pandas/tests", "pyarrow/include", "pyarrow/src", "pyarrow/tests")


class CannotBuild(Exception):
    """The bundle cannot be made: the message says why and what to do."""


def build(python_zip: Path, to: Path) -> Path:
    """Make the folder and its zip in the folder `to`; return the zip. Raises CannotBuild."""
    check(python_zip, PYTHON_SHA256)
    folder = to / NAME
    if folder.exists():
        raise CannotBuild(f"{folder} is there already. Move or delete it, or name another folder with --to.")
    unpack_python(python_zip, folder / "python")
    install_packages(TOP / "requirements.lock", folder / "site-packages")
    copy_app(folder)
    return Path(shutil.make_archive(str(to / ARCHIVE), "zip", root_dir=to, base_dir=NAME))


def check(python_zip: Path, sha256: str) -> None:
    """Raise CannotBuild where the file is not there, or is another than the one of this hash."""
    if not python_zip.is_file():
        raise CannotBuild(
            f"There is no file {python_zip}. Download it from\n  {PYTHON_ADDRESS}\nand name it with --python."
        )
    found = hashlib.sha256(python_zip.read_bytes()).hexdigest()
    if found != sha256:
        raise CannotBuild(
            f"{python_zip} is not the file that this bundle is made with.\n"
            f"  its SHA-256:      {found}\n  expected SHA-256: {sha256}\n"
            f"Download it anew from\n  {PYTHON_ADDRESS}\n"
            "and compare with the release's page. For another version, change PYTHON and PYTHON_SHA256 together."
        )


def unpack_python(python_zip: Path, folder: Path) -> None:
    """Unpack Python and tell it where our files are. Raises CannotBuild where it is not an embeddable Python."""
    with zipfile.ZipFile(python_zip) as archive:
        archive.extractall(folder)  # noqa: S202 (a file whose hash was checked)
    paths = folder / f"python{SHORT}._pth"
    if not (paths.is_file() and (folder / "python.exe").is_file()):
        raise CannotBuild(f"{python_zip} holds no python.exe with {paths.name}: take {PYTHON_ADDRESS}.")
    paths.write_bytes(as_on_windows("\n".join([*PATHS, ""])))


def install_packages(lock: Path, folder: Path) -> None:
    """Install what the lock names for Windows, each file checked against its hash. Raises CannotBuild."""
    needed = needed_on_windows(lock.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as made:
        wheels = _list_of(needed, set(needed) - set(FROM_SOURCE), Path(made) / "wheels.txt")
        sources = _list_of(needed, FROM_SOURCE, Path(made) / "sources.txt")
        here = ("--platform", "win_amd64", "--python-version", WINDOWS["python_version"], "--implementation", "cp")
        abis = ("--abi", f"cp{SHORT}", "--abi", "abi3", "--abi", "none")
        _pip("install", "--target", folder, "--no-compile", "--only-binary=:all:", *here, *abis, "-r", wheels)
        _pip("download", "--dest", made, "--no-binary=:all:", "-r", sources)
        for archive in Path(made).glob("*.tar.gz"):
            _take_from_source(archive, folder)
    for name in NOT_NEEDED:
        shutil.rmtree(folder / name, ignore_errors=True)


def needed_on_windows(lock: str) -> dict[str, str]:
    """What a lock names for Windows: each entry with its hashes and without its condition, by the package's name."""
    entries = {}
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry or entry.startswith(("#", " ")):
            continue
        what, *hashes = entry.split("--hash=")
        requirement = Requirement(what)
        if requirement.marker is None or requirement.marker.evaluate(WINDOWS):
            requirement.marker = None
            entries[requirement.name] = " ".join([str(requirement), *(f"--hash={value.strip()}" for value in hashes)])
    return entries


def _list_of(needed: dict[str, str], names: Collection[str], file: Path) -> Path:
    file.write_text("\n".join(needed[name] for name in sorted(names)), encoding="utf-8")
    return file


def _pip(command: str, *arguments: str | Path) -> None:
    always = ("--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes")
    ended = subprocess.run([sys.executable, "-m", "pip", command, *always, *map(str, arguments)], check=False)
    if ended.returncode:
        raise CannotBuild("pip could not fetch what requirements.lock names; its reason stands above.")


def _take_from_source(archive: Path, folder: Path) -> None:
    """Take the one file of Python out of a source package, and its licence."""
    name, _, version = archive.name.removesuffix(".tar.gz").rpartition("-")
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir()
    with tarfile.open(archive) as source:
        for wanted, to in ((f"{name}.py", folder), ("LICENSE", about), ("PKG-INFO", about)):
            content = source.extractfile(f"{name}-{version}/{wanted}")
            (to / wanted.replace("PKG-INFO", "METADATA")).write_bytes(content.read() if content else b"")


def copy_app(folder: Path) -> None:
    """Lay the app into the bundle, with what starts it and what people read first."""
    for part in APP:
        source, target = TOP / part, folder / "app" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".DS_Store"))
        else:
            shutil.copyfile(source, target)
    shutil.copyfile(HERE / "start.py", folder / "start.py")
    for text in (HERE / f"Start {NAME}.cmd", HERE / "Read me first.txt"):
        (folder / text.name).write_bytes(as_on_windows(text.read_text(encoding="utf-8")))
    (folder / "NOTICE.txt").write_bytes(as_on_windows((TOP / "NOTICE").read_text(encoding="utf-8")))


def as_on_windows(text: str) -> bytes:
    """Text as Windows has it: a line ends with CR and LF."""
    return text.replace("\n", "\r\n").encode()


def main() -> int:
    """Read the arguments and build; 1 where that cannot be."""
    parser = argparse.ArgumentParser(description="Make the bundle for Windows.", epilog=f"Python: {PYTHON_ADDRESS}")
    parser.add_argument("--python", type=Path, default=Path(PYTHON_ZIP), help=f"the downloaded {PYTHON_ZIP}")
    parser.add_argument("--to", type=Path, default=TOP / "data" / "windows", help="the folder to build in")
    asked = parser.parse_args()
    try:
        print(f"Made {build(asked.python, asked.to)}")
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

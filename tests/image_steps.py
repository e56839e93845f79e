"""The steps of a Dockerfile, done in a clean Debian of our own: no engine runs where these tests do.

Each stage is a folder that begins as a copy of the base, a minimal Debian that debootstrap has made; RUN is done in a
chroot, COPY and ENV as Docker does them. Only what our Dockerfile uses is understood; anything else is an error.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

# What is known of this machine's way to the packages, such as its certificates, is lent to each step.
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
IN_MEMORY, ROOM_BYTES = Path("/dev/shm"), 2_000_000_000
LENT = "tmp/ca-certificates.crt"
NOTHING = {"EXPOSE", "VOLUME"}


@dataclass
class Image:
    """A stage as far as it is built, and what is noted for whoever runs it."""

    root: Path
    work_folder: str = "/"
    user: str = "0:0"
    environment: dict[str, str] = field(default_factory=dict)
    entrypoint: list[str] = field(default_factory=list)
    health_check: list[str] = field(default_factory=list)


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Each instruction with what follows it, on one line."""
    lines = [line for line in dockerfile.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines() if line.strip())
    ]


def debian(folder: Path, suite: str) -> None:
    """A Debian of this suite with nothing but what it must have, as in Docker's slim image of it.

    It is made in memory where that has room: on a disk, each of its packages waits for the disk.
    """
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if _takes_a_system(IN_MEMORY) else folder.parent) as place:
        made = ["debootstrap", "--variant=minbase", suite, f"{place}/made", "http://deb.debian.org/debian"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(f"{place}/made/var/cache/apt/archives")
        subprocess.run(["cp", "--archive", f"{place}/made", folder], check=True)


def _takes_a_system(place: Path) -> bool:
    """Whether programs and devices may be in there, and there is room for them."""
    if not place.is_dir():
        return False
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize > ROOM_BYTES and not found.f_flag & (os.ST_NOEXEC | os.ST_NODEV)


def build(dockerfile: Path, context: Path, base: Path, folder: Path) -> Image:
    """Do every step; return the last stage."""
    stages: dict[str, Image] = {}
    image = Image(base)
    for word, rest in instructions(dockerfile):
        if word == "FROM":
            _, _, name = rest.partition(" AS ")
            image = stages[name or "last"] = Image(folder / (name or "last"))
            subprocess.run(["cp", "--archive", base, image.root], check=True)
        elif word == "COPY":
            _copy(rest, image, context, stages)
        else:
            _step(image, word, rest)
    return image


def _step(image: Image, word: str, rest: str) -> None:
    if word == "RUN":
        _run(image, rest)
    elif word == "WORKDIR":
        image.work_folder = rest
        (image.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
    elif word == "ENV":
        image.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
    elif word == "USER":
        image.user = rest
    elif word == "ENTRYPOINT":
        image.entrypoint = json.loads(rest)
    elif word == "HEALTHCHECK":
        image.health_check = json.loads(rest.partition("CMD ")[2])
    else:
        assert word in NOTHING, f"{word} is not understood"


def _copy(rest: str, image: Image, context: Path, stages: dict[str, Image]) -> None:
    *options, last = shlex.split(rest)
    stage = [option.removeprefix("--from=") for option in options if option.startswith("--from=")]
    sources = [option for option in options if not option.startswith("--")]
    target = image.root / image.work_folder.lstrip("/") / last
    for source in sources:
        path = (stages[stage[0]].root if stage else context) / source.lstrip("/")
        into = target / path.name if last.endswith("/") else target
        into.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(
                path, into, symlinks=True, ignore=shutil.ignore_patterns("__pycache__") if not stage else None
            )
        else:
            shutil.copy2(path, into)


def _run(image: Image, command: str) -> None:
    run_in(image.root, f"cd {shlex.quote(image.work_folder)} && {command}", image.environment)


def run_in(root: Path, command: str, environment: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a command prints that root runs in there, with the way to the packages that this machine has."""
    shutil.copy2(CERTIFICATES, root / LENT)
    shutil.copy2("/etc/resolv.conf", root / "etc" / "resolv.conf")
    lent = {"PIP_CERT": f"/{LENT}", "DEBIAN_FRONTEND": "noninteractive"}
    usual = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    done = subprocess.run(
        ["chroot", root, "/bin/sh", "-ec", command],
        env=usual | dict(environment) | lent,
        capture_output=True,
        text=True,
        check=False,
    )
    (root / LENT).unlink(missing_ok=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@dataclass(frozen=True)
class Service:
    """A command, in which folder and as whom it runs, with what it is told and the folders it may write to."""

    command: Sequence[str]
    work_folder: str
    user: int
    environment: Mapping[str, str]
    folders: Sequence[str]


# What an engine or systemd does for a service: a root that is only to be read, folders of its own, another user, no
# capability and no way to one. Its arguments are those of `Service`.
SHUT_IN = """
root=$1 user=$2 folders=$3 work=$4
shift 4
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
for folder in $folders; do
    mkdir -p "$root$folder"
    mount -t tmpfs -o "uid=$user,gid=$user,mode=0700" tmpfs "$root$folder"
done
mount -o remount,ro,bind "$root"
exec chroot "$root" setpriv --reuid="$user" --regid="$user" --clear-groups --bounding-set=-all --inh-caps=-all \\
    --no-new-privs env -i "$@" sh -c 'cd "$0" && eval "exec $RUN"' "$work"
"""


@contextmanager
def shut_in(root: Path, service: Service, log: Path) -> Iterator[int]:
    """A service that runs so; yields the number of its process, and ends it."""
    told = [f"{name}={value}" for name, value in service.environment.items()]
    told += [f"RUN={shlex.join(service.command)}"]
    given = ["sh", str(root), str(service.user), " ".join(service.folders), service.work_folder, *told]
    with log.open("wb") as lines:
        outside = subprocess.Popen(
            ["unshare", "--mount", "--fork", "--kill-child", "sh", "-ec", SHUT_IN, *given],
            stdout=lines,
            stderr=lines,
            start_new_session=True,
        )
    try:
        children = Path(f"/proc/{outside.pid}/task/{outside.pid}/children")
        while not (found := children.read_text().split()):
            assert outside.poll() is None, log.read_text()
        yield int(found[0])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(outside.pid, signal.SIGTERM)
        outside.wait(60)

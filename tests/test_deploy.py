"""What deploy/ holds for a server: against its own tools, and run as far as it goes without an engine and systemd."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from http_requests import ask
from image_steps import Image, Service, build, debian, instructions, run_in, shut_in
from ports import free_port
from test_installed import PARTS, copy_of_the_checkout
from test_server import wait_until

from across.settings import NAMES, read
from across.web.several import END_SECONDS

TOP = Path(__file__).parent.parent
DEPLOY = TOP / "deploy"
GUIDE = TOP / "docs" / "deploy-server.md"
UNIT = DEPLOY / "across-boundaries.service"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
LINES = re.MULTILINE | re.DOTALL
# What stands in .env, and what others than ours read.
OF_COMPOSE = {"ACROSS_HOST", "ACROSS_VERSION", "POSTGRES_PASSWORD"}
OF_OTHERS = {"FORWARDED_ALLOW_IPS", "XDG_CACHE_HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "HOME", "PATH"}
# Not to be run here: there is no systemd.
OF_SYSTEMD = ("systemctl ", "journalctl ")
SECRETS = "Secrets"
REPOSITORY = "https://git.example.org/across-boundaries.git"
STARTS_WITHIN_SECONDS = 120

needs_a_debian = pytest.mark.skipif(
    os.geteuid() != 0 or not all(map(shutil.which, ("debootstrap", "unshare", "chroot"))),
    reason="a clean Debian is made by root, with debootstrap",
)


def tool(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A tool of the developers' list, run."""
    path = Path(sys.executable).parent / name
    return subprocess.run([path, *map(str, arguments)], capture_output=True, text=True, check=False)


def fit(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr


def compose() -> dict[str, object]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def manifest(name: str) -> dict[str, object]:
    return yaml.safe_load((DEPLOY / "kubernetes" / f"{name}.yaml").read_text(encoding="utf-8"))


def pod() -> dict[str, object]:
    return manifest("deployment")["spec"]["template"]["spec"]


def given_in_the_guide(heading: str, language: str) -> list[str]:
    """The blocks of a language below a heading of the guide."""
    [section] = re.findall(rf"^##+ {re.escape(heading)}$(.*?)^##", GUIDE.read_text(encoding="utf-8"), LINES)
    return re.findall(rf"^```{language}\n(.*?)^```", section, LINES)


def commands(heading: str) -> list[str]:
    """The blocks of commands below a heading of the guide."""
    [section] = re.findall(
        rf"^## {re.escape(heading)}$(.*?)^## ", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return re.findall(r"^```sh\n(.*?)^```", section, LINES)


def named_in(heading: str) -> set[str]:
    """The settings that the commands below a heading write into a file."""
    return set(re.findall(r"^([A-Z_]+)=", "\n".join(commands(heading)), LINES))


def test_hadolint_has_nothing_to_say_of_the_dockerfile():
    fit(tool("hadolint", "--failure-threshold", "style", DEPLOY / "Dockerfile"))


def test_the_compose_file_fits_the_schema_of_compose():
    fit(tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"))


def test_a_compose_file_that_is_wrong_does_not_fit(tmp_path):
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(yaml.safe_dump(compose() | {"services": {"app": {"tmpfs": 5}}}), encoding="utf-8")

    assert tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", wrong).returncode == 1


@pytest.mark.parametrize("path", KUBERNETES, ids=lambda path: path.name)
def test_a_manifest_fits_the_schema_of_kubernetes(path):
    fit(tool("kubernetes-validate", "--strict", path))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze comes with systemd")
@pytest.mark.parametrize("supplement", [False, True], ids=["as it is", "with a secret"])
def test_systemd_reads_the_unit_without_a_complaint(tmp_path, supplement):
    program = tmp_path / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/across-boundaries/.venv/bin", str(program.parent)))
    if supplement:
        [lines] = re.findall(r"<<'UNIT'\n(.*?)^UNIT$", "".join(given_in_the_guide(SECRETS, "sh")), LINES)
        (tmp_path / f"{UNIT.name}.d").mkdir()
        (tmp_path / f"{UNIT.name}.d" / "secret.conf").write_text(lines, encoding="utf-8")

    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)

    assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.stem in line]) == (0, [])


def test_each_app_of_compose_is_one_that_caddy_sends_people_to_and_the_two_are_alike():
    services = compose()["services"]
    apps = {name: service for name, service in services.items() if name.startswith("app-")}
    sent_to = re.findall(r"\{\$ACROSS_APPS:([^}]*)\}", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))

    assert {address for addresses in sent_to for address in addresses.split()} == {f"{name}:8501" for name in apps}
    assert len(apps) == 2
    assert apps["app-1"] == apps["app-2"]


def test_the_supplement_for_secrets_fits_the_schema_of_compose_and_names_our_own_settings(tmp_path):
    [text] = given_in_the_guide(SECRETS, "yaml")
    supplement = tmp_path / "compose.override.yaml"
    supplement.write_text(text, encoding="utf-8")
    added = yaml.safe_load(text)["services"]

    fit(tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", supplement))
    assert set(added) == {"app-1", "app-2"}
    for app in added.values():
        assert set(app["environment"]) <= set(NAMES)
        read(app["environment"] | {"ACROSS_PUBLIC_URL": "https://a.example", "ACROSS_SIGN_IN_SECRET_FILE": __file__})


def test_the_guide_names_containers_pods_and_secrets_as_the_files_do():
    shell = re.sub(r"\\\n\s*", " ", "\n".join(re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text("utf-8"), LINES)))
    compose_lines, kubectl_lines = (
        [line for line in shell.splitlines() if line.startswith(command)] for command in ("docker compose", "kubectl")
    )
    named = {word for line in compose_lines for word in re.findall(r"\bapp\b[-\w]*", line)}
    [container] = pod()["containers"]
    secrets = [variable["valueFrom"]["secretKeyRef"] for variable in container["env"] if "valueFrom" in variable]
    keys = {key for line in kubectl_lines for key in re.findall(r"--from-literal=([a-z-]+)=|\"([a-z-]+)\":", line)}

    assert named == {"app-1", "app-2"} <= set(compose()["services"])
    assert len(kubectl_lines) >= 8
    assert {word for line in kubectl_lines for word in re.findall(r"deployment[ /]([-\w]+)", line)} == {
        manifest("deployment")["metadata"]["name"]
    }
    assert {secret["name"] for secret in secrets} == {"across-boundaries"}
    assert {key for pair in keys for key in pair if key} == {"database-url", "sign-in-secret"}
    assert {secret["key"] for secret in secrets} == {"database-url", "sign-in-secret", "start-passphrase"}
    assert container["envFrom"] == [{"configMapRef": {"name": "across-boundaries", "optional": True}}]


def test_pods_are_replaced_while_others_serve_and_a_browser_stays_at_one():
    deployment, disruption = manifest("deployment")["spec"], manifest("disruption")["spec"]
    [container] = pod()["containers"]
    pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])

    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert pod()["terminationGracePeriodSeconds"] >= pause + END_SECONDS
    assert disruption["minAvailable"] < deployment["replicas"]
    assert disruption["selector"] == deployment["selector"]
    annotations = manifest("service")["metadata"]["annotations"]
    assert annotations["traefik.ingress.kubernetes.io/service.sticky.cookie"] == "true"
    assert manifest("ingress")["spec"]["ingressClassName"] == "traefik"
    assert manifest("data")["spec"]["accessModes"] == ["ReadWriteMany"]


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
def test_caddy_takes_its_file_and_finds_it_in_order():
    environment = {**os.environ, "ACROSS_HOST": "workshop.example.org"}
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"]

    fit(subprocess.run(command, env=environment, capture_output=True, text=True, check=False))
    in_order = subprocess.run(["caddy", "fmt", DEPLOY / "Caddyfile"], capture_output=True, text=True, check=False)
    assert in_order.stdout == (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def test_every_setting_that_is_given_is_one_of_ours():
    app, unit = compose()["services"]["app-1"], UNIT.read_text(encoding="utf-8")
    dockerfile = [rest for word, rest in instructions(DEPLOY / "Dockerfile") if word == "ENV"]
    given = {
        name for line in re.findall(r"^Environment=([^\n]*)$", unit, LINES) for name in re.findall(r"(\w+)=", line)
    }
    given |= {name for rest in dockerfile for name in re.findall(r"(\w+)=", rest)}
    given |= set(app["environment"]) | {variable["name"] for variable in pod()["containers"][0]["env"]}
    given |= named_in("A small server, by systemd")
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))

    assert given - OF_OTHERS <= set(NAMES)
    assert asked <= OF_COMPOSE | set(NAMES)
    assert OF_COMPOSE - {"ACROSS_VERSION"} == set(
        re.findall(r"^([A-Z_]+)=", "\n".join(commands("A server with Docker")), LINES)
    )


def test_the_image_is_made_of_the_whole_app_and_its_context_holds_nothing_else():
    copied = [rest for word, rest in instructions(DEPLOY / "Dockerfile") if word == "COPY" and "--from" not in rest]
    sources = {source for rest in copied for source in rest.split()[:-1]}
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert sources == {*PARTS, "NOTICE", "requirements.lock"}
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == sources
    assert "*" in ignored


def test_containers_have_no_rights_and_write_nowhere_but_where_they_may():
    app, [container] = compose()["services"]["app-1"], pod()["containers"]
    may = container["securityContext"]

    assert (app["read_only"], app["cap_drop"], app["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert "ports" not in app
    assert "ports" not in compose()["services"]["database"]
    assert (may["readOnlyRootFilesystem"], may["allowPrivilegeEscalation"]) == (True, False)
    assert may["capabilities"] == {"drop": ["ALL"]}
    assert pod()["securityContext"]["runAsNonRoot"]
    assert {place["mountPath"] for place in container["volumeMounts"]} == {"/tmp", "/data"}
    assert [place.partition(":")[0] for place in app["tmpfs"]] == ["/tmp"]


def test_what_was_deleted_stays_noted_when_a_container_is_replaced():
    app, volumes = compose()["services"]["app-1"], {volume["name"]: volume for volume in pod()["volumes"]}

    assert app["volumes"] == ["data:/data"]
    assert "data" in compose()["volumes"]
    assert "persistentVolumeClaim" in volumes["data"]


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Iterator[Path]:
    """A Debian with nothing but what it must have, to be copied."""
    folder = tmp_path_factory.mktemp("debian") / "base"
    debian(folder, "trixie")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def image(clean, tmp_path_factory) -> Iterator[Image]:
    folder = tmp_path_factory.mktemp("image")
    yield build(DEPLOY / "Dockerfile", TOP, clean, folder)
    shutil.rmtree(folder)


def is_ready(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return ask(port, "/readyz").status == 200
    return False


def rights(process: int) -> dict[str, str]:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return dict(re.findall(r"^(Uid|CapEff|CapBnd|NoNewPrivs):\s+(\w+)", status, LINES))


def is_only_read(process: int) -> bool:
    """Whether the root of this process cannot be written to."""
    mounts = [line.split() for line in Path(f"/proc/{process}/mountinfo").read_text(encoding="utf-8").splitlines()]
    return any(mount[4] == "/" and "ro" in mount[5].split(",") for mount in mounts)


@pytest.mark.thorough
@needs_a_debian
def test_the_image_serves_as_a_user_without_rights_on_a_root_that_is_only_read(image, tmp_path):
    port, numbers = free_port(), free_port()
    environment = image.environment | {"PORT": str(port), "ACROSS_METRICS": str(numbers), "ACROSS_LOG": "json"}
    user, log = int(image.user.partition(":")[0]), tmp_path / "log"
    service = Service(image.entrypoint, image.work_folder, user, environment, ("/tmp", "/data"))

    def health() -> int:
        command = ["chroot", image.root, *image.health_check]
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    with shut_in(image.root, service, log) as process:
        wait_until(lambda: is_ready(port), STARTS_WITHIN_SECONDS)
        has, only_read, healthy = rights(process), is_only_read(process), health()
        page, phone, guide = (ask(port, path) for path in ("/", "/join", "/facilitator-guide.pdf"))
        counted = ask(numbers, "/metrics").text
    unhealthy = health()

    nothing = "0000000000000000"
    assert has == {"Uid": str(user), "CapEff": nothing, "CapBnd": nothing, "NoNewPrivs": "1"}
    assert user != 0
    assert only_read
    assert [page.status, phone.status, guide.status] == [200, 200, 200]
    assert guide.body.startswith(b"%PDF")
    assert "across_workshops_open 0.0" in counted
    assert (healthy, unhealthy) == (0, 1)
    assert all(json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def small_server(clean, tmp_path) -> Iterator[Path]:
    """A clean Debian in which the commands of the guide for a small server were run, but those of systemd."""
    root = tmp_path / "server"
    subprocess.run(["cp", "--archive", clean, root], check=True)
    (root / "etc" / "systemd" / "system").mkdir(parents=True, exist_ok=True)
    checkout = copy_of_the_checkout(root / "srv")
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C", checkout]
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "All"]):
        subprocess.run([*git, *arguments], check=True)
    blocks = commands("A small server, by systemd")
    lines = [line for line in "".join(blocks[:3]).splitlines() if not line.startswith(OF_SYSTEMD)]
    run_in(root, "\n".join(lines).replace(REPOSITORY, f'"/srv/{checkout.name}"'), {"GIT_CONFIG_NOSYSTEM": "1"})
    yield root
    shutil.rmtree(root)


@pytest.mark.thorough
@needs_a_debian
def test_the_commands_for_a_small_server_lead_to_one_that_is_well(small_server, tmp_path):
    unit = (small_server / "etc/systemd/system" / UNIT.name).read_text(encoding="utf-8")
    [command], [work] = (
        re.findall(r"^ExecStart=([^\n]*)$", unit, LINES),
        re.findall(r"^WorkingDirectory=([^\n]*)$", unit, LINES),
    )
    given = " ".join(re.findall(r"^Environment=([^\n]*)$", unit, LINES)).split()
    given += (small_server / "etc/across-boundaries.env").read_text(encoding="utf-8").split()
    port = free_port()
    environment = dict(line.split("=", 1) for line in given) | {"PORT": str(port), "ACROSS_METRICS": str(free_port())}
    [*_, ask_whether_it_is_well] = commands("A small server, by systemd")
    [check] = [line for line in ask_whether_it_is_well.splitlines() if not line.startswith(OF_SYSTEMD)]
    folders, log = ("/tmp", "/var/lib/across-boundaries", "/var/cache/across-boundaries"), tmp_path / "log"
    with shut_in(small_server, Service(command.split(), work, 61_234, environment, folders), log):
        wait_until(lambda: is_ready(port), STARTS_WITHIN_SECONDS)
        said = run_in(small_server, check.replace("8501", str(port)))
        known = ask(port, "/join", {"Host": "workshop.example.org"}).status
        guide = ask(port, "/facilitator-guide.pdf").status

    assert json.loads(said)["status"] == "ok"
    assert (known, guide) == (200, 200)
    assert all(json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())


def test_only_commands_of_systemd_are_not_run_of_those_for_a_small_server():
    lines = [line for block in commands("A small server, by systemd") for line in block.splitlines()]

    left = [line for line in lines if line.startswith(OF_SYSTEMD)]

    assert len(left) == 3
    assert any("script/prepare" in line for line in lines)

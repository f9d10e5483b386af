"""compose.yaml, deploy/ and the Dockerfile name only what the program has: commands, flags, settings, ports, paths.

Neither Docker nor Kubernetes runs here. What they would find out about the files alone is checked; the rest is not.
"""

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot import app, wiring
from bot.cli import main
from bot.config import VARIABLE, load
from bot.platforms.slack.web import EVENTS, INSTALL, REDIRECT
from bot.web.metrics import Metrics
from bot.web.operations import Operations
from bot.web.pulse import Pulse
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SECRETS = {
    "POSTGRES_PASSWORD": "pass",
    "DATABASE_URL": "postgresql://studybot:pass@database/studybot",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "secret",
    "DISCORD_TOKEN": "token",
}


def kubernetes() -> list[dict[str, Any]]:
    """The manifests, with something in the place of what the operator fills in."""
    text = re.sub(r"<([\w.]+)>", r"\1", (ROOT / "deploy" / "kubernetes.yaml").read_text())
    return [one for one in yaml.safe_load_all(text) if one]


def of(kind: str, name: str = "studybot") -> dict[str, Any]:
    return next(one for one in kubernetes() if one["kind"] == kind and one["metadata"]["name"] == name)


def container(kind: str, name: str = "studybot") -> dict[str, Any]:
    found: dict[str, Any] = of(kind, name)["spec"]["template"]["spec"]["containers"][0]
    return found


def settings(folder: Path, text: str, environment: set[str]) -> wiring.Config:
    """The configuration of a file, with an environment that has these names only."""
    file = folder / "config.yaml"
    file.write_text(text)
    config, problems = load(wiring.Config, file, {name: SECRETS[name] for name in environment})
    assert problems == []
    assert config is not None
    return config


def compose_config(folder: Path) -> wiring.Config:
    return settings(
        folder, (ROOT / "deploy" / "config.yaml").read_text(), set(COMPOSE["services"]["bot"]["environment"])
    )


def kubernetes_config(folder: Path) -> wiring.Config:
    text = of("ConfigMap")["data"]["config.yaml"]
    return settings(folder, text, set(VARIABLE.findall(text)))


WORDS = [
    *(COMPOSE["services"][name]["command"] for name in ("migrate", "bot")),
    COMPOSE["services"]["bot"]["healthcheck"]["test"][2:],
    container("Job", "studybot-migrate")["args"],
    container("Deployment")["args"],
    *(
        re.findall(r'"([^"]+)"', line)[1:]
        for line in re.findall(r"CMD (\[.*health.*\])", (ROOT / "Dockerfile").read_text())
    ),
    *([word] for word in re.findall(r'^CMD \["(\w+)"\]', (ROOT / "Dockerfile").read_text(), re.MULTILINE)),
    ["status"],
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_command_line_is_one_of_the_program(words: list[str]) -> None:
    command = main.commands[words[0]]
    made = command.make_context("studybot", list(words[1:]))
    assert made.command is command
    with pytest.raises(click.UsageError):
        command.make_context("studybot", ["--no-such-flag"])


def test_the_configuration_of_compose_is_one_of_the_program(tmp_path: Path) -> None:
    config = compose_config(tmp_path)
    assert config.database == "postgresql://studybot:pass@database/studybot"
    assert config.database.split("@")[1].split("/")[0] in COMPOSE["services"]
    assert config.operations.port == 9464


def test_the_configuration_of_kubernetes_is_one_of_the_program(tmp_path: Path) -> None:
    config = kubernetes_config(tmp_path)
    assert config.platforms.slack.mode == "http"


def test_every_secret_of_kubernetes_is_named_where_it_is_to_be_made() -> None:
    text = (ROOT / "deploy" / "kubernetes.yaml").read_text()
    wanted = set(VARIABLE.findall(of("ConfigMap")["data"]["config.yaml"]))
    assert set(re.findall(r"--from-literal=(\w+)=", text)) == wanted
    assert set(re.findall(r"^#   (\w+): \"\"$", text, re.MULTILINE)) == wanted
    for kind, name in (("Job", "studybot-migrate"), ("Deployment", "studybot")):
        assert container(kind, name)["envFrom"] == [{"secretRef": {"name": "studybot"}}]


def test_no_secret_stands_in_the_files() -> None:
    shown = (ROOT / "deploy" / "env.example").read_text()
    assert set(re.findall(r"^(\w+)=$", shown, re.MULTILINE)) == set(COMPOSE["services"]["bot"]["environment"])
    assert re.findall(r"^\w+=.+$", shown, re.MULTILINE) == []


def test_every_port_is_the_one_that_the_configuration_opens(tmp_path: Path) -> None:
    config = kubernetes_config(tmp_path)
    ports = {one["name"]: one["containerPort"] for one in container("Deployment")["ports"]}
    assert ports == {"slack": config.platforms.slack.port, "operations": config.operations.port}
    # What listens on loopback alone, nothing outside of the container reaches.
    assert (config.operations.host, config.platforms.slack.host) == ("0.0.0.0", "0.0.0.0")
    assert of("Service")["spec"]["ports"][0]["targetPort"] == "slack"
    assert re.search(r"^EXPOSE 8090 9464$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_every_probe_asks_an_address_that_answers(world: World) -> None:
    served = Operations(
        "127.0.0.1",
        0,
        store=world.store,
        clock=world.clock,
        pulse=Pulse(),
        metrics=Metrics(bank=""),
        replica="",
        doubt=str,
    )
    routes = {route.resource.canonical for route in served.web._app.router.routes() if route.resource is not None}
    probes = [container("Deployment")[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")]
    assert {one["path"] for one in probes} <= routes
    assert {one["port"] for one in probes} == {"operations"}


def test_the_ingress_leads_to_every_address_that_slack_uses() -> None:
    paths = [one["path"] for one in of("Ingress")["spec"]["rules"][0]["http"]["paths"]]
    for address in (EVENTS, INSTALL, REDIRECT, "/kit", "/look/look.css"):
        assert any(address.startswith(path) for path in paths), address


def test_whoever_stops_the_bot_gives_it_the_time_that_it_takes() -> None:
    waits = int(COMPOSE["services"]["bot"]["stop_grace_period"].rstrip("s"))
    assert waits > app.HARD
    pod = of("Deployment")["spec"]["template"]["spec"]
    before = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > before + app.HARD


def test_replicas_never_migrate_and_wait_for_the_one_that_does() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "--no-migrate" in bot["command"]
    assert "--no-migrate" in container("Deployment")["args"]
    assert bot["deploy"]["replicas"] >= 2
    assert of("Deployment")["spec"]["replicas"] >= 2
    assert of("PodDisruptionBudget")["spec"]["minAvailable"] < of("Deployment")["spec"]["replicas"]


def test_the_container_needs_no_rights_and_no_writable_files() -> None:
    for kind, name in (("Job", "studybot-migrate"), ("Deployment", "studybot")):
        rights = container(kind, name)["securityContext"]
        assert rights["readOnlyRootFilesystem"] is True
        assert rights["capabilities"] == {"drop": ["ALL"]}
        assert of(kind, name)["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == 10001
    assert COMPOSE["services"]["bot"]["read_only"] is True
    assert re.search(r"^USER 10001$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_image_holds_the_packages_of_every_platform_and_database() -> None:
    pinned = (ROOT / "requirements" / "run.txt").read_text()
    for package in ("slack-bolt", "discord-py", "asyncpg", "prometheus-client"):
        assert re.search(rf"^{package}==", pinned, re.MULTILINE), package
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    assert copied == {"requirements/run.txt", "pyproject.toml", "bot", "questions", "migrations"}

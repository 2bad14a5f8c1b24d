"""The engine that runs the containers: the machine's own Docker, or one made from Debian's packages.

The second is for machines without engine and registry: `dockerd` is unpacked, not installed, and runs in
network and mount namespaces of its own; the images that `compose.yaml` names are stand-ins, built from
Debian's packages under the same names (``standins/``). It needs root, namespaces and Debian.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.ending import undivided
from deploy.local.processes import ROOT

RELEASE = "forky"
"""Whose packages are unpacked: they have a Docker engine of today, RabbitMQ 4.3 and Python 3.13."""
HOST_PACKAGES = ("debootstrap", "slirp4netns", "runc", "iptables")
ENGINE_PACKAGES = ("docker.io", "docker-cli", "docker-compose", "docker-buildx", "containerd", "tini-static")
STANDINS = Path(__file__).parent / "standins"
PATIENCE = 60.0
Say = Callable[[str], None]


class NoEngine(Exception):
    """Neither is an engine here, nor can one be made; the message says what is missing."""


@dataclass(frozen=True)
class Engine:
    """A Docker engine. `inside` is put before a command that is to reach what the engine publishes;
    `environment` leads the command line to it; `standins` tells that its images are not the real ones."""

    environment: dict[str, str]
    inside: tuple[str, ...] = ()
    standins: bool = False

    def run(self, *words: str, cwd: Path = ROOT, check: bool = True, timeout: float = 600) -> str:
        """Run a command on the host with the engine's environment; its standard output."""
        done = subprocess.run(
            words, cwd=cwd, env=self.environment, capture_output=True, text=True, check=False, timeout=timeout
        )
        if check and done.returncode:
            raise RuntimeError(
                f"{' '.join(words)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return done.stdout


@contextmanager
def engine(work: Path, say: Say) -> Iterator[Engine]:
    """The engine of this machine, or one made in `work` and ended afterwards. Raises `NoEngine`."""
    if (own := _own_engine()) is not None:
        yield own
        return
    _must_be_possible()
    made = Made(work, say)
    made.unpack()
    try:
        found = made.start()
        made.images(found)
        yield found
    finally:
        made.stop()


def _own_engine() -> Engine | None:
    """The engine that answers here and can fetch images, if there is one."""
    if shutil.which("docker") is None:
        return None
    environment = dict(os.environ)
    asked = [["docker", "compose", "version"], ["docker", "pull", "-q", "caddy:2.10"]]
    for words in asked:
        if subprocess.run(words, env=environment, capture_output=True, timeout=300, check=False).returncode:
            return None
    return Engine(environment)


def _must_be_possible() -> None:
    if os.geteuid() != 0:
        raise NoEngine("no Docker engine answers, and without root none can be made")
    if shutil.which("apt-get") is None:
        raise NoEngine("no Docker engine answers, and only on Debian one can be made")
    if subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False).returncode:
        raise NoEngine("no Docker engine answers, and this machine allows no namespaces")


@dataclass
class Made:
    """An engine from Debian's packages, with everything it needs under `work`."""

    work: Path
    say: Say
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def _environment(self) -> dict[str, str]:
        engine = self.work / "engine"
        places = [self.work / "bin", engine / "usr/sbin", engine / "usr/bin"]
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith("DOCKER")},
            "PATH": os.pathsep.join([*map(str, places), os.environ["PATH"]]),
            "DOCKER_HOST": f"unix://{self.work}/docker.sock",
            "DOCKER_CONFIG": str(self.work / "config"),
        }

    # --- the engine -----------------------------------------------------------------------------------------

    def unpack(self) -> None:
        """Fetch what is missing: packages of this machine, and the engine's, which are not installed."""
        self.work.mkdir(parents=True, exist_ok=True)
        missing = [name for name in HOST_PACKAGES if not _is_installed(name)]
        if missing:
            self.say(f"installing {' '.join(missing)} …")
            _apt("update", "-qq")
            _apt("install", "-qq", "-y", "--no-install-recommends", *missing)
        if (self.work / "engine/usr/sbin/dockerd").exists():
            return
        self.say(f"unpacking a Docker engine of Debian {RELEASE} …")
        own = self._apt_folder()
        debs = self.work / "debs"
        shutil.rmtree(debs, ignore_errors=True)
        debs.mkdir()
        _apt("update", "-qq", config=own)
        _apt("download", "-qq", *ENGINE_PACKAGES, config=own, cwd=debs)
        for deb in sorted(debs.glob("*.deb")):
            subprocess.run(["dpkg", "-x", str(deb), str(self.work / "engine")], check=True)
        for folder in ("bin", "config/cli-plugins"):
            (self.work / folder).mkdir(parents=True, exist_ok=True)
        for name in ("iptables", "ip6tables"):
            _link(self.work / "bin" / name, Path(f"/usr/sbin/{name}-legacy"))
        for plugin in (self.work / "engine/usr/libexec/docker/cli-plugins").iterdir():
            _link(self.work / "config/cli-plugins" / plugin.name, plugin)

    def _apt_folder(self) -> Path:
        """Lists and settings of apt for `RELEASE`, apart from the machine's, from its own source."""
        folder = self.work / "apt"
        for name in ("lists/partial", "cache/archives/partial", "parts"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
        (folder / "parts/x.list").write_text(f"deb [signed-by={keyring}] {_mirror()} {RELEASE} main\n")
        config = folder / "apt.conf"
        config.write_text(
            f'Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "{folder}/parts";\n'
            f'Dir::State::Lists "{folder}/lists"; Dir::State::status "{folder}/status";\n'
            f'Dir::Cache "{folder}/cache"; APT::Sandbox::User "root"; Acquire::Check-Valid-Until "false";\n'
        )
        return config

    def start(self) -> Engine:
        """Start it in namespaces of its own; slirp4netns is its way to the package registries."""
        work = self.work
        pid_file = work / "namespace.pid"
        pid_file.unlink(missing_ok=True)
        (work / "resolv.conf").write_text("nameserver 10.0.2.3\n")
        # A container that comes or goes changes the machine's IPv6 addresses, at which a browser breaks off.
        script = (
            "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; "
            f"ip link set lo up; mount --bind {work}/resolv.conf /etc/resolv.conf; echo $$ > {pid_file}; "
            f"exec dockerd --data-root {work}/data --exec-root {work}/exec --pidfile {work}/dockerd.pid "
            f"-H unix://{work}/docker.sock --storage-driver overlay2"
        )
        (work / "dockerd.pid").unlink(missing_ok=True)
        namespaces = ["unshare", "--net", "--mount", "--propagation", "private"]
        self._launch([*namespaces, "bash", "-c", script], work / "dockerd.log")
        _wait(lambda: pid_file.exists() and pid_file.read_text().strip() != "", "the engine's namespaces")
        pid = pid_file.read_text().strip()
        network = ["slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback", pid, "tap0"]
        self._launch(network, work / "slirp.log")
        made = Engine(self._environment, ("nsenter", "-t", pid, "-n", "-m", "--"), standins=True)
        _wait(
            lambda: made.run("docker", "info", "-f", "{{.ServerVersion}}", check=False).strip() != "",
            "the engine",
        )
        self.say(f"engine {made.run('docker', 'version', '-f', '{{.Server.Version}}').strip()}")
        return made

    def _launch(self, words: Sequence[str], log: Path) -> None:
        with undivided(), log.open("wb") as said:
            self.started.append(
                subprocess.Popen(
                    words,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
            )

    def stop(self) -> None:
        """End the engine, its containers and its way out."""
        for process in self.started:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()

    # --- the images -----------------------------------------------------------------------------------------

    def images(self, made: Engine) -> None:
        """Build the stand-ins under the names that ``deploy`` asks for; what has not changed is cached."""
        if not _has(made, "standin-base"):
            self._base(made)
        folder = self.work / "images"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(STANDINS, folder)
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", folder / "python")

        def build(name: str, tag: str) -> None:
            self.say(f"a stand-in for {tag} …")
            made.run("docker", "build", "-q", "-t", tag, str(folder / name))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(build, *zip(*wanted().items(), strict=True)))

    def _base(self, made: Engine) -> None:
        self.say(f"a base image of Debian {RELEASE} …")
        base = self.work / "base"
        shutil.rmtree(base, ignore_errors=True)
        _do("debootstrap", "--variant=minbase", RELEASE, str(base), _mirror(), "sid", env=self._environment)
        policy = base / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        left_out = "--exclude=./var/cache/apt/archives/*.deb"
        taken_in = "docker import -c 'CMD [\"bash\"]' - standin-base"
        packed = f"tar -C {base} --numeric-owner {left_out} -c . | {taken_in}"
        _do("bash", "-o", "pipefail", "-c", packed, env=self._environment)
        shutil.rmtree(base)


def wanted() -> dict[str, str]:
    """The images that ours are built from, by the folder of their stand-in."""
    text = (ROOT / "deploy/compose.yaml").read_text() + (ROOT / "deploy/Dockerfile").read_text()
    found = re.findall(r"FROM ((?:\w+/)?(\w+):\S+)", text) + re.findall(r"image: ((\w+):[\d.]+)$", text, re.M)
    tags = {name: tag for tag, name in found}
    return {
        name: tags[name] for name in ("python", "rabbitmq", "mongo", "caddy", "prometheus", "alertmanager")
    }


def _has(made: Engine, tag: str) -> bool:
    return made.run("docker", "images", "-q", tag).strip() != ""


def _mirror() -> str:
    """The address from which this machine gets its packages. Raises `NoEngine` if none is set up."""
    for file in sorted(Path("/etc/apt/sources.list.d").glob("*.sources")):
        if found := re.search(r"^URIs:\s*(\S+)", file.read_text(), re.M):
            return found[1]
    found = re.search(r"^deb (?:\[.*?\] )?(\S+)", Path("/etc/apt/sources.list").read_text(), re.M)
    if found is None:
        raise NoEngine("no Debian package source is set up on this machine")
    return found[1]


def _is_installed(name: str) -> bool:
    asked = ["dpkg-query", "-W", "-f", "${db:Status-Status}", name]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def _apt(*words: str, config: Path | None = None, cwd: Path | None = None) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if config is not None:
        environment["APT_CONFIG"] = str(config)
    _do("apt-get", *words, env=environment, cwd=cwd)


def _do(*words: str, env: dict[str, str], cwd: Path | None = None) -> None:
    done = subprocess.run(words, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(words[:3])} …: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )


def _link(place: Path, target: Path) -> None:
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def _wait(ready: Callable[[], bool], name: str) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise NoEngine(f"{name} did not come up in {PATIENCE:g} s")
        time.sleep(0.2)

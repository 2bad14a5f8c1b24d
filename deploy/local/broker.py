"""A RabbitMQ node that is ours alone: its own name, data, cookie, ports and epmd, all of it on loopback.

It neither needs nor disturbs a RabbitMQ that the machine runs. The node is started without RabbitMQ's shell
around it, so the process in the pid file is the Erlang machine itself: what is killed or paused is the
broker.
"""

import os
import shutil
import socket
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx

from deploy.local.processes import NotReady, Process, free_port
from deploy.rabbitmq.limits import policies
from shared.bus_names import LARGEST_MESSAGE

SCRIPTS = (
    "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "/opt/homebrew/sbin/rabbitmq-server",
    "/usr/local/sbin/rabbitmq-server",
)
"""RabbitMQ's own script. Debian's ``/usr/sbin/rabbitmq-server`` is another one, which changes the user."""

USER = "foyer"
ENOUGH_DISK = 2_000_000_000
MOST_CHANNELS = 64
"""Of one connection: a service has one for each queue, and is never near it."""
NOTHING_RETAINED = "rabbit_mqtt_retained_msg_store_noop"
"""The store of retained messages that keeps none: no device needs one, and each would stay for ever."""
ARGUMENTS = (
    "-kernel inet_dist_use_interface {127,0,0,1}",
    # 4.x does not start with more than `max_message_size`, and 3.x with a line of its configuration for it
    f"-rabbitmq_mqtt max_packet_size_authenticated {LARGEST_MESSAGE}",
)
MISSING = "RabbitMQ is not installed: apt-get install rabbitmq-server"


FOLDER = "FOYER_RABBITMQ"
"""The variable that names a folder with the files of RabbitMQ's image, to run that version instead: made, for
one, by ``docker export``. It needs root."""

IN_FOLDER = """
for dir in dev proc; do mount --rbind /$dir "$1/$dir"; done
mkdir -p "$1$2" && mount --bind "$2" "$1$2" && cp /etc/hosts "$1/etc/hosts"
PATH=/opt/rabbitmq/sbin:/opt/erlang/bin:/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
root=$1 data=$2
shift 2
exec chroot "$root" env -C "$data" "$@"
"""


def command(data: Path) -> list[str] | None:
    """The command that starts a node with its files in `data` on this machine; None without RabbitMQ."""
    if FOLDER in os.environ:
        return within(data, "rabbitmq-server")
    found = script()
    return [found] if found else None


def within(data: Path, *words: str) -> list[str]:
    """A command of RabbitMQ's: of the folder that the environment names, if it does, else of this machine."""
    if not (folder := os.environ.get(FOLDER)):
        return [*words]
    private = ["unshare", "--mount", "--propagation", "private"]
    return [*private, "sh", "-ec", IN_FOLDER, "sh", str(Path(folder).resolve()), str(data), *words]


def script() -> str | None:
    """RabbitMQ's start script on this machine, or None."""
    on_path = shutil.which("rabbitmq-server")
    elsewhere = [on_path] if on_path and Path(on_path).parent.name != "sbin" else []
    return next((name for name in (*SCRIPTS, *elsewhere) if os.access(name, os.X_OK)), None)


@dataclass(frozen=True)
class Ports:
    """The ports on which the node listens, all on 127.0.0.1. `mqtt` 0 leaves MQTT out, which makes a first
    start 3 to 6 s shorter (the plugin sleeps, waiting for a cluster)."""

    amqp: int = field(default_factory=free_port)
    management: int = field(default_factory=free_port)
    mqtt: int = field(default_factory=free_port)
    dist: int = field(default_factory=free_port)
    epmd: int = field(default_factory=free_port)


@dataclass(frozen=True)
class Broker:
    """A private node with its data in ``<state>/broker``. `devices` is the address that decides who a
    device is (``…/user``, ``/vhost``, ``/resource``, ``/topic`` under it); without it only our own user
    gets in."""

    state: Path
    password: str
    ports: Ports = field(default_factory=Ports)
    devices: str | None = None
    mqtt_vhost: str = "/"

    @property
    def process(self) -> Process:
        return Process("broker", self.state)

    @property
    def epmd(self) -> Process:
        return Process("epmd", self.state)

    def amqp_url(self, vhost: str = "/") -> str:
        """The address for clients, password included."""
        path = "" if vhost == "/" else quote(vhost, safe="")
        return f"amqp://{USER}:{quote(self.password, safe='')}@127.0.0.1:{self.ports.amqp}/{path}"

    @property
    def management_url(self) -> str:
        """The HTTP API's address, without the password."""
        return f"http://127.0.0.1:{self.ports.management}"

    def start(self, timeout: float = 180) -> None:
        """Start it and wait until it answers AMQP; nothing happens if it runs already."""
        if self.process.pid is None:
            environment, start = self._prepare(), command(self._data)
            if start is None:
                raise NotReady(MISSING)
            names = within(self._data, "epmd", "-address", "127.0.0.1", "-port", str(self.ports.epmd))
            self.epmd.start(names, environment, self._data)
            self.epmd.wait_ready(partial(_accepts, self.ports.epmd), 10)
            self.process.start(start, environment, self._data)
        self.process.wait_ready(self.answers, timeout)
        bound_queues(self.management_url, USER, self.password, self.mqtt_vhost)

    def answers(self) -> bool:
        """Tell whether it speaks AMQP now, as opposed to holding a connection open."""
        try:
            with socket.create_connection(("127.0.0.1", self.ports.amqp), 2) as link:
                link.sendall(b"AMQP\x00\x00\x09\x01")
                return link.recv(1) == b"\x01"
        except OSError:
            return False

    def stop(self) -> None:
        """Gracefully: queues are closed, nothing is recovered at the next start. Takes about 6 s."""
        self.process.stop(patience=30)
        self.epmd.stop()

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.kill()

    def pause(self) -> None:
        """Freeze it: connections stay, nothing answers."""
        self.process.pause()

    def resume(self) -> None:
        """End of the pause."""
        self.process.resume()

    def create_vhost(self, name: str) -> None:
        """A new vhost in which our user may do everything."""
        create_vhost(self.management_url, USER, self.password, name)

    def delete_vhost(self, name: str) -> None:
        """Delete a vhost with all that is in it; one that is not there is no error."""
        delete_vhost(self.management_url, USER, self.password, name)

    @property
    def _data(self) -> Path:
        return self.state / "broker"

    def _prepare(self) -> dict[str, str]:
        """Write the configuration; gives the environment of the node."""
        data = self._data
        for made in (data / "home", data / "data", data / "log"):
            made.mkdir(parents=True, exist_ok=True)
        config = data / "rabbitmq.conf"
        config.touch(mode=0o600)
        config.write_text(self._config())
        (data / "enabled_plugins").write_text(f"[{','.join(self._plugins())}].\n")
        (data / "inetrc").write_text("{lookup,[file]}.\n")  # no question to any name server
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "C.UTF-8",
            "HOME": str(data / "home"),  # the cookie
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "ERL_INETRC": str(data / "inetrc"),
            "RABBITMQ_NODENAME": "foyer@localhost",
            "RABBITMQ_MNESIA_BASE": str(data / "data"),
            "RABBITMQ_LOG_BASE": str(data / "log"),
            "RABBITMQ_CONFIG_FILE": str(config),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(data / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(data / "pid"),
            "RABBITMQ_DIST_PORT": str(self.ports.dist),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": " ".join(ARGUMENTS),
            # Makes the script become the Erlang machine instead of watching over it.
            "RUNNING_UNDER_SYSTEMD": "true",
            # RabbitMQ's default, none, doubled the start time on a small virtual machine (10 to 15 s, not 4
            # to 7).
            "RABBITMQ_SCHEDULER_BUSY_WAIT_THRESHOLD": "very_short",
        }

    def _plugins(self) -> list[str]:
        plugins = ["rabbitmq_management"]
        if self.ports.mqtt:
            plugins.append("rabbitmq_mqtt")
        if self.devices:
            plugins += ["rabbitmq_auth_backend_http", "rabbitmq_auth_backend_cache"]
        return plugins

    def _config(self) -> str:
        lines = [
            f"listeners.tcp.1 = 127.0.0.1:{self.ports.amqp}",
            "management.tcp.ip = 127.0.0.1",
            f"management.tcp.port = {self.ports.management}",
            "heartbeat = 10",
            f"max_message_size = {LARGEST_MESSAGE}",
            f"channel_max = {MOST_CHANNELS}",
            f"disk_free_limit.absolute = {disk_free_limit(self._data)}",
            f"default_user = {USER}",
            f"default_pass = {self.password}",
            "log.console = true",
            "log.file = false",
            "auth_backends.1 = internal",
        ]
        if self.ports.mqtt:
            lines += [
                f"mqtt.listeners.tcp.1 = 127.0.0.1:{self.ports.mqtt}",
                f"mqtt.vhost = {self.mqtt_vhost}",
                "mqtt.allow_anonymous = false",
                "mqtt.exchange = amq.topic",
                f"mqtt.retained_message_store = {NOTHING_RETAINED}",
            ]
        if self.devices:
            lines += [
                "auth_backends.2.authn = http",
                "auth_backends.2.authz = cache",
                "auth_cache.cached_backend = http",
                "auth_cache.cache_ttl = 2000",
                "auth_http.http_method = post",
                *(
                    f"auth_http.{it}_path = {self.devices}/{it}"
                    for it in ("user", "vhost", "resource", "topic")
                ),
            ]
        return "\n".join(lines) + "\n"


def disk_free_limit(folder: Path) -> int:
    """The bytes that must stay free before the broker refuses messages: 2 GB, or half of what is free if that
    is less (a small disk must not stop a demo)."""
    there = next(it for it in (folder, *folder.parents) if it.exists())
    return min(ENOUGH_DISK, shutil.disk_usage(there).free // 2)


def create_vhost(management: str, user: str, password: str, name: str) -> None:
    """A new vhost in which `user` may do everything."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    with httpx.Client(base_url=management, auth=(user, password), trust_env=False, timeout=30) as api:
        where = quote(name, safe="")
        api.put(f"/api/vhosts/{where}", json={}).raise_for_status()
        api.put(f"/api/permissions/{where}/{quote(user, safe='')}", json=everything).raise_for_status()
    bound_queues(management, user, password, name)


def bound_queues(management: str, user: str, password: str, vhost: str) -> None:
    """Set the bounds of every queue of a vhost, as `deploy.rabbitmq.users` does."""
    with httpx.Client(base_url=management, auth=(user, password), trust_env=False, timeout=30) as api:
        for path, policy in policies(vhost):
            api.put(f"/api{path}", json=policy).raise_for_status()


def delete_vhost(management: str, user: str, password: str, name: str) -> None:
    """Delete a vhost with all that is in it; one that is not there is no error."""
    with httpx.Client(base_url=management, auth=(user, password), trust_env=False, timeout=30) as api:
        answer = api.delete(f"/api/vhosts/{quote(name, safe='')}")
        if answer.status_code != 404:
            answer.raise_for_status()


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True

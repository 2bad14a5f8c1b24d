"""The way in of notify over HTTP, with browsers and apps that stand in some network, on a store in memory."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pydantic import SecretStr

from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.staff import Enrolment, Staff
from services.notify.staff.passwords import hash_password
from shared import clock
from shared.access import Gate
from shared.accesses import Accesses
from shared.clock import Moment
from shared.contracts.words import Role
from shared.throttle import Throttle
from shared.unit_of_work import Cause
from shared.work import Outcome
from tests.unit.served import MASTER, Running, Served

PASSWORD = "a good long password"
HERE = "10.1.2.3"


class Door(Served):
    """Notify with its way in: what others know by a token it checks itself."""

    def __init__(self) -> None:
        super().__init__("notify", now=clock.now())
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.settings = SimpleNamespace(
            key=lambda _: MASTER,
            keys=lambda _: MASTER,
            pace=1.0,
            token_private_key=SecretStr(private),
            session_idle=60,
            one_time_secrets=True,
            second_factor_for="",
            identity_provider=SecretStr(""),
            egress_proxy="",
        )
        self._done: set[str] = set()
        self.gate = Gate(public)
        self.running = Running(
            store=self.store,
            settings=self.settings,
            execute=self.execute,
            moment=Moment(self.now),
            throttle=Throttle(),
            accesses=Accesses(self.store),
        )

    async def execute(self, command: Any, cause: Cause) -> Outcome:
        """Carry out a command as the runtime does: under the same id once."""
        if cause.id in self._done:
            return Outcome(repeated=True)
        outcome = await super().execute(command, cause)
        self._done.add(cause.id)
        return outcome

    async def enrol(self, staff: str, *roles: Role, one_time: bool = False) -> None:
        """Enrol somebody with `PASSWORD`."""
        kept = await hash_password(PASSWORD)
        await self.do(EnrolStaff(Enrolment(staff, "王芳", roles or (Role.TELLER,), ("B1",), kept, one_time)))

    async def member(self, staff: str) -> Staff:
        """Return a member of staff as the store has them."""
        found = await self.find(Staff, staff)
        assert isinstance(found, Staff)
        return found


@dataclass
class Browser:
    """A browser, or an app, that keeps its cookies."""

    door: Door
    network: str = HERE
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, body: Any = None, *, content: bytes | None = None, **headers: str
    ) -> httpx.Response:
        app = self.door.app
        app.state.runtime, app.state.gate = self.door.running, self.door.gate
        transport = httpx.ASGITransport(app, client=(self.network, 1))
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"content-type": "application/json", "cookie": cookie, **headers}
        sent = {name: value.encode("latin-1") for name, value in given.items()}
        async with httpx.AsyncClient(transport=transport, base_url="https://foyer") as client:
            answer = await client.request(
                method, f"/api/notify{path}", json=body, content=content, headers=sent
            )
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        return answer

    async def sign_in(self, staff: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return await self.ask("POST", "/session", {"staff": staff, "password": password, **more})


def code(answer: httpx.Response) -> str:
    """Return the code of a refusal."""
    return str(answer.json()["code"])

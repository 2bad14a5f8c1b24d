"""A hall behind a bad line: lobby's own rules behind an HTTP server that drops, loses, stalls and dies."""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from deploy.local.ledger import series_of
from services.lobby.arrivals.messages import AcceptedHeartbeat, read_message
from services.lobby.branch.domain.branches import Branch
from services.lobby.devices.domain.device_clocks import DeviceClock
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.queue.domain.visits import Visit
from services.lobby.settings.handlers import set_up_branch
from shared import clock
from shared.contracts.lobby import NumberBlockGranted
from shared.contracts.words import TicketClass
from shared.errors import Refusal
from tests.unit.acting import World

KEY = b"k" * 32
WELL, DROPS, LOSES, BUSY, STALLS, PORTAL = "well", "drops", "loses", "busy", "stalls", "portal"
UNKNOWN = "unknown"


class FakeHall:
    """`mood` says what becomes of the next request: dropped unheard, its answer lost, and so on."""

    def __init__(self, mood: Callable[[], str] = lambda: WELL, stall: float = 3.0) -> None:
        self.mood, self.stall = mood, stall
        self.released = threading.Event()
        """Once it is set, no request stalls any longer."""
        self.world = World("lobby", now=clock.now())
        self.seen: dict[str, Any] = {}
        self.clock = DeviceClock()
        self.chokes_on = ""
        """A text at which the hall fails, wherever it stands."""
        self.chokes_with = (500, b"<html>oh</html>")
        self.requests: list[list[dict[str, Any]]] = []
        self._lock = threading.Lock()
        branch = Branch(id="B1", name_zh="一", name_en="One", counters={"1": (TicketClass.ORDINARY,)})
        asyncio.run(self.world.act(set_up_branch, branch))
        device = Device(id="B1.K1", branch="B1", name="K1", secret_hash=hash_secret("s"))
        self.world.documents[Device, device.id] = device
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def visits(self) -> dict[str, Visit]:
        with self._lock:
            return {one.id: one for (model, _), one in self.world.documents.items() if model is Visit}

    def gaps(self) -> list[tuple[str, str]]:
        """Every series that is not whole, by day."""
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for visit in self.visits.values():
            own = f"{visit.day}/{visit.ticket}"
            for day, ticket in (one.split("/") for one in (own, visit.replaced) if one):
                series = series_of(ticket)
                numbers[day, series].append(int(ticket.removeprefix(series)))
        return [key for key, found in numbers.items() if sorted(found) != list(range(1, len(found) + 1))]

    def hear(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Handle a request as lobby does: each event by itself, and none twice."""
        with self._lock:
            self.requests.append(events)
            self.world.now = clock.now()
            return [self._hear_one(event) for event in events]

    def _hear_one(self, event: dict[str, Any]) -> dict[str, Any]:
        try:
            message = read_message(json.dumps(event).encode(), "B1", "K1", KEY, self.clock)
            self.clock = message.clock or self.clock
            if isinstance(message, AcceptedHeartbeat):
                return {"id": event["id"]}
            if message.cause.id not in self.seen:
                cause = {"id": message.cause.id, "correlation_id": message.cause.correlation_id}
                self.seen[message.cause.id] = asyncio.run(self.world.do(message.command, **cause))
        except Refusal as refusal:
            return {"id": event["id"], "code": refusal.code}
        answer = self.seen[message.cause.id]
        if isinstance(answer, NumberBlockGranted):
            return {"id": event["id"], "block": answer.model_dump(mode="json")}
        if isinstance(answer, Visit):
            visit = self.world.get(Visit, answer.id)
            return {"id": event["id"], "visit": visit.id, "ticket": visit.ticket}
        return {"id": event["id"]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hall = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if len(body) > 64 * 1024:
                    return self._say(413, b'{"code": "too_large"}')
                if hall.chokes_on and hall.chokes_on.encode() in body:
                    return self._say(*hall.chokes_with)
                events = json.loads(body)
                match mood := hall.mood():
                    case "drops":
                        self.close_connection = True
                        return None
                    case "busy":
                        return self._say(503, b'{"code": "unavailable"}')
                    case "unknown":
                        return self._say(401, b'{"code": "device_refused"}')
                    case "portal":
                        return self._say(200, b"<html>please sign in to the guest network</html>")
                answers = hall.hear(events)
                if mood == LOSES:
                    self.close_connection = True
                    return None
                if mood == STALLS:
                    hall.released.wait(hall.stall)
                return self._say(200, json.dumps(answers).encode())

            def _say(self, status: int, body: bytes) -> None:
                try:
                    self.send_response(status)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        return Handler

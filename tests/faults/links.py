"""Links from the services to the broker that can be cut in one direction, as a network does: what is sent is
neither refused nor lost, it arrives when the link is whole again."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Literal

Direction = Literal["to broker", "from broker"]
DIRECTIONS: tuple[Direction, ...] = ("to broker", "from broker")
PIECE = 256 * 1024


class Links:
    """One listening port for each service, on loopback, that leads to the broker's; run in a thread of their
    own. `broker` tells its port."""

    def __init__(self, ports: dict[str, int], broker: Callable[[], int]) -> None:
        self._broker = broker
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="links", daemon=True)
        self._thread.start()
        self._open = {name: {way: asyncio.Event() for way in DIRECTIONS} for name in ports}
        for name in ports:
            for way in DIRECTIONS:
                self.mend(name, way)
        self._wait(self._serve(ports))

    def cut(self, name: str, way: Direction) -> None:
        """Let nothing pass in a direction between a service and the broker."""
        self._loop.call_soon_threadsafe(self._open[name][way].clear)

    def mend(self, name: str, way: Direction) -> None:
        """Let all pass again, what waited first."""
        self._loop.call_soon_threadsafe(self._open[name][way].set)

    def close(self) -> None:
        """End the thread, and with it all links."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _serve(self, ports: dict[str, int]) -> None:
        for name, port in ports.items():
            await asyncio.start_server(lambda r, w, name=name: self._pass(name, r, w), "127.0.0.1", port)

    async def _pass(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._broker())
        except OSError:  # the broker is away, as the service is told
            writer.close()
            return
        open = self._open[name]
        await asyncio.gather(
            _pump(reader, far_writer, open["to broker"]), _pump(far_reader, writer, open["from broker"])
        )


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open: asyncio.Event) -> None:
    """Pass on what comes, and the end, each only while the way is open."""
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            await open.wait()
            writer.write(piece)
            await writer.drain()
    await open.wait()
    writer.close()

"""SecantusDB as a process: ``python -m deploy.local.embedded PORT FOLDER``, on loopback until a signal.

Its own command line does not hand on what is set here.
"""

import logging
import signal
import sys

from secantus.server import SecantusDBServer

from deploy.local.store import TRANSACTION_LIVES

EXPIRES_EVERY = 6 * 3600.0
"""Looking for what has expired, it goes through every document of a collection and holds everybody up
meanwhile; so it does that after six hours of work, and a stack that lives shorter forgets nothing."""


def main(port: int, folder: str) -> None:
    """Serve the data in `folder`; what was acknowledged is there after kill -9."""
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    server = SecantusDBServer(
        port=port,
        storage_path=folder,
        enable_test_commands=False,
        sync_on_commit=True,
        ttl_sweep_seconds=EXPIRES_EVERY,
        transaction_lifetime_seconds=TRANSACTION_LIVES,
    )
    server.start()
    signal.sigwait(ends)
    server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

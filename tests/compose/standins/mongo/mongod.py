#!/opt/v/bin/python
"""SecantusDB with what `mongod` is told: a replica set that must be made, a first user, a key file.

It answers `hello` and `replSetInitiate` as a member of a set of one does, before and after it was made.
"""

import json
import os
import signal
import socket
import sys
from itertools import pairwise
from pathlib import Path

from pymongo import MongoClient
from secantus import commands
from secantus.server import SecantusDBServer

DATA = Path("/data/db")
MADE = DATA / "standin-members.json"
WORDS = sys.argv[1:]


def values(name):
    """Every value that follows `name` on the command line."""
    return [after for word, after in pairwise(WORDS) if word == name]


PARAMETERS = dict(one.split("=", 1) for one in values("--setParameter"))
REPLICA_SET = next(iter(values("--replSet")), None)
real_hello = commands._hello


def members():
    return json.loads(MADE.read_text()) if MADE.exists() else None


def initiate(document, context):
    if members():
        return {"ok": 0.0, "errmsg": "already initialized", "code": 23, "codeName": "AlreadyInitialized"}
    hosts = [one["host"] for one in document["replSetInitiate"]["members"]]
    if document["replSetInitiate"]["_id"] != REPLICA_SET or hosts[0] != f"{socket.gethostname()}:27017":
        return {
            "ok": 0.0,
            "errmsg": "no such set, or not this host",
            "code": 93,
            "codeName": "InvalidReplicaSetConfig",
        }
    MADE.write_text(json.dumps(hosts))
    return {"ok": 1.0}


def hello(document, context):
    answer = real_hello(document, context)
    if not REPLICA_SET or not answer.get("ok"):
        return answer
    if hosts := members():
        return answer | {"hosts": hosts, "me": hosts[0], "primary": hosts[0]}
    for name in ("setName", "setVersion", "hosts", "primary", "me", "electionId"):
        answer.pop(name, None)
    return answer | {"isWritablePrimary": False, "ismaster": False, "secondary": False, "isreplicaset": True}


def serve(host, port, auth, pem=None):
    server = SecantusDBServer(
        host=host,
        port=port,
        storage_path=str(DATA),
        replica_set_name=REPLICA_SET,
        require_auth=auth,
        enable_test_commands=False,
        tls_cert_file=pem,
        tls_key_file=pem,
        sync_on_commit=True,
        ttl_sweep_seconds=21600.0,
        transaction_lifetime_seconds=float(PARAMETERS.get("transactionLifetimeLimitSeconds", 60)),
    )
    server.start()
    return server


def main():
    for table in [
        it for it in vars(commands).values() if isinstance(it, dict) and it.get("hello") is real_hello
    ]:
        table |= {name: hello for name, it in table.items() if it is real_hello} | {
            "replSetInitiate": initiate
        }
    for key in values("--keyFile"):
        if os.stat(key).st_mode & 0o077 or not Path(key).read_text():
            sys.exit(f"permissions on {key} are too open")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    root = os.environ.get("MONGO_INITDB_ROOT_USERNAME")
    if root and not (DATA / "WiredTiger").exists():  # the first user, before anybody can come in
        first = serve("127.0.0.1", 27018, False)
        with MongoClient("mongodb://127.0.0.1:27018/?directConnection=true") as client:
            password = Path(os.environ["MONGO_INITDB_ROOT_PASSWORD_FILE"]).read_text().strip()
            client.admin.command("createUser", root, pwd=password, roles=["root"])
        first.stop()
    pem = next(iter(values("--tlsCertificateKeyFile")), None)
    server = serve("0.0.0.0", 27017, root is not None, pem)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    server.stop()


main()

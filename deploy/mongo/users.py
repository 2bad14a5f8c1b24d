"""Start the replica set and give every service its own user: ``python -m deploy.mongo.users``.

Names and passwords are those of the addresses in the secret files ``mongo_uri_<service>``; root's is in
``mongo_root_uri``. A user may read and write the one database of its service and lives in it; to end the
sessions that its service left open (``killSessions``) it needs no more, since they are its own. Safe to
repeat: a new password in a file becomes the user's.
"""

import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from deploy.topology import SERVICES
from shared.settings import SECRETS, Settings

MEMBERS = ("mongo:27017",)
REPLICA_SET = "rs0"
PATIENCE = 60.0
ALREADY_INITIALIZED, USER_NOT_FOUND = 23, 11


def user_of(service: str, address: str, prefix: str = "foyer") -> tuple[str, dict[str, Any]]:
    """The database of `service`, and its user there as ``createUser`` and ``updateUser`` take it."""
    parts, database = urlsplit(address.strip()), f"{prefix}_{service}"
    if parts.username != service or not parts.password or f"authSource={database}" not in parts.query:
        raise ValueError(
            f"mongo_uri_{service} is not the address of {service}, with a password, in {database}"
        )
    role = {"role": "readWrite", "db": database}
    return database, {"pwd": unquote(parts.password), "roles": [role]}


def start_replica_set(client: MongoClient[dict[str, Any]]) -> None:
    """Make the one node a replica set, unless it is one, and wait until it can be written to."""
    members = [{"_id": number, "host": host} for number, host in enumerate(MEMBERS)]
    end = time.monotonic() + PATIENCE
    while True:
        try:
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        except OperationFailure as error:
            if error.code != ALREADY_INITIALIZED:
                raise
        except ConnectionFailure:
            if time.monotonic() > end:
                raise
            time.sleep(1)
            continue
        break
    while not client.admin.command("hello").get("isWritablePrimary"):
        if time.monotonic() > end:
            raise TimeoutError(f"{REPLICA_SET} has no primary after {PATIENCE:g} s")
        time.sleep(0.5)


def admit(client: MongoClient[dict[str, Any]], service: str, address: str, prefix: str = "foyer") -> None:
    """Make or change the user of `service`, with the password in its `address`."""
    database, user = user_of(service, address, prefix)
    try:
        client[database].command("updateUser", service, **user)
    except OperationFailure as error:
        if error.code != USER_NOT_FOUND:
            raise
        client[database].command("createUser", service, **user)


def main(secrets: Path = SECRETS) -> None:
    prefix = Settings().database_prefix
    root = (secrets / "mongo_root_uri").read_text().strip()
    with MongoClient[dict[str, Any]](root, directConnection=True, serverSelectionTimeoutMS=3000) as client:
        start_replica_set(client)
        for service in SERVICES:
            admit(client, service, (secrets / f"mongo_uri_{service}").read_text(), prefix)
            sys.stdout.write(f"store user {service} is as it should be\n")


if __name__ == "__main__":
    main()

#!/opt/v/bin/python
"""Stands in for `mongosh`, `mongodump` and `mongorestore`, as far as the guide uses them.

`mongosh` pings; it also changes root's password, by `db.changeUserPassword`. The archive is one of BSON
documents under their namespaces, and none that MongoDB's own tools could read.
"""

import gzip
import re
import struct
import sys
from pathlib import Path

import bson
from pymongo import MongoClient

NAME, WORDS = Path(sys.argv[0]).name, sys.argv[1:]
OPTIONS = bson.codec_options.CodecOptions(document_class=bson.raw_bson.RawBSONDocument)
ADDRESS = next(
    (word for word in WORDS if word.startswith("mongodb://")),
    next((word.partition("=")[2] for word in WORDS if word.startswith("--uri=")), "mongodb://127.0.0.1/"),
)


def own(names):
    return [name for name in names if name.startswith("foyer_")]


def shell(client):
    asked = WORDS[WORDS.index("--eval") + 1]
    if found := re.search(r'changeUserPassword\("(\w+)", (.+)\)', asked):
        secret = re.search(r'"([^"]+)"', found[2])[1]
        password = Path(secret).read_text().strip() if secret.startswith("/") else secret
        client.admin.command("updateUser", found[1], pwd=password)
    else:
        client.admin.command("ping")


def dump(client):
    with gzip.open(sys.stdout.buffer, "wb") as archive:
        for name in own(client.list_database_names()):
            for collection in client[name].list_collections():
                indexes = [dict(one) for one in client[name][collection["name"]].list_indexes()]
                write(
                    archive, bson.encode({"db": name, "collection": collection["name"], "indexes": indexes})
                )
                for document in client[name].get_collection(collection["name"], codec_options=OPTIONS).find():
                    write(archive, document.raw)
                write(archive, b"")


def write(archive, document):
    archive.write(struct.pack("<i", len(document)) + document)


def restore(client):
    with gzip.open(sys.stdin.buffer, "rb") as archive:
        while head := read(archive):
            place = bson.decode(head)
            collection = client[place["db"]][place["collection"]]
            for index in place["indexes"]:
                settings = {key: value for key, value in index.items() if key not in {"v", "key", "ns"}}
                if settings["name"] != "_id_":
                    collection.create_index(list(index["key"].items()), **settings)
            batch = []
            while document := read(archive):
                batch.append(bson.raw_bson.RawBSONDocument(document))
                if len(batch) == 1000:
                    collection.insert_many(batch)
                    batch = []
            if batch:
                collection.insert_many(batch)


def read(archive):
    size = archive.read(4)
    return archive.read(struct.unpack("<i", size)[0]) if size else b""


with MongoClient(ADDRESS, directConnection=True, serverSelectionTimeoutMS=3000) as client:
    {"mongosh": shell, "mongodump": dump, "mongorestore": restore}[NAME](client)

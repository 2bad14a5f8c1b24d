#!/bin/sh
# Save the store to a file: ./foyer backup FILE
#
# One moment over all four databases, while everything runs. Run it at the top of the checkout, with
# COMPOSE_FILE set. FILE is whole or as it was before, and its owner's alone.
set -eu
umask 077

file=${1:?usage: ./foyer backup FILE}
part=$file.part
trap 'rm -f "$part"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# The password is on a command line inside the container only.
docker compose exec -T mongo sh -c 'mongodump \
    --uri="mongodb://root:$(cat /run/secrets/mongo_root_password)@localhost/?authSource=admin&tls=true&tlsCAFile=/run/secrets/inner_ca" --oplog --archive --gzip' > "$part"
if ! gzip -t < "$part" 2> /dev/null || ! [ -s "$part" ]; then
    echo "backup: what mongodump gave is no whole archive; nothing is saved" >&2
    exit 1
fi
mv "$part" "$file"
echo "$file: $(wc -c < "$file") bytes"

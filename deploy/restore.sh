#!/bin/sh
# Put back what ./foyer backup saved: ./foyer restore FILE --yes
#
# What the store holds now is deleted. Run it at the top of the checkout, with COMPOSE_FILE set; when it was
# cut short, run it again. The queues go too, as they may hold what happened after the backup: each service
# finds its queue gone, and asks the others for their events.
set -eu

file=${1:?usage: ./foyer restore FILE --yes}
if [ "${2:-}" != --yes ]; then
    echo "restore: all that the store holds now is deleted; save it first, then say --yes" >&2
    exit 2
fi
if ! gzip -t < "$file" 2> /dev/null; then
    echo "restore: $file is no whole archive; nothing was changed" >&2
    exit 1
fi
docker compose stop lobby customer referral notify
docker compose rm -sf mongo
docker volume rm -f "${COMPOSE_PROJECT_NAME:-foyer}_store" > /dev/null
docker compose up -d --wait mongo rabbitmq
docker compose run --rm --no-deps -T mongo-users # makes it a primary, before which nothing can be written
docker compose exec -T mongo sh -c 'mongorestore \
    --uri="mongodb://root:$(cat /run/secrets/mongo_root_password)@localhost/?authSource=admin&tls=true&tlsCAFile=/run/secrets/inner_ca" --oplogReplay --archive --gzip' < "$file"
docker compose exec -T rabbitmq rabbitmqctl -q list_queues name < /dev/null | grep -E '^foyer\.[a-z]+\.[0-9]+$' |
    while read -r queue; do docker compose exec -T rabbitmq rabbitmqctl -q delete_queue "$queue" < /dev/null; done
docker compose up -d --wait
echo "restored from $file"

#!/bin/sh
# Replace the services one by one, each beside the old one: deploy/replace.sh [SERVICE…]
#
# For a new version (after `docker compose build`), new secrets or new settings. Run it at the top of the
# checkout, with COMPOSE_FILE set. The jobs run first; when one fails, or a new container does not get ready,
# what runs goes on as it was. Nobody is refused meanwhile: Caddy finds whichever of the two answers.
set -eu

[ $# -gt 0 ] || set -- lobby customer referral notify
for job in broker-users mongo-users topology; do
    docker compose run --rm --no-deps -T "$job"
done
for service in "$@"; do
    old=$(docker compose ps -q "$service")
    if [ -z "$old" ]; then
        docker compose up -d --no-deps --wait "$service"
        continue
    fi
    if ! docker compose up -d --no-deps --no-recreate --scale "$service=$(($(echo "$old" | wc -l) * 2))" --wait "$service"; then
        echo "replace.sh: the new $service does not get ready; the old one goes on" >&2
        docker compose ps -q "$service" | grep -vF "$old" | xargs docker rm -f >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # one id a word
    docker stop $old > /dev/null && docker rm $old > /dev/null
    echo "$service is replaced"
done

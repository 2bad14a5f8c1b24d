#!/bin/sh
# Replace the services one by one, each beside the old one: deploy/replace.sh [SERVICE…]
#
# For a new version (after `docker compose build`), new secrets or new settings. Run it at the top of the
# checkout, with COMPOSE_FILE set. The jobs run first; when one fails, or a new container does not get ready,
# what runs goes on as it was. Nobody is refused meanwhile: Caddy finds whichever of the two answers.
set -eu

get_ready() { # CONTAINER…: wait until each is healthy; fails when one is not, or has ended
    for new in "$@"; do
        while :; do
            case $(docker inspect -f '{{.State.Status}} {{.State.Health.Status}}' "$new") in
            "running healthy") break ;;
            "running starting") sleep 0.5 ;;
            *) return 1 ;;
            esac
        done
    done
}

[ $# -gt 0 ] || set -- lobby customer referral notify
docker compose run --rm --no-deps -T mongo-users & beside=$!
docker compose run --rm --no-deps -T broker-users
docker compose run --rm --no-deps -T topology
wait $beside
for service in "$@"; do
    old=$(docker compose ps -q "$service")
    if [ -z "$old" ]; then
        docker compose up -d --no-deps --wait "$service"
        continue
    fi
    docker compose up -d --no-deps --no-recreate --scale "$service=$(($(echo "$old" | wc -l) * 2))" "$service"
    new=$(docker compose ps -aq "$service" | grep -vF "$old") # the old one may be ill: that is no reason to keep it
    # shellcheck disable=SC2086 # one id a word
    if ! get_ready $new; then
        echo "replace.sh: the new $service does not get ready; the old one goes on" >&2
        docker rm -f $new >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # one id a word
    docker stop $old > /dev/null && docker rm $old > /dev/null
    echo "$service is replaced"
done

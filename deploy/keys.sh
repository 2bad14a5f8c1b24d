#!/bin/sh
# Change keys of the application, step by step: deploy/keys.sh add|use|drop NAME…
#
# NAME is that of a secret with keys, such as master_key_lobby: one key a line, of which the first seals and the
# others only open. `add` makes a new key that only opens, `use` lets it seal, `drop` takes those away that were
# before it. After each step the services are replaced, so that no process meets a key that it does not know.
# Nothing secret is printed. A key that is dropped is kept in NAME.dropped, for the backups of its time.
set -eu
umask 077

folder=${FOYER_SECRETS_FOLDER:-$(dirname "$0")/secrets}
step=${1:-}
[ $# -gt 1 ] || { echo "keys.sh: add|use|drop NAME…" >&2; exit 2; }
shift

# put NAME: take standard input as the secret NAME, for the same owner. All of it or nothing.
put() {
    cp -p "$folder/$1" "$folder/.$1.new"
    cat > "$folder/.$1.new"
    [ -s "$folder/.$1.new" ] || { echo "keys.sh: $1 could not be made" >&2; exit 1; }
    mv "$folder/.$1.new" "$folder/$1"
}

for name in "$@"; do
    coming="$folder/.$name.coming"
    [ -s "$folder/$name" ] || { echo "keys.sh: there is no $name" >&2; exit 1; }
    case $step in
        add)
            [ ! -e "$coming" ] || { echo "keys.sh: $name has a new key already: use it" >&2; exit 1; }
            { awk 'NR == 1' "$folder/$name"; openssl rand -base64 32; awk 'NR > 1' "$folder/$name"; } | put "$name"
            : > "$coming"
            ;;
        use)
            [ -e "$coming" ] || { echo "keys.sh: $name has no new key: add one" >&2; exit 1; }
            awk 'NR == 1 {first = $0; next} {print} NR == 2 {print first}' "$folder/$name" | put "$name"
            rm "$coming"
            ;;
        drop)
            [ ! -e "$coming" ] || { echo "keys.sh: $name has a new key that is not used yet" >&2; exit 1; }
            awk 'NR > 1' "$folder/$name" >> "$folder/$name.dropped"
            awk 'NR == 1' "$folder/$name" | put "$name"
            ;;
        *)
            echo "keys.sh: add|use|drop NAME…" >&2
            exit 2
            ;;
    esac
    echo "$name: $step"
done

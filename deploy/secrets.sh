#!/bin/sh
# Make every secret that is missing, one file each, mode 0600: deploy/secrets.sh [FOLDER]
#
# Nothing that is there is changed, nothing secret is printed. Compose hands each file to the containers
# that need it, as it lies here: its owner must be the user who reads it inside. So run this as root, or
# with FOYER_OWNERS=keep where the engine maps user ids (then give the files to those ids yourself).
# SERVER_NAME is the name in the certificate that is made when you bring none (default: localhost);
# ALERT_WEBHOOK the address that alerts are posted to (default: nowhere); SMS_GATEWAY and MAIL_GATEWAY the
# settings of the gateways for messages to customers, IDENTITY_PROVIDER those of the bank's identity provider,
# as JSON (default: none).
set -eu
umask 077

folder=${1:-$(dirname "$0")/secrets}
owners=${FOYER_OWNERS:-set}
server=${SERVER_NAME:-localhost}
app=10001    # the user of our image
servers=999  # rabbitmq and mongodb in their images; caddy is run as the same, for the certificate
grafana=472
watching=65534 # prometheus and alertmanager

command -v openssl > /dev/null || { echo "secrets.sh: openssl is not installed" >&2; exit 1; }
if [ "$owners" = set ] && [ "$(id -u)" != 0 ]; then
    echo "secrets.sh: run as root, so that each file can be given to the user who reads it" >&2
    exit 1
fi
mkdir -p "$folder"
printf '*\n' > "$folder/.gitignore"

# keep NAME OWNER: take standard input as the secret NAME, unless there is one. All of it or nothing.
keep() {
    if [ ! -s "$folder/$1" ]; then
        cat > "$folder/.$1.new"
        [ -s "$folder/.$1.new" ] || { echo "secrets.sh: $1 could not be made" >&2; exit 1; }
        mv "$folder/.$1.new" "$folder/$1"
        echo "made $1"
    else
        cat > /dev/null
    fi
    chmod 600 "$folder/$1"
    [ "$owners" = keep ] || chown "$2:$2" "$folder/$1"
}

# together ONE OTHER: stop when only one of the two is there, since they hold the same secret.
together() {
    if [ -s "$folder/$1" ] && [ ! -s "$folder/$2" ] || [ -s "$folder/$2" ] && [ ! -s "$folder/$1" ]; then
        echo "secrets.sh: $1 and $2 belong together, and one of them is missing: bring it back" >&2
        exit 1
    fi
}

password() { openssl rand -hex 32; }
key() { openssl rand -base64 32; }

# -- Keys of the application. Losing one loses what it seals: back them up, apart from the data.
key | keep blind_key $app
for service in lobby customer referral notify; do
    # An installation of before had one key for both; what it hashed stays good.
    if [ -s "$folder/master_key_$service" ]; then tail -n 1 "$folder/master_key_$service"; else key; fi |
        keep "hash_key_$service" $app
    key | keep "master_key_$service" $app
done
if [ ! -s "$folder/token_private_key" ] && [ -s "$folder/token_public_key" ]; then
    # A new private key and the old public one would not match: nobody could sign in.
    rm "$folder/token_public_key"
fi
openssl genpkey -algorithm ed25519 2> /dev/null | keep token_private_key $app
openssl pkey -in "$folder/token_private_key" -pubout | keep token_public_key $app
password | keep admin_password $app
password | keep ops_password $app

# -- Gateways for messages to customers, and the token by which they tell receipts and replies.
printf '%s\n' "${SMS_GATEWAY:-none}" | keep sms_gateway $app
printf '%s\n' "${MAIL_GATEWAY:-none}" | keep mail_gateway $app
password | keep gateway_secret $app
printf '%s\n' "${IDENTITY_PROVIDER:-none}" | keep identity_provider $app

# -- The inner network: an authority of our own, and a key with a certificate for each server in it. The key
# of the authority is given to no container; the others find the servers genuine by `inner_ca` alone.
together inner_ca_key inner_ca
if [ ! -s "$folder/inner_ca" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=foyer inner" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -keyout "$folder/.inner_ca_key.made" -out "$folder/.inner_ca.made" 2> /dev/null
    mv "$folder/.inner_ca_key.made" "$folder/inner_ca_key"
    mv "$folder/.inner_ca.made" "$folder/inner_ca"
    echo "made inner_ca_key and inner_ca"
fi
chmod 600 "$folder/inner_ca_key"
chmod 644 "$folder/inner_ca" # it holds nothing secret, and every container reads it

# certify SERVER OWNER: make a key and a certificate for SERVER, in one file, unless there is one.
certify() {
    if [ ! -s "$folder/inner_pem_$1" ]; then
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$folder/.$1.key" 2> /dev/null
        {
            printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
            printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\n' "$1"
        } > "$folder/.$1.extensions"
        openssl req -new -key "$folder/.$1.key" -subj "/CN=$1" |
            openssl x509 -req -days 398 -CA "$folder/inner_ca" -CAkey "$folder/inner_ca_key" \
                -set_serial "0x$(openssl rand -hex 16)" -extfile "$folder/.$1.extensions" \
                -out "$folder/.$1.certificate" 2> /dev/null
        cat "$folder/.$1.key" "$folder/.$1.certificate" | keep "inner_pem_$1" "$2"
        rm "$folder/.$1.key" "$folder/.$1.extensions" "$folder/.$1.certificate"
    fi
    : | keep "inner_pem_$1" "$2"
}
for service in lobby customer referral notify; do
    certify "$service" $app
done
certify rabbitmq $servers
certify mongo $servers
ca=/run/secrets/inner_ca # where the containers have it

# -- Broker: one user each, and the administrator. The conf file names the first user of an empty broker.
for user in lobby customer referral notify topology; do
    printf 'amqps://%s:%s@rabbitmq:5671/?cafile=%s\n' "$user" "$(password)" $ca | keep "amqp_url_$user" $app
done
together rabbitmq_admin_url rabbitmq_admin.conf
admin=$(password)
printf 'https://foyer_admin:%s@rabbitmq:15671\n' "$admin" | keep rabbitmq_admin_url $app
printf 'default_user = foyer_admin\ndefault_pass = %s\n' "$admin" | keep rabbitmq_admin.conf $servers

# -- Store: one user each in its own database, root, and the key of the replica set.
for service in lobby customer referral notify; do
    printf 'mongodb://%s:%s@mongo:27017/?replicaSet=rs0&authSource=foyer_%s&tls=true&tlsCAFile=%s\n' \
        "$service" "$(password)" "$service" $ca | keep "mongo_uri_$service" $app
done
together mongo_root_uri mongo_root_password
root=$(password)
printf 'mongodb://root:%s@mongo:27017/?authSource=admin&tls=true&tlsCAFile=%s\n' "$root" $ca | keep mongo_root_uri $app
printf '%s\n' "$root" | keep mongo_root_password $servers
openssl rand -base64 756 | keep mongo_keyfile $servers

# -- The certificate of the ways in: put your own here first, or have one that browsers do not know.
together tls_key tls_certificate
if [ ! -s "$folder/tls_key" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
        -subj "/CN=$server" -addext "subjectAltName=DNS:$server" \
        -keyout "$folder/.tls_key.made" -out "$folder/.tls_certificate.made" 2> /dev/null
    mv "$folder/.tls_certificate.made" "$folder/tls_certificate"
    mv "$folder/.tls_key.made" "$folder/tls_key"
    echo "made tls_key and tls_certificate, for $server"
fi
: | keep tls_key $servers
: | keep tls_certificate $servers

password | keep grafana_password $grafana
printf '%s\n' "${ALERT_WEBHOOK:-http://127.0.0.1:9/}" | keep alert_webhook $watching

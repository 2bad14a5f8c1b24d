"""What goes through the inner network is encrypted, and each server is found genuine by its name."""

import json
import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.topology import SERVICES
from tests.architecture.deployed import PORT, containers, make_secrets, read, secrets_of

CA = "/run/secrets/inner_ca"
SERVERS = (*SERVICES, "rabbitmq", "mongo")


def test_every_address_that_is_made_speaks_tls_and_names_the_authority(made: Path) -> None:
    for user in (*SERVICES, "topology"):
        address = urlsplit((made / f"amqp_url_{user}").read_text().strip())
        assert (address.scheme, address.hostname, address.port) == ("amqps", "rabbitmq", 5671)
        assert parse_qs(address.query) == {"cafile": [CA]}
    for name in (*(f"mongo_uri_{service}" for service in SERVICES), "mongo_root_uri"):
        asked = parse_qs(urlsplit((made / name).read_text().strip()).query)
        assert (asked["tls"], asked["tlsCAFile"]) == (["true"], [CA])
    assert (made / "rabbitmq_admin_url").read_text().startswith("https://foyer_admin:")
    for container in (*SERVICES, "topology", "broker-users", "mongo-users", "rabbitmq", "mongo", "caddy"):
        assert secrets_of(container)["inner_ca"] == "inner_ca"


@pytest.mark.parametrize("server", SERVERS)
def test_each_server_has_a_certificate_in_its_name_for_no_more_than_a_year(made: Path, server: str) -> None:
    certificate = x509.load_pem_x509_certificate((made / f"inner_pem_{server}").read_bytes())
    authority = x509.load_pem_x509_certificate((made / "inner_ca").read_bytes())
    key = authority.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    certificate.verify_directly_issued_by(authority)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [server, "localhost"]
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert certificate.not_valid_after_utc - datetime.now(UTC) < timedelta(days=400)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made / f"inner_pem_{server}")


def test_a_certificate_that_is_removed_is_made_anew_by_the_same_authority(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    for path in made.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "inner_pem_mongo").unlink()
    assert make_secrets(folder) == "made inner_pem_mongo\n"
    assert (folder / "inner_ca").read_bytes() == (made / "inner_ca").read_bytes()
    assert (folder / "inner_pem_mongo").read_bytes() != (made / "inner_pem_mongo").read_bytes()


def test_the_services_serve_tls_and_caddy_and_prometheus_ask_by_the_authority() -> None:
    for name in SERVICES:
        assert containers()[name]["environment"]["FOYER_TLS_PEM"] == "/run/secrets/inner_pem"
        assert secrets_of(name)["inner_pem"] == f"inner_pem_{name}"
    caddy = read("caddy/Caddyfile")
    asked = re.findall(rf"reverse_proxy \S+:{PORT} \{{\n\s+import (\w+)", caddy)
    assert asked == ["genuine"] * len(re.findall(rf"reverse_proxy \S+:{PORT}", caddy))
    assert len(asked) == 3
    assert f"tls_trust_pool file {CA}" in caddy
    jobs = {
        job["job_name"]: job for job in yaml.safe_load(read("prometheus/prometheus.yaml"))["scrape_configs"]
    }
    assert (jobs["foyer"]["scheme"], jobs["foyer"]["tls_config"]) == ("https", {"ca_file": CA})


def test_the_store_takes_nobody_without_tls() -> None:
    command = containers()["mongo"]["command"]
    for option, value in {
        "--tlsMode": "requireTLS",
        "--tlsCertificateKeyFile": "/run/secrets/inner_pem_mongo",
        "--tlsCAFile": CA,
    }.items():
        assert command[command.index(option) + 1] == value
    assert "--tlsAllowConnectionsWithoutCertificates" in command  # a service proves itself by its password
    assert {"inner_ca", "inner_pem_mongo"} <= set(secrets_of("mongo"))
    assert "tls=true" in json.dumps(containers()["mongo"]["healthcheck"])

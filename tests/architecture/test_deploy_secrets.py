"""Every variable and secret is a setting; each container is given what it needs and no more."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from deploy.topology import SERVICES
from shared import access, clock
from shared.settings import Settings
from tests.architecture.deployed import DEPLOY, JOBS, compose, containers, make_secrets, read, secrets_of

NEEDS = {
    "lobby": {"blind_key"},
    "customer": {"blind_key", "sms_gateway", "mail_gateway", "gateway_secret"},
    "referral": set[str](),
    "notify": {"token_private_key", "admin_password", "ops_password", "identity_provider"},
}
"""The secrets that a service is given besides its addresses, its keys and the public key."""


@pytest.mark.parametrize("name", [*SERVICES, *JOBS])
def test_every_variable_is_a_setting(name: str) -> None:
    given = containers()[name].get("environment", {})
    assert {key.lower().removeprefix("foyer_") for key in given} <= set(Settings.model_fields)
    assert all(key.startswith("FOYER_") for key in given)


def test_every_variable_of_the_image_is_a_setting() -> None:
    given = set(re.findall(r"\bFOYER_\w+", read("Dockerfile")))
    assert {key.lower().removeprefix("foyer_") for key in given} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_given_the_secrets_that_it_needs_and_no_more(name: str) -> None:
    expected = {field: field for field in NEEDS[name] | {"token_public_key"}}
    expected |= {field: f"{field}_{name}" for field in ("amqp_url", "mongo_uri", "master_key", "hash_key")}
    certificates = {"inner_ca": "inner_ca", "inner_pem": f"inner_pem_{name}"}
    assert secrets_of(name) == certificates | {f"foyer_{target}": one for target, one in expected.items()}
    assert set(expected) <= set(Settings.model_fields)


def test_the_topology_job_is_given_its_address_alone() -> None:
    assert secrets_of("topology") == {"foyer_amqp_url": "amqp_url_topology", "inner_ca": "inner_ca"}


def test_only_the_jobs_that_make_users_know_the_administrators() -> None:
    admins = {"rabbitmq_admin_url", "rabbitmq_admin.conf", "mongo_root_uri", "mongo_root_password"}
    holders = {
        (name, source) for name in containers() for source in secrets_of(name).values() if source in admins
    }
    assert holders == {
        ("broker-users", "rabbitmq_admin_url"),
        ("rabbitmq", "rabbitmq_admin.conf"),
        ("mongo-users", "mongo_root_uri"),
        ("mongo", "mongo_root_password"),
    }


def test_every_secret_is_a_file_that_is_used_and_never_a_value() -> None:
    listed = compose()["secrets"]
    assert all(entry == {"file": f"./secrets/{name}"} for name, entry in listed.items())
    assert {source for name in containers() for source in secrets_of(name).values()} == set(listed)


def test_no_secret_is_written_down() -> None:
    kept = [path for path in DEPLOY.rglob("*") if path.is_file() and "secrets" not in path.parts]
    texts = {path: path.read_text() for path in kept if "local" not in path.parts and path.suffix != ".pyc"}
    for path, text in texts.items():
        assert "PRIVATE KEY" not in text, path
        assert re.findall(r"\w+://[^\s/:@%]+:[^\s/@%{]+@", text) == [], path
        if path.name != "requirements.lock":
            assert re.findall(r"\b[0-9a-f]{32,}\b|[A-Za-z0-9+/]{43}=", text) == [], path
    for name, container in containers().items():
        for key, value in container.get("environment", {}).items():
            if re.search("PASS|SECRET|KEY|TOKEN|URI|URL", key) and not key.endswith("ROOT_URL"):
                assert str(value).startswith("/run/secrets/"), (name, key)


def test_the_script_makes_every_secret_readable_by_its_owner_alone(made: Path) -> None:
    files = {path.name: path.stat().st_mode & 0o777 for path in made.iterdir() if path.name != ".gitignore"}
    assert files.pop("inner_ca_key") == 0o600  # no container is given it
    assert files.pop("inner_ca") == 0o644  # it is no secret
    assert files == dict.fromkeys(set(compose()["secrets"]) - {"inner_ca"}, 0o600)
    assert made.stat().st_mode & 0o777 == 0o700
    assert (made / ".gitignore").read_text() == "*\n"


def test_the_script_changes_nothing_that_is_there_and_prints_nothing_secret(
    tmp_path: Path, made: Path
) -> None:
    folder = tmp_path / "again"
    shutil.copytree(made, folder)
    (folder / "ops_password").unlink()
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert make_secrets(folder) == "made ops_password\n"
    assert before == {name: (folder / name).read_text() for name in before}
    assert (folder / "ops_password").read_text().strip()


def test_the_script_gives_each_file_to_the_user_of_the_container_that_reads_it() -> None:
    users = dict(re.findall(r"^(app|servers|grafana|watching)=(\d+)", read("secrets.sh"), re.MULTILINE))
    owners = dict(re.findall(r'keep "?(\w+(?:\.conf)?)(?:\$\w+)?"? \$(\w+)', read("secrets.sh")))
    image = re.findall(r"^USER (\d+):\d+", read("Dockerfile"), re.MULTILINE)
    for name, container in containers().items():
        reader = str(container.get("user", f"{image[-1]}:")).partition(":")[0]
        for source in set(secrets_of(name).values()) - {"inner_ca"}:
            if source.startswith("inner_pem_"):
                owner = {"mongo": "servers", "rabbitmq": "servers"}.get(name, "app")
                assert users[owner] == reader
                continue
            made_as = next(key for key in sorted(owners, key=len, reverse=True) if source.startswith(key))
            assert users[owners[made_as]] == reader, (name, source)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_read_its_settings_from_the_secrets(
    name: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in [key for key in os.environ if key.startswith("FOYER_")]:
        monkeypatch.delenv(key)
    for target, source in secrets_of(name).items():
        shutil.copy(made / source, tmp_path / target)
    settings = Settings(_secrets_dir=tmp_path)
    assert len(settings.key("master_key")) == 32
    assert f"//{name}:" in settings.amqp_url.get_secret_value()
    assert f"//{name}:" in settings.mongo_uri.get_secret_value()
    gate = access.Gate(settings.token_public_key.get_secret_value())
    private = settings.token_private_key.get_secret_value()
    if private:
        person = access.Person("li.na", frozenset(), ("B001",))
        assert gate.person(access.sign(person, private, clock.now())) == person
    assert bool(settings.blind_key.get_secret_value()) == ("blind_key" in NEEDS[name])


def keys_sh(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "FOYER_SECRETS_FOLDER": str(folder)}
    script = str(DEPLOY / "keys.sh")
    return subprocess.run(
        ["sh", script, *words], env=environment, capture_output=True, text=True, check=False
    )


def test_a_key_is_changed_in_three_steps_and_each_process_knows_it_before_one_seals_with_it(
    made: Path, tmp_path: Path
) -> None:
    folder, name = tmp_path / "secrets", "master_key_lobby"
    shutil.copytree(made, folder)
    (first,) = (folder / name).read_text().split()
    assert keys_sh(folder, "use", name).returncode == 1  # none is there yet
    assert keys_sh(folder, "add", name).stdout == "master_key_lobby: add\n"
    kept, coming = (folder / name).read_text().split()
    assert kept == first
    assert keys_sh(folder, "add", name).returncode == 1
    assert keys_sh(folder, "drop", name).returncode == 1
    assert keys_sh(folder, "use", name).returncode == 0
    assert (folder / name).read_text().split() == [coming, first]
    assert keys_sh(folder, "use", name).returncode == 1  # or the former one would seal again
    assert Settings(master_key=(folder / name).read_text()).keys("master_key").others  # type: ignore[arg-type]
    assert keys_sh(folder, "drop", name).returncode == 0
    assert (folder / name).read_text().split() == [coming]
    assert (folder / f"{name}.dropped").read_text().split() == [first]
    assert {path.stat().st_mode & 0o777 for path in folder.glob(f"{name}*")} == {0o600}
    assert keys_sh(folder, "add", "no_such_key").returncode == 1
    assert keys_sh(folder, "turn", name).returncode == 2


def test_an_installation_of_before_keeps_what_its_one_key_hashed(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    shutil.copytree(made, folder)
    (folder / "hash_key_notify").unlink()
    assert make_secrets(folder) == "made hash_key_notify\n"
    assert (folder / "hash_key_notify").read_text() == (folder / "master_key_notify").read_text()
    assert (made / "hash_key_notify").read_text() != (made / "master_key_notify").read_text()


def test_a_lost_private_key_of_tokens_makes_a_pair_that_matches(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    shutil.copytree(made, folder)
    (folder / "token_private_key").unlink()
    make_secrets(folder)
    private = load_pem_private_key((folder / "token_private_key").read_bytes(), None)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert (folder / "token_public_key").read_bytes() == public

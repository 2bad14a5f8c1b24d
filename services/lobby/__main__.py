from services.lobby.app import SERVICE
from shared.service import run

run(SERVICE)

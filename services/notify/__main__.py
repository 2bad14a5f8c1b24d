from services.notify.app import SERVICE
from shared.service import run

run(SERVICE)

from services.customer.app import SERVICE
from shared.service import run

run(SERVICE)

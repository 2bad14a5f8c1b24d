"""Events of `customer`: files, contacts and needs, what is owed to customers, who read what. One file per
subject; all of it is exported."""

from shared.contracts.customer.analysis import *
from shared.contracts.customer.audit import *
from shared.contracts.customer.base import *
from shared.contracts.customer.cases import *
from shared.contracts.customer.consents import *
from shared.contracts.customer.contacts import *
from shared.contracts.customer.duplicates import *
from shared.contracts.customer.enquiries import *
from shared.contracts.customer.files import *
from shared.contracts.customer.handovers import *
from shared.contracts.customer.imports import *
from shared.contracts.customer.latent import *
from shared.contracts.customer.messages import *
from shared.contracts.customer.needs import *
from shared.contracts.customer.relations import *
from shared.contracts.customer.retention import *
from shared.contracts.customer.segments import *
from shared.contracts.customer.timeline import *
from shared.contracts.customer.visits import *

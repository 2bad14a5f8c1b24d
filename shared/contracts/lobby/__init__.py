"""Events of `lobby`: what happens in the hall. One file per subject; all of it is exported."""

from shared.contracts.lobby import words as words
from shared.contracts.lobby.base import *
from shared.contracts.lobby.blocks import *
from shared.contracts.lobby.branches import *
from shared.contracts.lobby.checklists import *
from shared.contracts.lobby.counters import *
from shared.contracts.lobby.day_reports import *
from shared.contracts.lobby.days import *
from shared.contracts.lobby.diversions import *
from shared.contracts.lobby.equipment import *
from shared.contracts.lobby.forecasts import *
from shared.contracts.lobby.incidents import *
from shared.contracts.lobby.leaflets import *
from shared.contracts.lobby.logbook import *
from shared.contracts.lobby.loiterers import *
from shared.contracts.lobby.notices import *
from shared.contracts.lobby.records import *
from shared.contracts.lobby.refusals import *
from shared.contracts.lobby.tasks import *
from shared.contracts.lobby.tickets import *
from shared.contracts.lobby.visits import *

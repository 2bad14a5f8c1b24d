"""Events of `referral`: from a prospect to business done. One file per subject; all of it is exported."""

from shared.contracts.referral.base import *
from shared.contracts.referral.deal_words import *
from shared.contracts.referral.deals import *
from shared.contracts.referral.desk import *
from shared.contracts.referral.plans import *
from shared.contracts.referral.products import *
from shared.contracts.referral.prospects import *
from shared.contracts.referral.recommendations import *
from shared.contracts.referral.referrals import *
from shared.contracts.referral.territory import *

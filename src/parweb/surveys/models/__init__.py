"""Campaigns, samples, answers, and what is made of them."""

from parweb.surveys.models.answers import Contact, Flag, Response
from parweb.surveys.models.campaigns import Campaign, CampaignMember, Frame, Quota, Sample, Station
from parweb.surveys.models.fieldwork import Attempt, Batch, Invitation, PaperSheet
from parweb.surveys.models.figures import Binding, Release, Tally
from parweb.surveys.models.questionnaires import Questionnaire
from parweb.surveys.models.rechecks import BackCheck, BackCheckDraw

__all__ = [
    "Attempt",
    "BackCheck",
    "BackCheckDraw",
    "Batch",
    "Binding",
    "Campaign",
    "CampaignMember",
    "Contact",
    "Flag",
    "Frame",
    "Invitation",
    "PaperSheet",
    "Questionnaire",
    "Quota",
    "Release",
    "Response",
    "Sample",
    "Station",
    "Tally",
]

"""Which implementation stands behind each port. The only place that knows."""

from __future__ import annotations

import logging

from trunkline.adapters.blobs_disk.blobs import DiskBlobs
from trunkline.adapters.clamav.clamd import Clamd
from trunkline.adapters.http_client.client import HttpClient
from trunkline.adapters.http_client.guard import Guard
from trunkline.adapters.http_client.outward import GuardedHosts
from trunkline.adapters.migrations.migrate import WrongSchema, migrate
from trunkline.adapters.postgres.connecting import Unreachable, Unusable
from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.adapters.postgres.news import PostgresNews
from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.carriers.routing.messages import RoutingCarrier
from trunkline.carriers.routing.running import RunningCarriers
from trunkline.carriers.routing.simulated_kind import SimulatedKind
from trunkline.carriers.simulated.messages import SimulatedCarrier
from trunkline.carriers.simulated.network import SimulatedNetwork
from trunkline.carriers.simulated.registry_texts import SimulatedRegistry
from trunkline.carriers.simulated.typing_signs import TypingSigns
from trunkline.carriers.smpp.client.kind import SmppKind
from trunkline.carriers.upstream_http.template import TemplateKind
from trunkline.carriers.upstream_http.twilio import TwilioKind
from trunkline.foundations.access.known import Known
from trunkline.foundations.access.vault import Vault
from trunkline.foundations.ledger.prices.price_list import PriceList, WrongPrices, load_prices
from trunkline.foundations.privacy.known_restrictions import RestrictedSubjects
from trunkline.foundations.privacy.ports import Scrubber
from trunkline.foundations.requests.request_log import RequestLog
from trunkline.foundations.retention.keeping import KEPT, KeepingTimes
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.packs.load import PackError
from trunkline.foundations.trust.ports import (
    DecidedMessages,
    MediaScanner,
    MessageRecords,
    RealTraffic,
    Registrations,
    ReportedMessages,
    Restrictions,
    SenderPools,
    VerifiedRecipients,
    WaitingMessages,
)
from trunkline.foundations.trust.rule_packs import RulePacks
from trunkline.foundations.trust.text_logs import SectorLogs
from trunkline.foundations.webhooks.delays import WebhookDelay
from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.foundations.webhooks.ports import TextLogs, WebCaller
from trunkline.kernel import catalogue
from trunkline.kernel.identifiers import Dice
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Database
from trunkline.products.messaging.actions.find_channel_account import ChannelAccounts
from trunkline.products.messaging.actions.find_inbound import InboundRecords, ServicePools
from trunkline.products.messaging.actions.withdraw_messages import Withdrawal
from trunkline.products.messaging.decided_messages import PackedDecisions
from trunkline.products.messaging.ports import (
    AcceptGate,
    CarrierIds,
    CarrierKinds,
    ChannelDirectory,
    MessageCarrier,
    TrafficKind,
    TypingIndicators,
)
from trunkline.products.messaging.reported_messages import SentMessages
from trunkline.products.messaging.verified_recipients import CallerIdsOfTrial
from trunkline.products.registrations.known_registrations import known_registrations
from trunkline.products.registrations.ports import RegistryTexts
from trunkline.surfaces.console.news import OtherNodes
from trunkline.surfaces.console.people_visitors import PeopleVisitors
from trunkline.surfaces.console.visitor import Visitors

from .settings import Settings, WrongSetting

log = logging.getLogger("trunkline.database")


async def open_database(settings: Settings) -> Database:
    """The database that the settings name, brought to the schema of this version; WrongSetting when it cannot be used."""
    try:
        if not settings.database:
            settings.data.mkdir(parents=True, exist_ok=True)
            path = settings.data / "trunkline.db"
            await migrate(path, _report)
            return SqliteDatabase(path)
        database = await PostgresDatabase.open(settings.database)
        try:
            await migrate(settings.database, _report)
        except BaseException:
            await database.close()
            raise
        return database
    except (WrongSchema, Unusable, Unreachable) as why:
        raise WrongSetting(f"the database cannot be used: {why}") from why


def _report(revision: str) -> None:
    log.info("the database is brought to %s", revision)


async def open_platform(settings: Settings, database: Database | None = None) -> Platform:
    """A platform whose jobs do not run yet (`platform.jobs.start()`); `database` replaces the one that the settings name."""
    catalogue.load()
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        prices = load_prices(settings.data / "prices.toml")
    except WrongPrices as why:
        raise WrongSetting(str(why)) from None
    platform = Platform(database or await open_database(settings), dice=Dice(settings.seed))
    platform.ports[PriceList] = prices
    platform.ports[KeepingTimes] = _keeping_times(settings)
    platform.ports[RequestLog] = RequestLog(platform, settings.request_log)
    platform.ports[Known] = Known()
    platform.ports[Vault] = Vault.at(settings.data / "vault.key")
    platform.ports[Blobs] = DiskBlobs(settings.data / "blobs")
    guard = Guard("production" if settings.production else "development", frozenset(settings.webhook_allow))
    platform.ports[WebCaller] = HttpClient(guard)
    platform.ports[OutwardHosts] = GuardedHosts(guard)
    if settings.clamd:
        platform.ports[MediaScanner] = Clamd(settings.clamd)
    network = SimulatedNetwork(platform, settings.seed or 0, stepped=not settings.production)
    platform.ports[SimulatedNetwork] = network
    _wire_carriers(platform, SimulatedCarrier(network))
    platform.ports[AcceptGate] = platform.ports[WebhookDelay] = network
    platform.ports[TypingIndicators] = platform.ports[TypingSigns] = TypingSigns(network)
    platform.ports[ChannelDirectory] = ChannelAccounts()
    platform.ports[Registrations] = known_registrations(platform)
    platform.ports[RegistryTexts] = SimulatedRegistry(network)
    platform.ports[RulePacks] = _open_packs(settings)
    platform.ports[DecidedMessages] = PackedDecisions()
    platform.ports[ReportedMessages] = SentMessages()
    platform.ports[VerifiedRecipients] = CallerIdsOfTrial()
    platform.ports[MessageRecords] = InboundRecords()
    platform.ports[SenderPools] = ServicePools()
    platform.ports[WaitingMessages] = Withdrawal()
    if settings.database:  # nodes share it; a data folder with SQLite is one node's
        platform.ports[OtherNodes] = PostgresNews(settings.database)
    platform.ports[Visitors] = PeopleVisitors(no_auth=settings.no_auth, mode=settings.mode)
    return platform


def _open_packs(settings: Settings) -> RulePacks:
    """The rules in the box, and the operator's own from the data folder."""
    try:
        return RulePacks(settings.data / "packs")
    except PackError as why:
        raise WrongSetting(f"the rule packs in {settings.data / 'packs'} cannot be used: {why}") from why


def _wire_carriers(platform: Platform, simulated: SimulatedCarrier) -> None:
    """The kinds of carrier that can be configured, and the one that chooses among those that are."""
    platform.ports[CarrierKinds] = CarrierKinds(
        simulated=SimulatedKind(simulated), smpp=SmppKind(), twilio=TwilioKind(), http=TemplateKind()
    )
    running = platform.ports[RunningCarriers] = RunningCarriers(platform)
    routing = RoutingCarrier(simulated, running)
    platform.ports[MessageCarrier] = platform.ports[CarrierIds] = platform.ports[TrafficKind] = routing
    platform.ports[RealTraffic] = routing
    platform.ports[TextLogs] = SectorLogs()
    platform.ports[Restrictions] = RestrictedSubjects()
    if isinstance(platform.database, SqliteDatabase):
        platform.ports[Scrubber] = platform.database


def _keeping_times(settings: Settings) -> KeepingTimes:
    if unknown := sorted(settings.keep.keys() - KEPT.keys()):
        raise WrongSetting(f"keep names {', '.join(unknown)}; there are {', '.join(sorted(KEPT))}")
    return KeepingTimes(settings.keep)


async def close_platform(platform: Platform) -> None:
    """Let go of everything that `open_platform` opened; jobs have been stopped before."""
    await platform.ports[RunningCarriers].close()
    await platform.ports[WebCaller].close()
    await platform.database.close()


def database_exists(settings: Settings) -> bool:
    """Whether there is a record to read, without making one."""
    return bool(settings.database) or (settings.data / "trunkline.db").is_file()

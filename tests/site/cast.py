"""The one cast of all tests of the site: two counties of a city, and who works there.

office      the creation office of 青禾县
clerk       of its traffic police, for that unit alone
inspector, supervisor, leader, resident   of 青禾县
superior    of the whole city
neighbour   the creation office of the other county, 远山县
newcomer    has an account in 青禾县 and no role yet
top         holds everything everywhere
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.test import Client

from chuangcheng.adapters.sso import actions as sso
from chuangcheng.adapters.sso.models import Identity, Passkey
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.jobs import actions as jobs
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Grant, Role, User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.scope import System
from chuangcheng.ground.signin import actions as signin
from chuangcheng.ground.signin.models import SignIn
from chuangcheng.ground.units import actions as units
from chuangcheng.ground.units.models import Kind, Unit
from chuangcheng.ground.units.rules import UnitFacts
from tests.site.devices.phones import paired

SYSTEM = System()
PASSWORD = "correct-horse-battery"


@dataclass
class World:
    """The two counties and their people."""

    city: Area
    county: Area
    street: Area
    township: Area
    other_county: Area
    police: Unit
    markets: Unit
    other_police: Unit
    office: User
    clerk: User
    inspector: User
    supervisor: User
    leader: User
    resident: User
    superior: User
    neighbour: User
    newcomer: User
    top: User

    @property
    def clerk_grant(self) -> Grant:
        """What the clerk holds."""
        return self.clerk.grants.get()

    @property
    def clerk_role(self) -> Role:
        """The role of clerks."""
        return Role.objects.get(code="clerk")

    @property
    def office_session(self) -> SignIn:
        """A session that the creation office has open on another machine."""
        return signin.sign_in(self.office, session_key="elsewhere", address=None, agent="")

    @property
    def identity(self) -> Identity:
        """What an outside provider calls the clerk."""
        return sso.bind(self.clerk, issuer="https://id.example.org", subject="7")

    @property
    def phone(self) -> Device:
        """The inspector's phone."""
        return paired(self.inspector).device

    @property
    def passkey(self) -> Passkey:
        """A key by which the clerk signs in."""
        said = {"title": "手机", "credential": "a2V5", "public_key": "a2V5", "uses": 0}
        return sso.add(self.clerk, password=PASSWORD, **said)

    @property
    def job(self) -> Job:
        """A job that nobody in particular asked for."""
        return jobs.enqueue("jobs.clear")


def build() -> World:
    """Set the scene by the verbs that everybody uses."""
    people.lay_roles(SYSTEM)
    city = area("HC", "禾城市", Level.CITY, None)
    county = area("QH", "青禾县", Level.COUNTY, city)
    other = area("YS", "远山县", Level.COUNTY, city)
    police = unit("QH-JJ", "青禾县交警大队", county)
    return World(
        city=city,
        county=county,
        street=area("QH-DJ", "东街街道", Level.TOWNSHIP, county),
        township=area("QH-XH", "西河镇", Level.TOWNSHIP, county),
        other_county=other,
        police=police,
        markets=unit("QH-SJ", "青禾县市场监管局", county),
        other_police=unit("YS-JJ", "远山县交警大队", other),
        office=person("office", "办小青", county, "office"),
        clerk=person("clerk", "联小青", county, "clerk", police),
        inspector=person("inspector", "测小青", county, "inspector"),
        supervisor=person("supervisor", "督小青", county, "supervisor"),
        leader=person("leader", "领小青", county, "leader"),
        resident=person("resident", "民小青", county, "resident"),
        superior=person("superior", "上小禾", city, "superior"),
        neighbour=person("neighbour", "办小远", other, "office"),
        newcomer=person("newcomer", "新小青", county),
        top=person("top", "顶小禾", None, "office"),
    )


def area(code: str, title: str, level: Level, parent: Area | None) -> Area:
    """An area."""
    facts = AreaFacts(code=code, title_zh=title, level=level, weight=Decimal(1))
    return areas.create(SYSTEM, facts=facts, parent=parent)


def unit(code: str, title: str, where: Area, kind: Kind = Kind.DEPARTMENT) -> Unit:
    """A unit."""
    return units.create(SYSTEM, facts=UnitFacts(code, title, kind, where))


def person(username: str, name: str, where: Area | None, role: str = "", *own: Unit) -> User:
    """A person who has chosen a password, and holds a role where their account is kept."""
    facts = PersonFacts(username=username, name=name, area=where)
    issued = people.create(SYSTEM, facts=facts)
    signin.change_password(issued.user, old=issued.password, new=PASSWORD)
    if role:
        known = Role.objects.get(code=role)
        people.give(SYSTEM, user=issued.user, role=known, area=where, units=own)
    return User.objects.get(pk=issued.user.pk)


def signed_in(user: User | None) -> Client:
    """A browser in which this person, or nobody, is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
        key = client.session.session_key or ""
        signin.sign_in(user, session_key=key, address="192.0.2.1", agent="test")
    return client

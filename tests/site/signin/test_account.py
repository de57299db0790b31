"""One's own account: password, sessions, codes, language."""

from collections.abc import Callable

import pytest
from django.test import Client

from chuangcheng.ground.people import actions as people
from chuangcheng.ground.signin import actions
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.models import Attempt, SignIn
from chuangcheng.ground.signin.totp import STEP, code_at
from tests.site.cast import PASSWORD, World

Browser = Callable[[str | None], Client]


def enter(client: Client, username: str, password: str, address: str = "192.0.2.7") -> bool:
    """Try to sign in from an address; says whether one is in."""
    given = {"username": username, "password": password}
    client.post("/sign-in/", given, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def test_it_makes_an_address_wait_that_tries_many_names(client: Client, world: World) -> None:
    for number in range(limits().address.failures):
        actions.note_failure(f"name{number}", "192.0.2.7")
    assert not enter(client, "clerk", PASSWORD)


def test_it_keeps_no_name_that_failed(client: Client, world: World) -> None:
    enter(client, "my-password-by-mistake", "x")
    assert "my-password" not in str(Attempt.objects.values_list())


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_it_computes_the_codes_of_the_standard(moment: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1, cut to six figures."""
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", moment // STEP) == code


def test_it_asks_for_an_own_password_first(client: Client, world: World) -> None:
    issued = people.issue_password(world.office, user=world.clerk)
    assert enter(client, "clerk", issued.password)
    assert client.get("/units/").headers["Location"] == "/account/password/"
    assert client.get("/api/units").status_code == 403
    new = {"old": issued.password, "new": "a-much-better-one", "again": "a-much-better-one"}
    assert client.post("/account/password/", new).status_code == 302
    assert client.get("/units/").status_code == 200


def test_it_ends_other_sessions_when_the_password_changes(as_: Browser) -> None:
    here, there = as_("office"), as_("office")
    given = {"old": PASSWORD, "new": "a-much-better-one", "again": "a-much-better-one"}
    here.post("/account/password/", given)
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_it_ends_a_session_from_another(as_: Browser, world: World) -> None:
    there, here = as_("office"), as_("office")
    other = SignIn.objects.get(session_key=there.session.session_key)
    here.post(f"/account/sessions/{other.pk}/end/", {"old": PASSWORD})
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_it_ends_no_session_without_the_password(as_: Browser) -> None:
    there, here = as_("office"), as_("office")
    other = SignIn.objects.get(session_key=there.session.session_key)
    page = here.post(f"/account/sessions/{other.pk}/end/", {"old": "a-guess-from-the-desk"})
    assert "old" in page.context["form"].errors
    assert there.get("/").status_code == 200


def test_it_speaks_the_language_one_has_chosen(as_: Browser) -> None:
    client = as_("office")
    assert "总览" in client.get("/").content.decode()
    client.post("/language/", {"language": "en"})
    assert "Overview" in client.get("/").content.decode()

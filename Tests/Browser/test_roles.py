"""What is refused whatever a page offers: forms sent by hand, by somebody of a lower role or from another site."""

import pytest

# Who, where, and what is sent.
REFUSED = [
    ("viewer", "/p/{slug}/t/{failed}/retry", {}),
    ("viewer", "/p/{slug}/t/{failed}/notes", {"note": "by hand"}),
    ("viewer", "/p/{slug}/knowledge/new", {"title": "by hand", "body": ""}),
    ("viewer", "/p/{slug}/members/1/role", {"role": "viewer"}),
    ("editor", "/p/{slug}/invites", {"role": "admin", "note": ""}),
    ("editor", "/p/{slug}/settings/general", {"name": "Renamed", "slug": "renamed"}),
    ("editor", "/p/{slug}/settings/asana/token/remove", {"seen": "1"}),
    ("editor", "/p/{slug}/settings/archive", {"confirmation": "demo"}),
    ("editor", "/p/{slug}/webhooks/asana", {}),
    ("editor", "/app/new", {"name": "By hand", "slug": "by-hand"}),
    ("editor", "/admin/settings", {"two_factor": "1"}),
    ("editor", "/admin/users/1/access", {"disabled": "1"}),
]


@pytest.mark.parametrize("visitor, path, fields", REFUSED, ids=[f"{who}-{path.split('}')[-1].strip('/')}" for who, path, _ in REFUSED])
def test_form_sent_by_hand_is_refused(visits, world, visitor, path, fields):
    page = visits.open(state=world.states[visitor])
    counted = "SELECT (SELECT count(*) FROM project_events), (SELECT count(*) FROM instance_events), (SELECT count(*) FROM task_events)"
    before = world.product.sql(counted)
    answer = page.context.request.post(world.path(path), form=fields, headers={"Origin": world.product.url}, max_redirects=0)
    assert answer.status in (403, 404), answer.status
    assert world.product.sql(counted) == before, "nothing happened"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example.com"}, {"Sec-Fetch-Site": "cross-site"}], ids=["origin", "fetch-site"])
def test_form_of_another_site_is_refused(visits, world, headers):
    page = visits.open(state=world.states["admin"])
    answer = page.context.request.post(
        world.path("/p/{slug}/settings/general"), form={"name": "Renamed", "slug": "demo"}, headers=headers, max_redirects=0)
    assert answer.status == 403
    assert world.product.sql("SELECT name FROM projects WHERE slug = 'demo'") == "Demo"


def test_nothing_of_a_project_is_shown_to_strangers(visits, world):
    """Pavel is an editor of the demo project and nobody in the others."""
    page = visits.open(state=world.states["editor"])
    for path in ("/p/billing", "/p/billing/settings", "/p/billing/members", "/p/legacy/knowledge", "/p/no-such-project"):
        assert page.goto(world.path(path)).status == 404, path
    page.goto(world.path("/app"))
    assert page.locator(".row-title").all_inner_texts() == ["Demo"]

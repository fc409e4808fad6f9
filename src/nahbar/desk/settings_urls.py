"""Addresses of the settings: a member's own page, and what administrators look after."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic.base import RedirectView

from nahbar.desk.views import (
    blocked,
    firm,
    form_recipes,
    inboxes,
    invitations,
    keys,
    language,
    members,
    notices,
    profile,
    rules,
    tags,
)

urlpatterns: list[URLPattern] = [
    path("settings/", RedirectView.as_view(pattern_name="desk:members"), name="settings"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/profile/picture/", profile.upload_picture, name="upload_picture"),
    path("settings/profile/picture/remove/", profile.remove_picture, name="remove_picture"),
    path("settings/profile/presence/", profile.presence, name="presence"),
    path("settings/notices/", notices.choices, name="notice_choices"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/invite/", invitations.invite, name="invite"),
    path("settings/members/<int:member_id>/", members.member, name="member"),
    path("settings/members/<int:member_id>/presence/", members.member_presence, name="member_presence"),
    path("settings/members/<int:member_id>/switch/", members.switch_member, name="switch_member"),
    path("settings/members/<int:member_id>/second-factor/", members.drop_second_factor, name="drop_second_factor"),
    path("settings/invitations/<int:invitation_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("settings/teams/new/", members.new_team, name="new_team"),
    path("settings/teams/<int:team_id>/", members.team, name="team"),
    path("settings/firm/", firm.firm, name="firm"),
    path("settings/inboxes/", inboxes.inboxes, name="inboxes"),
    path("settings/inboxes/new/<slug:channel_name>/", inboxes.new_inbox, name="new_inbox"),
    path("settings/inboxes/<int:inbox_id>/", inboxes.inbox, name="inbox"),
    path("settings/inboxes/<int:inbox_id>/connection/", inboxes.configure, name="configure_inbox"),
    path("settings/inboxes/<int:inbox_id>/test/", inboxes.test_connection, name="test_inbox"),
    path("settings/inboxes/<int:inbox_id>/switch/", inboxes.switch, name="switch_inbox"),
    path("settings/inboxes/<int:inbox_id>/forms/", form_recipes.form_recipes, name="form_recipes"),
    path("settings/tags/", tags.tags, name="tags"),
    path("settings/tags/<int:tag_id>/", tags.one_tag, name="one_tag"),
    path("settings/rules/", rules.rules, name="rules"),
    path("settings/rules/new/", rules.new_rule, name="new_rule"),
    path("settings/rules/<int:rule_id>/", rules.one_rule, name="rule"),
    path("settings/rules/<int:rule_id>/move/", rules.move, name="move_rule"),
    path("settings/rules/<int:rule_id>/switch/", rules.switch, name="switch_rule"),
    path("settings/rules/<int:rule_id>/delete/", rules.delete, name="delete_rule"),
    path("settings/language/", language.language, name="language"),
    path("settings/blocked/", blocked.blocked, name="blocked"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<int:key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("join/<str:secret>/", invitations.join, name="join"),
]

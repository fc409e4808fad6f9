"""Inviting, joining, roles, teams and keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.models import Member
from nahbar.accounts.queries import active_members
from nahbar.accounts.words import Giving, Role, Scope


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)


class JoinForm(forms.Form):
    """What somebody says who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As people should read it below your answers."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, Member(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class TeamForm(forms.Form):
    """A team and who belongs to it."""

    name = forms.CharField(label=_("Name of the team"), max_length=80)
    members = forms.ModelMultipleChoiceField(
        label=_("Who belongs to it"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    giving = forms.ChoiceField(
        label=_("How new conversations find somebody"),
        choices=Giving.choices,
        initial=Giving.BY_HAND,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Whoever is absent gets none. Where nobody is here, they lie with the team."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = active_members()  # type: ignore[attr-defined]  # a choice field has one


class KeyForm(forms.Form):
    """A key for another system."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("Such as “Shop” or “ERP”, so that you know later which one to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

"""What a member says of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.words import Theme

MOST_PICTURE_BYTES = 1024 * 1024
# What a file begins with says what it is; its name and what the browser says do not. SVG is left out: it can
# carry scripts.
PNG, JPEG, RIFF, WEBP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"WEBP"


def picture_type(content: bytes) -> str:
    """The media type of a picture that browsers show safely; empty for everything else."""
    if content.startswith(PNG):
        return "image/png"
    if content.startswith(JPEG):
        return "image/jpeg"
    if content.startswith(RIFF) and content[8:12] == WEBP:
        return "image/webp"
    return ""


class ProfileForm(forms.Form):
    """Name, signature and how the desk looks to them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As people should read it below your answers."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    signature = forms.CharField(
        label=_("Signature"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Stands below everything you write. Two or three lines are enough; the company's follow by themselves."
        ),
    )
    copies_by_mail = forms.BooleanField(
        label=_("New messages of my conversations also by mail"),
        required=False,
        help_text=_("You can answer from your mail program; the answer leaves as yours, through the inbox."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        house = dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]
        choices = [("", _("As in the house (%s)") % house), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), required=False, choices=choices)


class PictureForm(forms.Form):
    """A picture of one's own. `cleaned_data["picture"]` is (content, media type)."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 1 MB. A square one looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a picture first."), "empty": _("This file is empty.")},
    )

    def clean_picture(self) -> tuple[bytes, str]:
        file: UploadedFile[Any] = self.cleaned_data["picture"]
        if (file.size or 0) > MOST_PICTURE_BYTES:
            raise forms.ValidationError(_("The picture is larger than 1 MB. Save it smaller, then try again."))
        content = file.read()
        kind = picture_type(content)
        if not kind:
            raise forms.ValidationError(_("This is no PNG, JPEG or WebP picture."))
        return content, kind

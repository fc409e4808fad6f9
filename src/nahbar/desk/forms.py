"""What members fill in. Forms only read and measure; whether it may be sent is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from nahbar.channels.contract import Attachment
from nahbar.conversations.words import MAX_ATTACHMENT_BYTES
from nahbar.toolbox.faults import Fault

MOST_TEXT = 200_000
_TOO_LARGE = _("The files are too large together; %s is the most that a message carries.")


class Unfit(Fault):
    """A form cannot be used as it is."""


class ManyFiles(forms.FileField):
    """Any number of files, together no larger than a mail may carry."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:  # noqa: ANN401 - Django's signature
        files = [super(ManyFiles, self).clean(each, initial) for each in data or []]
        if sum(file.size or 0 for file in files) > MAX_ATTACHMENT_BYTES:
            raise forms.ValidationError(_TOO_LARGE % filesizeformat(MAX_ATTACHMENT_BYTES))
        return files


def insist_on_size(sizes: Sequence[int]) -> None:
    """Raises Unfit where files are too large together; sizes in bytes."""
    if sum(sizes) > MAX_ATTACHMENT_BYTES:
        raise Unfit(_TOO_LARGE % filesizeformat(MAX_ATTACHMENT_BYTES))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 - Django's signature
        del data
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class MessageForm(forms.Form):
    """A reply. `seen` is the newest message that the page showed, `once` lets a double click send once.

    `known` are those in `cc` and `bcc` whom the writer saw to be new here and wants nevertheless. `page` and
    `version` are what the page knows of the draft; `everyone` adds all whom the person had written to. `at` is sent
    where a time was chosen, empty for own `words`; `then` says what should happen at that time.
    """

    text = forms.CharField(required=False, strip=False, max_length=MOST_TEXT)
    way = forms.CharField(required=False, max_length=20)
    address = forms.CharField(required=False, max_length=500)
    cc = forms.CharField(required=False, max_length=2000)
    bcc = forms.CharField(required=False, max_length=2000)
    everyone = forms.BooleanField(required=False)
    known = forms.CharField(required=False, max_length=4000)
    then = forms.CharField(required=False, max_length=10)
    at = forms.CharField(required=False, max_length=40)
    words = forms.CharField(required=False, max_length=100)
    page = forms.CharField(required=False, max_length=40)
    version = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000)
    seen = forms.IntegerField(required=False)
    once = forms.CharField(required=False, max_length=40)
    attached = ManyFiles(required=False, widget=FilesInput)

    def insist(self) -> dict[str, Any]:
        """The cleaned fields. Raises Unfit with the first complaint."""
        if not self.is_valid():
            raise Unfit(next(str(error) for errors in self.errors.values() for error in errors))
        self.cleaned_data["text"] = self.cleaned_data["text"].replace("\r\n", "\n")
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        """A page with several ways asks for an address per way; only that of the chosen one counts."""
        fields = super().clean() or self.cleaned_data
        fields["asks_when"] = "at" in self.data
        fields["address"] = fields.get("address") or self.data.get(f"address-{fields.get('way', '')}", "")
        return fields


class NoteForm(MessageForm):
    """An internal note. `ask` is the member who is asked in it."""

    ask = forms.IntegerField(required=False)


class NewForm(MessageForm):
    """A message to somebody who did not write first. `inbox` is the one it leaves through."""

    inbox = forms.IntegerField(error_messages={"required": _("Choose how the message should leave.")})
    name = forms.CharField(required=False, max_length=200)
    subject = forms.CharField(required=False, max_length=500)


def as_attachments(files: Sequence[UploadedFile[Any]]) -> tuple[Attachment, ...]:
    """Uploaded files as a channel takes them."""
    return tuple(
        Attachment(
            name=file.name or "",
            media_type=file.content_type or "application/octet-stream",
            content=file.read(),
        )
        for file in files
    )

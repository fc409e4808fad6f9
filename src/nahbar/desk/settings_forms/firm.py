"""What the law wants to read below a business letter, and a mail is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.mailroom.models import Firm

if TYPE_CHECKING:
    _Base = forms.ModelForm[Firm]
else:
    _Base = forms.ModelForm  # only the stubs know what it is a form of


class FirmForm(_Base):
    """The details of a company, in the order in which people know them."""

    class Meta:
        model = Firm
        fields = [
            "name",
            "legal_form",
            "street",
            "postcode",
            "city",
            "seat",
            "register_court",
            "register_number",
            "directors",
            "supervisory_chair",
            "vat_id",
            "phone",
            "email",
            "website",
        ]
        labels = {
            "name": _("Name of the company"),
            "legal_form": _("Legal form"),
            "street": _("Street and number"),
            "postcode": _("Postcode"),
            "city": _("City"),
            "seat": _("Registered office"),
            "register_court": _("Register court"),
            "register_number": _("Register number"),
            "directors": _("Managing directors"),
            "supervisory_chair": _("Chair of the supervisory board"),
            "vat_id": _("VAT ID"),
            "phone": _("Phone"),
            "email": _("Mail address"),
            "website": _("Website"),
        }
        help_texts = {
            "name": _("As it stands in the register, with its legal form."),
            "legal_form": _("GmbH, AG, e.K., GbR … It decides which details are due."),
            "seat": _("The place that the register names."),
            "register_court": _("Such as Amtsgericht Göttingen."),
            "register_number": _("Such as HRB 12345."),
            "directors": _("First and last name, one per line."),
            "supervisory_chair": _("Only where there is a supervisory board."),
        }
        widgets = {"directors": forms.Textarea(attrs={"rows": 2})}

"""What members are told, how they want to be told, and the browsers that take pushes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nahbar.notices.words import Kind, Mail, PushState


class Notice(models.Model):
    """One thing that one member is told, once: `once` names the thing ("message:7").

    `mail_at` is when it goes into a mail, None where it does not, or has. The subject has no foreign key: apps above
    say what it is called, and whether the member may see it (subjects.py).
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    once = models.CharField(max_length=80)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "once"], name="notice_told_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="notices_of_member"),
            models.Index(
                fields=["member", "subject_kind", "subject_id"],
                name="unseen_notices",
                condition=Q(seen_at__isnull=True),
            ),
            models.Index(fields=["mail_at", "id"], name="notice_mail_due", condition=Q(mail_at__isnull=False)),
        ]


class Choice(models.Model):
    """How a member wants to hear of one kind; without a row, as words.USUAL_MAIL says and without push."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    mail = models.CharField(max_length=6, choices=Mail.choices)
    push = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notice_chosen_once")]


class QuietHours(models.Model):
    """From when until when a member wants neither mail nor push; in the company's time, perhaps over midnight."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours")
    begin = models.TimeField()
    end = models.TimeField()

    class Meta:
        verbose_name_plural = "quiet hours"


class Device(models.Model):
    """A browser that takes pushes (Push API). Who knows `endpoint` and the keys could write to it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=100, help_text="p256dh: the browser's public key, base64url")
    secret = models.CharField(max_length=40, help_text="auth: the browser's secret, base64url")
    name = models.CharField(max_length=80)
    added_at = models.DateTimeField()


class Push(models.Model):
    """A notice on its way to a browser."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="pushes")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pushes")
    state = models.CharField(max_length=10, choices=PushState.choices, default=PushState.DUE)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [models.UniqueConstraint(fields=["notice", "device"], name="notice_pushed_once")]
        indexes = [models.Index(fields=["not_before", "id"], name="push_due", condition=Q(state="due"))]

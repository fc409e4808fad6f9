"""The sentences of faults in the member's language.

Faults are raised below the desk, in English and often before anybody knows who will read them. Those that are
fixed texts are listed here for translation; those with a name or a number in them stand in phrases.py.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from nahbar.desk.phrases import translated
from nahbar.toolbox.faults import Fault

FIXED = (
    # conversations
    gettext_noop("The message is empty. Write something first."),
    gettext_noop("The note is empty. Write something first."),
    gettext_noop("Something new was said here since you opened it. Have a look, then send."),
    gettext_noop("This conversation was joined with another one since you opened it. Look again, then send."),
    gettext_noop("There is no inbox for this way of writing yet. An administrator can set one up."),
    gettext_noop("This conversation does not exist, or it belongs to a team that you are not in."),
    gettext_noop("This message does not exist, or it belongs to a team that you are not in."),
    gettext_noop("This file does not exist, or it belongs to a team that you are not in."),
    gettext_noop("This person does not exist, or only teams that you are not in talk with them."),
    gettext_noop("This page no longer exists; start again from the first one."),
    gettext_noop("This is the address at which the message came back. Correct it first."),
    gettext_noop("This message did not come back from there, so there is nothing to correct."),
    # drafts
    gettext_noop("You have written on in another window. Both texts are here; nothing is lost."),
    gettext_noop("This draft was sent already, from another window. What stands here is kept."),
    gettext_noop("This draft was emptied, sent or planned in another window. What stands here is kept."),
    gettext_noop("This draft is no longer here: it was sent, or its writer has emptied it."),
    gettext_noop("That is more than a year away. Choose an earlier moment."),
    gettext_noop("Whoever wrote this may no longer write here. Take it back, then send it yourself."),
    gettext_noop("This draft is no longer planned: it was sent, or taken back."),
    gettext_noop("This draft does not exist any more, or it belongs to a team that you are not in."),
    gettext_noop("A note for us never leaves the house."),
    gettext_noop("Whom is it for? Name at least one address."),
    # order among conversations
    gettext_noop("This address does not exist, or only teams that you are not in write with it."),
    gettext_noop("This sender does not exist, or only teams that you are not in talk with them."),
    gettext_noop("This is the address of a member; whoever is one of you is not blocked."),
    gettext_noop("These lines do not fit the message. Choose them again."),
    gettext_noop(
        "Everybody can read this answer, and it names what belongs to one person. Take it out, or write privately."
    ),
    gettext_noop("Only administrators and whoever looks after your language may let this through."),
    gettext_noop("There is a saved text of this name already."),
    gettext_noop("There are so many saved texts that nobody finds one. Remove some first."),
    gettext_noop("Only administrators decide who looks after your language."),
    gettext_noop("This reading cannot be set like that."),
    gettext_noop("This message has not been read yet. Try again in a moment."),
    gettext_noop("This conversation does not exist any more."),
    gettext_noop("This conversation was joined into another one already. Open that one."),
    gettext_noop("This is one conversation already."),
    gettext_noop("The other conversation was put aside. Bring it back first, then join them."),
    gettext_noop("Choose the messages that are about something else."),
    gettext_noop("Some of these messages lie in another conversation by now. Open it and choose again."),
    gettext_noop("Notes alone make no conversation. Choose a message, too."),
    gettext_noop("Nothing would be left here. Leave at least one message."),
    gettext_noop("This was taken back already."),
    gettext_noop("This conversation lies somewhere else by now, so joining it cannot be taken back."),
    gettext_noop("Nothing of this conversation is left here, so joining it cannot be taken back."),
    gettext_noop("The two are one conversation again already."),
    gettext_noop("This conversation does not say where it belongs."),
    gettext_noop("This conversation is no longer parked; somebody has decided already."),
    gettext_noop("This moment has passed already. Choose a later one."),
    gettext_noop("That is more than five years away. Choose an earlier moment, or close the conversation."),
    gettext_noop("This conversation was put aside. Decide about it first."),
    gettext_noop(
        "We did not understand when. Write for instance “tomorrow morning”, “next Tuesday” or “3 December, 2 pm”."
    ),
    gettext_noop("This question does not exist any more, or somebody else is asked."),
    gettext_noop("Whoever should be asked does not exist any more, or could not see this conversation."),
    gettext_noop("This notice does not exist any more."),
    gettext_noop("This browser's answer could not be used. Reload the page and try again."),
    gettext_noop("The last day of the absence lies before the first one."),
    gettext_noop("Only they themselves and administrators say when somebody is here."),
    gettext_noop("A tag is a word or a few, with at most 40 letters."),
    gettext_noop("There is a tag of this name already. You can merge the two."),
    gettext_noop("Choose another tag to merge it with."),
    gettext_noop("Somebody has moved it since."),
    # paper
    gettext_noop("This message could not be made into a PDF. Save the original instead; it has every word."),
    # mailroom
    gettext_noop("The message is already on its way."),
    gettext_noop("The message is already on its way and cannot be taken back."),
    gettext_noop("The message is on its way or has arrived; it is not sent again."),
    gettext_noop("Nobody has to decide about this message any more."),
    gettext_noop("The disk is full. Nothing was stored; make room and it goes on by itself."),
    # letters
    gettext_noop("A postal address needs at least two lines: the street, then postcode and city."),
    gettext_noop("The postal address has no line with postcode and city, such as “37073 Göttingen”."),
    gettext_noop("A letter cannot carry files. Please take them out, or send the message by e-mail."),
    # mail: what became of a message
    gettext_noop("This is no complete e-mail address."),
    gettext_noop("This is no complete e-mail address. It should look like name@firma.example."),
    gettext_noop("This address does not exist. Is there a typing mistake in it?"),
    gettext_noop("The part after the @ does not exist or takes no mail. Is there a typing mistake in it?"),
    gettext_noop("The mailbox is full. It often has room again after some days."),
    gettext_noop("This mailbox is closed and takes no more mail."),
    gettext_noop("The mail is too large for the other side. Send fewer or smaller attachments."),
    gettext_noop(
        "The other side refuses mail from us because of its rules. Your administrator should look at the answer."
    ),
    gettext_noop("The other side takes this mail for spam. Your administrator should look at the answer."),
    gettext_noop(
        "The other side could not verify that the mail is from us (SPF, DKIM or DMARC). Tell your administrator."
    ),
    gettext_noop("Our outgoing server does not pass mail on to this address. Tell your administrator."),
    gettext_noop("The outgoing server does not let us write from this sender address. Tell your administrator."),
    gettext_noop("The other side asks us to come back a little later. That is usual at a first mail."),
    gettext_noop("The other side takes no more mail from us for the moment. We try again later."),
    gettext_noop("The other side cannot take the mail at the moment. We try again later."),
    gettext_noop("The other side refused the mail."),
    gettext_noop("The mail goes round in circles between servers. Tell your administrator."),
    gettext_noop("The outgoing server cannot write to addresses with special letters in front of the @."),
    gettext_noop("The connection broke off before the mail was handed over. We try again later."),
    gettext_noop(
        "The connection broke off at the very moment of handing over. It may have arrived or not; "
        "look before you send it again, so that nobody gets it twice."
    ),
)


def sentence_of(fault: Fault) -> str:
    """What a fault says, in the language of the request."""
    return in_words(fault.sentence)


def in_words(sentence: str) -> str:
    """A stored sentence of ours in the language of the request; what is not ours stays as it is."""
    return translated(sentence)

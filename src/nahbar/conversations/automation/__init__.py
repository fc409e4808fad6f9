"""Rules, "when ... then ...": what is done with a person's message as soon as it is here.

A rule looks at messages that came from outside and at nothing else, at each once. What rules do makes no such
message, so no rule ever follows another one's deed; and no rule can send a text to a person: there is no such deed.
"""

"""Old mail, from files or a server, into an inbox: any amount, interrupted at any time, never twice."""

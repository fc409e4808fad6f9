"""Copies of everything: what they look like on the disk, how they are made, how they are put back.

A backup is a folder: `database.sqlite3` or `database.pgdump`, `blobs/`, `secret.key` and, written last,
`manifest.json`. A folder without a manifest is no backup.

The database is copied first, the blobs it names afterwards. A blob is on the disk before any row names it, and is
never changed or deleted; so whatever the copied rows name can be copied later, while mail keeps coming in.
"""

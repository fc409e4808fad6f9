"""A database of our own that answers over TCP and over its socket."""

from __future__ import annotations

import psycopg
import pytest

from servers import postgresql

pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(postgresql.missing()), reason=postgresql.missing())]


def test_postgresql_keeps_a_row_and_ends() -> None:
    with postgresql.postgresql() as server:
        url = server.create("lindenhof")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE bell (sound text)")
            connection.execute("INSERT INTO bell VALUES ('klingeling')")
        with psycopg.connect(server.socket_url("lindenhof")) as connection:
            assert connection.execute("SELECT sound FROM bell").fetchall() == [("klingeling",)]
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=5)


def test_postgresql_without_fsync() -> None:
    with postgresql.postgresql(fsync=False) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)

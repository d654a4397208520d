"""A wrong password takes as many instructions as any other wrong one of its length."""
import re
import shutil
import subprocess

import pytest

from server import basic

VALGRIND = shutil.which("valgrind")
USER, PASSWORD = "u" * 240, "p" * 240
ASKED = 20
NOISE = 20  # a request: where a text lies costs string functions a few; a comparison that stops early, 45 and more


def changed(text, place):
    return text[:place] + "z" + text[place + 1:]


PLACES = (0, 237)  # multiples of three: the same letters of Base64 in other places
GUESSES = {
    "password": [(USER, changed(PASSWORD, place)) for place in PLACES],
    "user": [(changed(USER, place), PASSWORD) for place in PLACES],
    "user of a sandbox": [(changed(USER, place) + "+name", PASSWORD) for place in PLACES],
}


def instructions(start, user, password):
    """Those of so many requests' authentication, all refused."""
    callgrind = (VALGRIND, "--tool=callgrind", "--toggle-collect=auth_caller*", "--callgrind-out-file=/dev/null")
    server = start("--username", USER, "--password", PASSWORD, wrapper=callgrind, patience=60)
    server.authorization = basic(user, password)
    client = server.client()
    assert {client.ask("GET", "/api/v1/health")[0] for _ in range(ASKED)} == {401}
    client.close()
    return int(re.search(r"Collected : (\d+)", server.stop()).group(1))


@pytest.mark.skipif(not VALGRIND, reason="valgrind is not here")
@pytest.mark.parametrize("guesses", GUESSES.values(), ids=GUESSES.keys())
def test_wrong_credentials_are_equally_much_work(start, guesses):
    counts = [instructions(start, *guess) for guess in guesses]
    assert min(counts) > ASKED * len(USER + PASSWORD)
    assert max(counts) - min(counts) < ASKED * NOISE, counts

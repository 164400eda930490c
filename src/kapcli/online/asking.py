"""Asking a register over the network: politely, within limits, and never twice for what was answered lately."""

from __future__ import annotations

import datetime
import email.utils
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import msgspec

from kapcli import __version__

if TYPE_CHECKING:
    from kapcli.online.kept import Kept

# An answer is some kilobytes; twenty trials are some hundred.
MAX_BYTES = 8 * 1024 * 1024
TRIES = 4
# No longer is waited before a further try, whatever a server asks for; it is then left for another day.
LONGEST_WAIT = 30.0
CONNECT, READ = 10.0, 30.0
# From a server's first byte to its last: one that sends a byte a minute is not waited for.
WHOLE = 60.0
# After so many questions in a row without an answer, a register is not asked any more.
GIVEN_UP = 3
_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Addresses(msgspec.Struct, frozen=True):
    """Where the registers are asked."""

    crossref: str = "https://api.crossref.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov"
    clinical_trials: str = "https://clinicaltrials.gov"
    isrctn: str = "https://www.isrctn.com"


class Pace(msgspec.Struct, frozen=True):
    """How fast a register is asked.

    Attributes:
        between: Seconds between two questions to one host: PubMed allows three a second, ClinicalTrials.gov some fifty
            a minute.
        first_wait: Seconds before a second try; each further one waits twice as long.
    """

    between: float = 0.4
    first_wait: float = 1.0


class UnansweredError(Exception):
    """A register that did not answer; the message says why in a few words."""


class Asker:
    """Asks for addresses, from several threads at once.

    Attributes:
        asked: How many questions went over the network.
    """

    def __init__(self, kept: Kept, contact: str, pace: Pace) -> None:
        """Prepare a client; nothing is connected to yet.

        Args:
            kept: Earlier answers.
            contact: An e-mail address for the people who run the registers; empty for none.
            pace: How fast to ask.
        """
        by = f"kapcli/{__version__}" + (f" (mailto:{contact})" if contact else "")
        self.asked = 0
        self._kept, self._pace = kept, pace
        self._client = httpx.Client(
            headers={"User-Agent": by, "Accept": "application/json, application/xml;q=0.9"},
            timeout=httpx.Timeout(READ, connect=CONNECT),
            follow_redirects=True,
            max_redirects=3,
        )
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}
        self._silent: Counter[str] = Counter()
        self._stopped = threading.Event()

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._client.close()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._stopped.set()

    def ask(self, address: str) -> bytes | None:
        """The answer at an address.

        Returns:
            Its bytes; None where the register says that it has no such record.

        Raises:
            UnansweredError: There is none to be had.
        """
        if (kept := self._kept.get(address)) is not None:
            return kept.data
        host, wait = urlsplit(address).netloc, self._pace.first_wait
        if self._silent[host] >= GIVEN_UP:
            raise UnansweredError("it was given up: it did not answer several times")
        for attempt in range(1, TRIES + 1):
            try:
                status, data, asked_to_wait = self._once(address)
            except httpx.TimeoutException:
                reason, asked_to_wait = "it did not answer in time", None
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                reason, asked_to_wait = f"it cannot be reached ({type(error).__name__})", None
            else:
                if status in (200, 404):
                    self._silent[host] = 0
                    found = data if status == 200 else None
                    self._kept.put(address, found)
                    return found
                reason = f"it answered with status {status}"
                if status not in _AGAIN:
                    raise UnansweredError(reason)
            pause = wait if asked_to_wait is None else asked_to_wait
            if pause > LONGEST_WAIT:
                raise UnansweredError(f"it asks to be left alone for {pause:.0f} seconds")
            if attempt < TRIES and self._stopped.wait(pause):
                break
            wait = min(2 * wait, LONGEST_WAIT)
        self._silent[host] += 1
        raise UnansweredError(reason)

    def forget(self, address: str) -> None:
        """Keep no answer that could not be read."""
        self._kept.drop(address)

    def _once(self, address: str) -> tuple[int, bytes, float | None]:
        self._wait_for_turn(urlsplit(address).netloc)
        end = time.monotonic() + WHOLE
        data = bytearray()
        with self._client.stream("GET", address) as response:
            for piece in response.iter_bytes():
                data += piece
                if len(data) > MAX_BYTES:
                    raise UnansweredError(f"its answer is larger than {MAX_BYTES // 1024**2} MB")
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("too slow")
        return response.status_code, bytes(data), _seconds(response.headers.get("Retry-After", ""))

    def _wait_for_turn(self, host: str) -> None:
        with self._lock:
            self.asked += 1
            now = time.monotonic()
            turn = max(now, self._free.get(host, now))
            self._free[host] = turn + self._pace.between
        if self._stopped.wait(turn - now):
            raise UnansweredError("stopped")


def _seconds(retry_after: str) -> float | None:
    """How long a server asks to be left alone: seconds, or a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        then = email.utils.parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=datetime.UTC)
    return max(0.0, (then - datetime.datetime.now(datetime.UTC)).total_seconds())

"""Four registers on the loopback address: they answer in the documented shapes, and badly where a test wants it."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Reply = tuple[int, dict[str, str], bytes]


class Registers:
    """What is asked, and what is answered.

    Attributes:
        works: Crossref's messages by DOI.
        summaries: PubMed's results by number.
        trials: ClinicalTrials.gov's protocol sections by number.
        isrctn: The XML of a trial by number.
        instead: Replies that take the place of the first ones under a path, one after another.
        paths: How often each path was asked for.
        agents: Who asked.
    """

    def __init__(self) -> None:
        self.works: dict[str, dict[str, Any]] = {}
        self.summaries: dict[str, dict[str, Any]] = {}
        self.trials: dict[str, dict[str, Any]] = {}
        self.isrctn: dict[str, str] = {}
        self.instead: dict[str, list[Reply | Callable[[BaseHTTPRequestHandler], None]]] = {}
        self.paths: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.queries: list[str] = []
        self._lock = threading.Lock()
        registers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registers.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        path = unquote(parts.path)
        with self._lock:
            self.paths[path] += 1
            self.agents.add(handler.headers["User-Agent"])
            self.queries.append(parts.query)
            several = self.instead.get(path, [])
            reply = several.pop(0) if several else None
        if callable(reply):
            reply(handler)
            return
        status, headers, body = reply or self._reply(path, parse_qs(parts.query))
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def _reply(self, path: str, query: dict[str, list[str]]) -> Reply:
        if path.startswith("/works/"):
            doi = path.removeprefix("/works/")
            if doi not in self.works:
                return 404, {}, b"Resource not found."
            return 200, {}, json.dumps({"status": "ok", "message": {"DOI": doi} | self.works[doi]}).encode()
        if path.startswith("/entrez/"):
            numbers = query["id"][0].split(",")
            result: dict[str, Any] = {"uids": numbers}
            for number in numbers:
                missing = {"uid": number, "error": "cannot get document summary"}
                result[number] = {"uid": number} | self.summaries.get(number, missing)
            return 200, {}, json.dumps({"header": {"version": "0.3"}, "result": result}).encode()
        if path == "/api/v2/studies":
            wanted = query["filter.ids"][0].split(",")
            found = [{"protocolSection": self.trials[number]} for number in wanted if number in self.trials]
            return 200, {}, json.dumps({"studies": found}).encode()
        number = path.removeprefix("/api/trial/").removesuffix("/format/default")
        return (200, {}, self.isrctn[number].encode()) if number in self.isrctn else (404, {}, b"")


def work(**changes: Any) -> dict[str, Any]:
    """The message of the work that `kept` is the entry of."""
    return {
        "title": ["An invented work"],
        "author": [{"family": "Exampleton", "given": "Ada", "sequence": "first"}],
        "container-title": ["Journal of Invented Results"],
        "volume": "7",
        "issue": "2",
        "page": "681-688",
        "published-print": {"date-parts": [[2021, 3]]},
        "type": "journal-article",
    } | changes


def summary(**changes: Any) -> dict[str, Any]:
    """PubMed's summary of the same work."""
    return {
        "title": "An invented work.",
        "authors": [{"name": "Exampleton A", "authtype": "Author"}],
        "fulljournalname": "Journal of invented results",
        "source": "J Invent Res",
        "pubdate": "2021 Mar",
        "epubdate": "2020 Dec 4",
        "volume": "7",
        "issue": "2",
        "pages": "681-8",
        "articleids": [{"idtype": "doi", "value": "10.5555/made.1"}],
        "pubtype": ["Journal Article"],
        "references": [],
    } | changes


def trial(number: str, status: str = "RECRUITING", **changes: Any) -> dict[str, Any]:
    """The protocol section of a trial."""
    return {
        "identificationModule": {"nctId": number, "briefTitle": "An invented work"},
        "statusModule": {"overallStatus": status, "lastUpdatePostDateStruct": {"date": "2026-05-04"}} | changes,
        "designModule": {"enrollmentInfo": {"count": 20, "type": "ACTUAL"}},
    }


def isrctn(number: str, *, end: str, override: str = "") -> str:
    """The record of a trial in the ISRCTN registry."""
    stopped = f"<recruitmentStatusOverride>{override}</recruitmentStatusOverride>" if override else ""
    return f"""<?xml version="1.0"?>
<fullTrial xmlns="http://www.67bricks.com/isrctn"><trial lastUpdated="2026-01-02T00:00:00Z" version="3">
<isrctn dateAssigned="2020-01-01T00:00:00Z">{number.removeprefix("ISRCTN")}</isrctn>
<trialDescription><title>An invented work</title></trialDescription>
<trialDesign><overallEndDate>{end}T00:00:00.000Z</overallEndDate></trialDesign>
<participants><targetEnrolment>20</targetEnrolment><recruitmentStart>2020-02-01T00:00:00.000Z</recruitmentStart>
<recruitmentEnd>{end}T00:00:00.000Z</recruitmentEnd>{stopped}</participants></trial></fullTrial>"""

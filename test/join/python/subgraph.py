"""A subgraph of the region in Python: the standard library, graphql-core 2 and cryptography, as Debian has them.

Environment: PORT, CALL_KEYS (our private call keys), KEY_DIRECTORY (everybody's public ones), VERIFIERS (the folder
with verify_call.py). What every subgraph owes the region is in here: signed calls, limits, health, an orderly end.
"""
import json
import os
import re
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from graphql import (GraphQLArgument, GraphQLError, GraphQLField, GraphQLID, GraphQLInt, GraphQLList, GraphQLNonNull,
                     GraphQLObjectType, GraphQLScalarType, GraphQLSchema, GraphQLString, GraphQLUnionType, graphql)

sys.path.insert(0, os.environ["VERIFIERS"])
from verify_call import CallVerifier  # noqa: E402

SDL = Path(__file__).with_name("playgrounds.graphql").read_text(encoding="utf-8")
SERVED_SDL = b'{"query":"query ServedSdl { _service { sdl } }"}'
MAX_BODY, MAX_QUERY, MAX_DEPTH = 2 * 1024 * 1024, 100_000, 40
NAMES = ["Am Furlbach", "Sennewald", "Schulhof Mitte", "Bahnhofspark"]
PLAYGROUNDS = {f"playground-{n}": {"id": f"playground-{n}", "name": name, "ags": "05774024"}
               for n, name in enumerate(NAMES)}


def of_municipality(ags, first):
    if not 1 <= first <= 100:
        raise GraphQLError("The argument first must be a whole number from 1 to 100.")
    found = [it for it in PLAYGROUNDS.values() if it["ags"] == ags]
    return sorted(found, key=lambda it: it["name"])[:first]


def entity(representation):
    """Null for a key that nobody has, whatever its form: it must not disturb the others of its call."""
    kind = representation.get("__typename") if isinstance(representation, dict) else None
    if kind == "Playground":
        key = representation.get("id")
        return PLAYGROUNDS.get(key) if isinstance(key, str) else None
    if kind == "Municipality":
        ags = representation.get("ags")
        return {"ags": ags} if isinstance(ags, str) and re.fullmatch(r"(0[1-9]|1[0-6])\d{6}", ags) else None
    raise GraphQLError("There is no such entity here.")


FIRST = {"first": GraphQLArgument(GraphQLNonNull(GraphQLInt), default_value=20)}
Playground = GraphQLObjectType("Playground", lambda: {
    "id": GraphQLField(GraphQLNonNull(GraphQLID)),
    "name": GraphQLField(GraphQLNonNull(GraphQLString)),
    "municipality": GraphQLField(Municipality, resolver=lambda it, info: {"ags": it["ags"]}),
})
Municipality = GraphQLObjectType("Municipality", lambda: {
    "ags": GraphQLField(GraphQLNonNull(GraphQLID)),
    "playgrounds": GraphQLField(GraphQLList(GraphQLNonNull(Playground)), args=FIRST,
                                resolver=lambda it, info, first: of_municipality(it["ags"], first)),
})
Entity = GraphQLUnionType("_Entity", [Playground, Municipality],
                          resolve_type=lambda it, info: Playground if "id" in it else Municipality)
Any = GraphQLScalarType("_Any", serialize=lambda it: it, parse_value=lambda it: it, parse_literal=lambda node: None)
Service = GraphQLObjectType("_Service", {"sdl": GraphQLField(GraphQLNonNull(GraphQLString))})
REPRESENTATIONS = GraphQLNonNull(GraphQLList(GraphQLNonNull(Any)))
Query = GraphQLObjectType("Query", {
    "playground": GraphQLField(Playground, args={"id": GraphQLArgument(GraphQLNonNull(GraphQLID))},
                               resolver=lambda _, info, id: PLAYGROUNDS.get(id)),
    "playgrounds": GraphQLField(GraphQLList(GraphQLNonNull(Playground)),
                                args={"ags": GraphQLArgument(GraphQLNonNull(GraphQLID)), **FIRST},
                                resolver=lambda _, info, ags, first: of_municipality(ags, first)),
    "_entities": GraphQLField(GraphQLNonNull(GraphQLList(Entity)),
                              args={"representations": GraphQLArgument(REPRESENTATIONS)},
                              resolver=lambda _, info, representations: [entity(it) for it in representations]),
    "_service": GraphQLField(GraphQLNonNull(Service), resolver=lambda _, info: {"sdl": SDL}),
})
SCHEMA = GraphQLSchema(query=Query)


def depth(text):
    deepest = level = 0
    for character in text:
        level += (character in "{[(") - (character in "}])")
        deepest = max(deepest, level)
    return deepest


def answer(body):
    """What GraphQL says, as the body of an answer. Only what is wrong with the question goes out in words."""
    text = body.decode("utf-8")
    if depth(text) > MAX_DEPTH:
        raise ValueError("too deep")
    request = json.loads(text)
    query = request["query"]
    if not isinstance(query, str) or len(query) > MAX_QUERY:
        raise ValueError("no query, or one that is too long")
    result = graphql(SCHEMA, query, variables=request.get("variables"))
    errors = [{"message": it.message if isinstance(it, GraphQLError) and it.original_error is None
               else "A fault in the subgraph; see its log."} if hasattr(it, "original_error")
              else {"message": "The operation cannot be answered."} for it in result.errors or []]
    return {"data": result.data, **({"errors": errors} if errors else {})}


class Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "subgraph", ""

    def do_GET(self):
        if self.path == "/livez":
            self.reply(200, {"status": "live"})
        elif self.path == "/readyz":
            self.reply(503 if self.server.draining else 200, {"status": "ready"})
        else:
            self.reply(404, {})

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        if length > MAX_BODY:
            # Whoever still writes would never read the refusal.
            for _ in range(min(length, 16 * MAX_BODY) // 65536 + 1):
                self.rfile.read(min(65536, length))
                length -= 65536
                if length <= 0:
                    break
            return self.reply(413, {"errors": [{"message": "The body is too long."}]})
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        # The registry's key opens one question, byte by byte, and no data.
        claims = self.server.verifier.verify("POST", self.path.split("?")[0], headers, body)
        if claims is None and body == SERVED_SDL:
            claims = self.server.registry.verify("POST", self.path.split("?")[0], headers, body)
        if claims is None:
            message = "Only signed calls of the gateway are answered here."
            return self.reply(401, {"errors": [{"message": message, "extensions": {"code": "UNAUTHENTICATED"}}]})
        try:
            self.reply(200, answer(body))
        except Exception as error:  # noqa: BLE001: what is no question is refused, and told of in the log alone
            print(json.dumps({"msg": "refused", "reason": repr(error)}), flush=True)
            self.reply(400, {"errors": [{"message": "The request is no GraphQL.", "extensions": {"code": "BAD_REQUEST"}}]})

    def reply(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    # What has been accepted is answered before the process ends.
    daemon_threads, request_queue_size, draining = False, 128, False

    def drain(self, *_):
        self.draining = True
        threading.Thread(target=lambda: (time.sleep(1), self.shutdown())).start()


def main():
    keys = json.loads(Path(os.environ["CALL_KEYS"]).read_text(encoding="utf-8"))
    directory = json.loads(Path(os.environ["KEY_DIRECTORY"]).read_text(encoding="utf-8"))
    with Server(("127.0.0.1", int(os.environ["PORT"])), Handler) as server:
        server.verifier = CallVerifier(keys, directory["gateway"])
        server.registry = CallVerifier(keys, directory.get("registry", []))
        signal.signal(signal.SIGTERM, server.drain)
        server.serve_forever()


main()

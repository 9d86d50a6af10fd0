"""Verifies signed calls of the gateway (RFC 9421, HMAC-SHA256). Needs Python 3.9 and the package cryptography."""
import base64, hashlib, hmac, json, re, threading, time
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WINDOW = 60
COMPONENTS = '("@method" "@path" "content-digest" "modellregion-caller")'
PARAMS = re.compile(
    r'call=(' + re.escape(COMPONENTS) + r';created=(\d+);nonce="([\w-]+)";keyid="([\w.-]+)"'
    r';alg="hmac-sha256";tag="modellregion-call-v1")', re.ASCII)


def _raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class CallVerifier:
    """own: our private call keys, gateway: its public ones, both as lists of {kid, x25519[, d]}."""

    def __init__(self, own, gateway):
        self._keys, self._seen, self._lock = {}, {}, threading.Lock()
        for theirs in gateway:
            for ours in own:
                key_id = theirs["kid"] + "." + ours["kid"]
                private = X25519PrivateKey.from_private_bytes(_raw(ours["d"]))
                secret = private.exchange(X25519PublicKey.from_public_bytes(_raw(theirs["x25519"])))
                info = ("modellregion call v1 " + key_id).encode()
                self._keys[key_id] = HKDF(SHA256(), 32, None, info).derive(secret)

    def verify(self, method, path, headers, body, now=None):
        """The caller's claims, or None: then answer 401. headers: by lower-case name; path without query."""
        now = time.time() if now is None else now
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
        found = PARAMS.fullmatch(headers.get("signature-input", ""))
        caller = headers.get("modellregion-caller", "")
        if found is None or method != "POST" or headers.get("content-digest") != digest:
            return None
        params, created, nonce, key_id = found.groups()
        key = self._keys.get(key_id)
        if key is None or abs(now - int(created)) > WINDOW:
            return None
        base = ('"@method": POST\n"@path": %s\n"content-digest": %s\n"modellregion-caller": %s\n'
                '"@signature-params": %s' % (path, digest, caller, params))
        expected = base64.b64encode(hmac.new(key, base.encode(), hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(headers.get("signature", ""), "call=:" + expected + ":"):
            return None
        with self._lock:
            self._seen = {seen: at for seen, at in self._seen.items() if now - at <= 2 * WINDOW}
            if nonce in self._seen:
                return None
            self._seen[nonce] = now
        return json.loads(_raw(caller))

# Each line of stdin: method, path, time, body (base64), headers (base64 of name: value lines); answers one line each.
import base64, json, sys

sys.path.insert(0, sys.argv[1])
from verify_call import CallVerifier

keys = json.loads(sys.argv[2])
verifier = CallVerifier([keys["own"]], [keys["gateway"]])
for line in sys.stdin:
    method, path, now, body, headers = line.rstrip("\n").split("\t")
    pairs = (pair.split(": ", 1) for pair in base64.b64decode(headers).decode().split("\n"))
    claims = verifier.verify(method, path, dict(pairs), base64.b64decode(body), int(now))
    print("refused" if claims is None else json.dumps(claims))

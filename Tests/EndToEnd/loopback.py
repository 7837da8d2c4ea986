"""What every stand-in of a service on loopback does with its answer."""

import json


def send_json(handler, value, status=200):
    """Answers a request of `http.server` with a JSON body. Who asked may have given up, or was killed."""
    body = json.dumps(value).encode()
    try:
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    except OSError:
        pass

"""A store for tests: keeps what it is sent, one JSON document a line, and answers with how many it has."""

import json
import sys

documents = []
print("ready", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "put":
        documents.extend(
            {"id": len(documents) + n, "body": request["body"] * 40, "tags": list(request["tags"])}
            for n in range(request["times"])
        )
    elif request["do"] == "clear":
        documents.clear()
    print(len(documents), flush=True)

"""requests.py URL N: N requests on one kept connection, each answered with 200."""
import http.client
import sys
import time
import urllib.parse

url, count = urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2])
headers = {"Authorization": "Basic YWlyYnl0ZTpwYXNzd29yZA==", "Content-Type": "application/json"}
connection = http.client.HTTPConnection(url.netloc, timeout=10)
start = time.monotonic()
for _ in range(count):
    connection.request("POST", "/api/v1/workspaces/list", headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"failed: {answer.status} {answer.reason}")
print(f"requests   {count} in {time.monotonic() - start:.1f} s")

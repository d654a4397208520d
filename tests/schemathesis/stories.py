"""stories.py PORT: the stories led somewhere, from link to link, not only to refusals."""
import sys

from server import Server

ENOUGH = 20


def main(port):
    operations = Server(port, "stories").control("GET", "coverage")["operations"]
    met = [each["operation"] for each in operations if any(status.startswith("2") for status in each["statuses"])]
    print(f"stories: {len(met)} operations answered with success")
    assert len(met) >= ENOUGH, f"the links led no further than {met}"


if __name__ == "__main__":
    main(int(sys.argv[1]))

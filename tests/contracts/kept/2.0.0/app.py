"""An app as it was written against the first release: it knows files and fields, not Guidepress."""

import json
import sys
from hashlib import sha256
from urllib.request import urlopen


def read(name):
    with urlopen(f"{sys.argv[1]}/{name}") as answer:
        data = answer.read()
    assert sha256(data).hexdigest() == SUMS[name], name
    return json.loads(data)


def levels(statements):
    return [each["level"] for statement in statements for each in statement["evidence"]]


def sums(folder):
    """The tree's own list of checksums, and those of the guidelines that it names."""
    with urlopen(f"{sys.argv[1]}/{folder}SHA256SUMS") as answer:
        for line in answer.read().decode().splitlines():
            digest, name = line.split()
            yield folder + name, digest
            if name.endswith("/SHA256SUMS"):
                yield from sums(name.removesuffix("SHA256SUMS"))


SUMS = dict(sums(""))

for entry in read("index.json")["guidelines"]:
    gid = entry["id"]
    print(gid, entry["title"], entry["status"])
    assert read(entry["latest"])["guideline"]["version"] == entry["version"]
    for version in reversed(read(entry["versions"])["versions"]):
        bundle = read(version["bundle"])
        assert bundle["schema_version"].split(".")[0] == "2"
        guideline = bundle["guideline"]
        print(" ", guideline["version"], version["status"], version["impact"], version["released"])
        if guideline["status"] == "withdrawn":
            print(
                "   ",
                guideline["withdrawal"]["reason"],
                guideline["withdrawal"]["last_good_version"],
            )
        cited = {each["id"]: each["title"] for each in bundle["references"]}
        for option in bundle["options"]:
            print("   ", option["id"], option["standing"], *levels(option["content"]))
            for statement in option["content"]:
                for key in statement["citations"]:
                    print("     ", statement.get("kind", "-"), cited[key])
        if "changes" in version:
            for change in read(version["changes"])["changes"]:
                print("   ", "!" if change["alert"] else "-", change["impact"], change["sentence"])
    for each in read(f"{gid}/ids.json")["ids"]:
        if each["status"] != "present":
            print("  id", each["id"], each["status"], *each["replaced_by"])

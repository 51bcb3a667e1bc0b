"""Make records of changes.jsonl with nothing but Python: python3 read_changes.py [kind]

Haga los registros a partir de changes.jsonl solo con Python: python3 read_changes.py [tipo]
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

records = {}  # record id -> {"kind": …, "ops": {(change id, place): operation}, "gone": operations that were replaced}
for text in Path(__file__).with_name("changes.jsonl").read_text(encoding="utf-8").split("\n"):
    change = json.loads(text) if text else {"counts": False}
    if not change["counts"]:
        continue
    header = base64.b64decode(change["header"])
    if hashlib.sha256(b"change\0" + header).hexdigest() != change["id"]:
        sys.exit("A change was altered. / Un cambio fue alterado: " + change["id"])
    record = records.setdefault(change["record"], {"kind": "", "ops": {}, "gone": set()})
    record["kind"] = record["kind"] or change["kind"]
    for place, op in enumerate(change["ops"]):
        record["gone"].update((seen, at) for seen, at in op["replaces"])
        if op["op"] in ("set", "del"):
            record["ops"][(change["id"], place)] = (change["stamp"], change["id"], place, op)

for record_id, record in records.items():
    alive = sorted(op for name, op in record["ops"].items() if name not in record["gone"])
    values = {}
    for _stamp, _change, _place, op in alive:
        if op["op"] == "set" and not op["field"].startswith("~") and op["value"] not in (None, ""):
            values.setdefault(op["field"], []).append(op["value"])  # several: a set, or two who disagreed; newest last
    in_bin = any(op["op"] == "del" for _stamp, _change, _place, op in alive)
    if record["kind"] and sys.argv[1:] in ([], [record["kind"]]):
        line = {"id": record_id, "kind": record["kind"], "in_bin": in_bin, "values": values}
        print(json.dumps(line, ensure_ascii=True))

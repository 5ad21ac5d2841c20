# SPDX-License-Identifier: GPL-3.0-or-later
"""Patches of JSON documents, RFC 6902 and RFC 6901."""
import copy


def steps(pointer):
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def number(step, length, is_end_allowed=False):
    if step == "-" and is_end_allowed:
        return length
    if not step.isascii() or not step.isdigit() or (step != "0" and step[0] == "0"):
        raise ValueError(f"{step!r} is no index")
    if int(step) >= length + (1 if is_end_allowed else 0):
        raise ValueError(f"there is no element {step}")
    return int(step)


def value_at(document, path):
    for step in path:
        document = document[number(step, len(document)) if isinstance(document, list) else step]
    return document


def add(document, path, value):
    if not path:
        return value
    parent = value_at(document, path[:-1])
    if isinstance(parent, list):
        parent.insert(number(path[-1], len(parent), True), value)
    else:
        parent[path[-1]] = value
    return document


def remove(document, path):
    parent = value_at(document, path[:-1])
    if isinstance(parent, list):
        return parent.pop(number(path[-1], len(parent)))
    return parent.pop(path[-1])


def patched(document, operations):
    """The document with the operations carried out, one after the other."""
    document = copy.deepcopy(document)
    for operation in operations:
        name, path = operation["op"], steps(operation["path"])
        if name == "add":
            document = add(document, path, copy.deepcopy(operation["value"]))
        elif name == "remove":
            remove(document, path)
        elif name == "replace":
            value_at(document, path)
            if path:
                remove(document, path)
            document = add(document, path, copy.deepcopy(operation["value"]))
        elif name == "move":
            document = add(document, path, remove(document, steps(operation["from"])))
        elif name == "copy":
            document = add(document, path, copy.deepcopy(value_at(document, steps(operation["from"]))))
        elif name == "test":
            if value_at(document, path) != operation["value"]:
                raise ValueError(f"the test of {operation['path']} fails")
        else:
            raise ValueError(f"there is no operation {name!r}")
    return document

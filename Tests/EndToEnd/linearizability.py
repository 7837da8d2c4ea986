"""Whether what several processes saw of one thing could have been seen by one after the other: each operation at one moment between its
begin and its end (Herlihy and Wing, https://doi.org/10.1145/78969.78972)."""

from dataclasses import dataclass


@dataclass
class Operation:
    begin: float
    end: float
    kind: str
    argument: object
    result: object
    actor: str = ""


def register_faults(operations, initial):
    """Of a register whose writes are all different, so that each read tells which write it saw: in time n log n.

    A value's zone is the time from the first end to the last begin of what wrote or read it; it stood there throughout. A history is linearizable
    just when no two such times overlap, no value stands wholly within another's, and nothing is read before it is written
    (Gibbons and Korach, https://doi.org/10.1137/S0097539794279614). A write of which nothing is known may have happened or not.
    """
    zones, writes = {}, {initial: float("-inf")}
    for operation in operations:
        if operation.kind == "write":
            writes[operation.argument] = operation.begin
    for operation in operations:
        value = operation.argument if operation.kind == "write" else operation.result
        if operation.kind == "read":
            if value not in writes:
                return [f"{operation.actor} read {value!r}, which nobody wrote"]
            if operation.end < writes[value]:
                return [f"{operation.actor} read {value!r} before it was written"]
        first, last = zones.get(value, (float("inf"), float("-inf")))
        zones[value] = (min(first, operation.end), max(last, operation.begin))
    first, last = zones.get(initial, (float("inf"), float("-inf")))
    zones[initial] = (float("-inf"), max(last, float("-inf")))
    faults = []
    forward = sorted((first, last, value) for value, (first, last) in zones.items() if first < last or value == initial)
    for (_, last, value), (first, _, other) in zip(forward, forward[1:]):
        if first < last:
            faults.append(f"{value!r} and {other!r} stood there at the same time")
    for value, (first, last) in zones.items():
        if first < last or value == initial:
            continue
        for outer_first, outer_last, outer in forward:
            if outer_first < last and first < outer_last and outer != value:
                faults.append(f"{value!r} was written while {outer!r} stood there, before and after")
    return faults


def history_fault(operations, initial, step):
    """Of anything, by search (Wing and Gong, with what was tried remembered): the longest beginning that can be explained, or None.

    `step(state, operation)` is the state after the operation, or None when it could not have had its result in this state.
    """
    operations = sorted(operations, key=lambda each: each.begin)
    count = len(operations)
    tried, best = set(), 0
    stack = [(0, initial)]
    while stack:
        done, state = stack.pop()
        if (done, state) in tried:
            continue
        tried.add((done, state))
        if done == (1 << count) - 1:
            return None
        best = max(best, done.bit_count())
        # Only what began before everything else that is open ended can come next.
        bound = min(each.end for index, each in enumerate(operations) if not done >> index & 1)
        for index, each in enumerate(operations):
            if each.begin > bound:
                break
            if done >> index & 1:
                continue
            after = step(state, each)
            if after is not None:
                stack.append((done | 1 << index, after))
    return f"{count} operations, of which at most {best} can be put into an order"

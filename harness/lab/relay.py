"""A cable with faults: passes Ethernet frames between two TAP devices, and delays, loses, reorders or tags them.

Usage: relay.py '{"inner": NAME, "outer": NAME, "seed": 1, "delayMs": 20, "loss": 0.01, ...}'

Both devices are made in the network namespace that it runs in, and vanish when it ends. It prints one line of JSON when
they are there. Then each line of standard input is answered with one: an object replaces the settings, and counting starts
anew; null asks for the counts. It ends when its standard input ends.

Each direction has random numbers of its own from the seed, two a frame, whatever the settings are: the fate of the n-th
frame of a direction is the same in every run. Nothing is dropped but what the settings say and what a full queue cannot
take, and both are counted.
"""
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
LONGEST = 65_600
QUEUE_LIMIT = 10_000
BATCH = 64
FAILURES_LIMIT = 1000
PERFECT = {"delayMs": 0, "loss": 0, "reorder": 0, "heldMs": 10, "tag": None, "resets": None}
NOTHING = {"passed": 0, "lost": 0, "reordered": 0, "tagged": 0, "untagged": 0, "overflowed": 0, "refused": 0}
TPID = b"\x81\x00"


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


class Direction:
    """One way through the cable. `adds_tag` is the way out of the impaired host."""

    def __init__(self, source, target, settings, number, adds_tag):
        self.source, self.target, self.settings, self.adds_tag = source, target, settings, adds_tag
        self.random = random.Random(settings["seed"] * 2 + number)
        self.waiting = []
        self.arrived = 0
        self.newest = 0
        self.failures = 0
        self.counts = dict(NOTHING)

    def take(self, now):
        """Reads frames that have arrived, and decides when each is due."""
        for _ in range(BATCH):
            try:
                frame = os.read(self.source, LONGEST)
            except BlockingIOError:
                self.failures = 0
                return
            except OSError:
                self.failures += 1  # While the device is moved into another namespace it cannot be read.
                if self.failures > FAILURES_LIMIT:
                    raise
                time.sleep(0.005)
                return
            self.arrived += 1
            is_unlucky = self.random.random() < self.settings["loss"]
            is_held = self.random.random() < self.settings["reorder"]
            if self.loses(frame, is_unlucky):
                self.counts["lost"] += 1
            elif len(self.waiting) >= QUEUE_LIMIT:
                self.counts["overflowed"] += 1
            else:
                due = now + self.settings["delayMs"] / 1000 + (self.settings["heldMs"] / 1000 if is_held else 0)
                heapq.heappush(self.waiting, (due, self.arrived, self.tagged(frame), is_held))

    def loses(self, frame, is_unlucky):
        """TCP resets may have a fate of their own. (No options of IP are expected, and no tag.)"""
        is_tcp = frame[12:14] == b"\x08\x00" and frame[14:15] == b"\x45" and frame[23:24] == b"\x06"
        is_reset = is_tcp and frame[47] & 0x04 != 0
        if is_reset and self.settings["resets"] is not None:
            return self.settings["resets"] == "lost"
        return is_unlucky

    def tagged(self, frame):
        tag = self.settings["tag"]
        if tag is None:
            return frame
        if self.adds_tag:
            self.counts["tagged"] += 1
            return frame[:12] + TPID + struct.pack("!H", tag) + frame[12:]
        if frame[12:14] == TPID:
            self.counts["untagged"] += 1
            return frame[:12] + frame[16:]
        return frame

    def give(self, now):
        """Writes the frames that are due. A held one that another has overtaken counts as reordered."""
        while self.waiting and self.waiting[0][0] <= now:
            _, number, frame, is_held = heapq.heappop(self.waiting)
            try:
                os.write(self.target, frame)
            except OSError:
                self.counts["refused"] += 1  # The device on that side is not up.
                continue
            self.counts["passed"] += 1
            self.newest = max(self.newest, number)
            if is_held and number < self.newest:
                self.counts["reordered"] += 1

    def due(self):
        return self.waiting[0][0] if self.waiting else None


def main():
    settings = {"seed": 1, **PERFECT, **json.loads(sys.argv[1])}
    outer, inner = open_tap(settings["outer"]), open_tap(settings["inner"])
    ways = {"out": Direction(inner, outer, settings, 0, True), "in": Direction(outer, inner, settings, 1, False)}
    print(json.dumps({}), flush=True)
    commands = b""
    while True:
        now = time.monotonic()
        dues = [way.due() for way in ways.values() if way.due() is not None]
        wait = max(0, min(dues) - now) if dues else None
        ready, _, _ = select.select([inner, outer, 0], [], [], wait)
        now = time.monotonic()
        for way in ways.values():
            if way.source in ready:
                way.take(now)
            way.give(time.monotonic())
        if 0 in ready:
            piece = os.read(0, 4096)
            if not piece:
                return
            commands += piece
            while b"\n" in commands:
                line, commands = commands.split(b"\n", 1)
                change = json.loads(line)
                if change is not None:
                    settings.update({**PERFECT, **change})
                    for way in ways.values():
                        way.counts = dict(NOTHING)
                print(json.dumps({name: way.counts for name, way in ways.items()}), flush=True)


main()

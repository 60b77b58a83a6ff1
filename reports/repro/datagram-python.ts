/** The same as `streamPython` for failures over UDP. In front of it stand HEARS, GROUP, STEPS, EXPECTED and the texts. */
export const datagramPython = `
ADDRESS = "127.0.0.1"  # groups and broadcasts are sent and heard on it alone
BEGAN = time.monotonic()
MOST = 256  # datagrams that are kept

sockets = {}
came = {}


def say(text):
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def tell(who, number, what, octets):
    shown = repr(octets[:60])[1:] + ("..." if len(octets) > 60 else "")
    say("%10.1f ms  #%-3d %-7s  %s %d octets: %s" % (
        (time.monotonic() - BEGAN) * 1000, number, who, what, len(octets), shown))


def is_shared(host):
    return host == "255.255.255.255" or host.startswith("127.255.") or 224 <= int(host.split(".")[0]) < 240


def opened(number, host):
    """The socket of that number: one that sends on the interface alone where many may hear it."""
    if number not in sockets:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = sockets[number] = socket.socket(family, socket.SOCK_DGRAM)
        came[number] = []
        if family == socket.AF_INET and is_shared(host):
            made.bind((ADDRESS, 0))
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ADDRESS))
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        made.setblocking(False)
    return sockets[number]


def hear(number):
    try:
        octets, source = sockets[number].recvfrom(65536)
    except ConnectionRefusedError:
        say("port unreachable (ICMP)")
        return
    except OSError:
        return
    if len(came[number]) < MOST:
        came[number].append((octets, source))
        tell("program", number, "from %s:%d," % source[:2], octets)


def listen(seconds, is_enough):
    until = time.monotonic() + seconds
    while not is_enough():
        left = until - time.monotonic()
        if left <= 0:
            return
        if not sockets:
            time.sleep(min(left, 0.01))
            continue
        ready = select.select(list(sockets.values()), [], [], min(left, 0.05))[0]
        for number in sorted(sockets):
            if sockets[number] in ready:
                hear(number)


def open_ear(host, port):
    made = sockets[0] = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    came[0] = []
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    if GROUP:
        made.setsockopt(
            socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(host) + socket.inet_aton(ADDRESS))
    made.setblocking(False)
    say("Listening on %s port %d. %s" % (host, made.getsockname()[1], START))
    listen(PATIENCE, lambda: len(came[0]) > 0)
    if not came[0]:
        say("Nobody is there: no datagram has come within %d s." % PATIENCE)
        sys.exit(2)


def step(action, number, host, port, value):
    if action == "waits":
        listen(LIMIT, lambda: len(came.get(number, [])) >= value)
    elif HEARS:
        if came[0]:
            sockets[0].sendto(value, came[0][-1][1])
            tell("harness", number, "answers", value)
    else:
        opened(number, host).sendto(value, (host, port))
        tell("harness", number, "to %s:%d," % (host, port), value)


def main():
    host, port = arguments()
    if HEARS:
        open_ear(host, port)
    for pause, action, number, other, value in STEPS:
        listen(pause / 1000, lambda: False)
        step(action, number, other or host, port, value)
    listen(LIMIT, lambda: False)
    say("")
    for line in TOLD:
        say(line)
    if not EXPECTED:
        say("This script does not decide. " + UNDECIDED)
        return 3
    is_again = True
    for number, answers in EXPECTED:
        here = [octets for octets, source in came.get(number, []) if source[1] == port]
        asked = len([one for one in STEPS if one[1:3] == ("sends", number)])
        # sockspec may have stopped listening once each question was answered.
        heard = here[: len(answers)] if len(answers) >= asked else here
        is_again = heard == answers and is_again
        say("Socket %d: sockspec saw %r; here: %r." % (number, answers, here))
    if not any(came.values()) and any(answers for _, answers in EXPECTED):
        say("Nobody is there: no datagram has come.")
        return 2
    say("The failure is seen again." if is_again else "The failure is not seen here.")
    return 1 if is_again else 0


if __name__ == "__main__":
    sys.exit(main())
`;

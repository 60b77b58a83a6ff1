/** The same as `streamPython` for failures over UDP. In front of it stand HEARS, GROUP, STEPS, EXPECTED and the texts. */
export const datagramPython = `
ADDRESS = "127.0.0.1"  # groups and broadcasts are sent and heard on it alone
MOST = 256  # datagrams that are kept

sockets = {}
came = {}


def is_shared(host):
    return host == "255.255.255.255" or host.startswith("127.255.") or 224 <= int(host.split(".")[0]) < 240


def opened(number, host):
    """The socket of that number: one that sends on the interface alone where many may hear it."""
    if number not in sockets:
        made = sockets[number] = socket.socket(family_of(host), socket.SOCK_DGRAM)
        came[number] = []
        if made.family == socket.AF_INET and is_shared(host):
            made.bind((ADDRESS, 0))
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ADDRESS))
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        made.setblocking(False)
    return sockets[number]


def take_datagram(number):
    try:
        octets, source = sockets[number].recvfrom(65536)
    except ConnectionRefusedError:
        say("port unreachable (ICMP)")
        return
    except OSError:
        return
    if len(came[number]) < MOST:
        came[number].append((octets, source))
        tell("program", number, "from %s:%d, " % source[:2] + words_of(octets, len(octets)))


def sources():
    return list(sockets.values())


def hear(ready):
    for number in sorted(sockets):
        if sockets[number] in ready:
            take_datagram(number)


def open_ear(host, port):
    made = sockets[0] = socket.socket(family_of(host), socket.SOCK_DGRAM)
    came[0] = []
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    if GROUP:
        made.setsockopt(
            socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(host) + socket.inet_aton(ADDRESS))
    made.setblocking(False)
    await_client(made, lambda: len(came[0]) > 0)


def step(action, number, host, port, value):
    if action == "waits":
        listen(LIMIT, lambda: len(came.get(number, [])) >= value)
    elif HEARS:
        if came[0]:
            sockets[0].sendto(value, came[0][-1][1])
            tell("harness", number, "answers " + words_of(value, len(value)))
    else:
        opened(number, host).sendto(value, (host, port))
        tell("harness", number, "to %s:%d, " % (host, port) + words_of(value, len(value)))


def play(host, port):
    if HEARS:
        open_ear(host, port)
    for pause, action, number, other, value in STEPS:
        listen(pause / 1000, lambda: False)
        step(action, number, other or host, port, value)
    listen(LIMIT, lambda: False)


def is_as_seen(port):
    is_again = True
    for number, answers in EXPECTED:
        here = [octets for octets, source in came.get(number, []) if source[1] == port]
        asked = len([one for one in STEPS if one[1:3] == ("sends", number)])
        # sockspec may have stopped listening once each question was answered.
        heard = here[: len(answers)] if len(answers) >= asked else here
        is_again = heard == answers and is_again
        say("Socket %d: sockspec saw %r; here: %r." % (number, answers, here))
    if not any(came.values()) and any(answers for _, answers in EXPECTED):
        return None
    return is_again

`;

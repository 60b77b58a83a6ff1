/**
 * What the scripts of all failures over TCP play, between `commonPython` and `mainPython`. In front of it stand the constants of
 * the case: CLIENT, STEPS, EXPECTED, LIMIT, and what is told at the end.
 */
export const streamPython = `
MOST_OCTETS = 16 * 1024 * 1024  # of one connection that are kept


class Connection:
    def __init__(self):
        self.socket = None
        self.octets = b""
        self.count = 0
        self.end = "none"


patience_left = 0.5  # seconds in all in which reads are waited for: a program may not read at all

connections = {}
door = None


def connection_of(number):
    return connections.setdefault(number, Connection())


def ended(number, how):
    connection_of(number).end = how
    tell("program", number, how)


def take_octets(number):
    """Takes what has come on a connection, or notes how it ended."""
    connection = connections[number]
    try:
        octets = connection.socket.recv(65536)
    except (BlockingIOError, InterruptedError):
        return
    except OSError:
        ended(number, "RST")
        return
    if not octets:
        ended(number, "FIN")
        return
    connection.octets += octets[: MOST_OCTETS - len(connection.octets)]
    connection.count += len(octets)
    tell("program", number, words_of(octets, len(octets)))


def accept():
    try:
        made, _ = door.accept()
    except OSError:
        return
    number = 1
    while number in connections and connections[number].end != "none":
        number += 1
    take(number, made)
    tell("program", number, "connects")


def take(number, made):
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection_of(number).socket = made
    connections[number].end = "open"


def sources():
    return [one.socket for one in connections.values() if one.end == "open"] + ([] if door is None else [door])


def hear(ready):
    for number in sorted(connections):
        if connections[number].end == "open" and connections[number].socket in ready:
            take_octets(number)
    if door is not None and door in ready:
        accept()


def connect(number, host, port):
    """Connects; a first connection that nobody takes ends the script, unless sockspec saw the same."""
    connection_of(number)
    try:
        made = socket.create_connection((host, port), timeout=8)
    except ConnectionResetError:  # it can only follow a handshake
        tell("harness", number, "connects")
        ended(number, "RST")
        return
    except socket.timeout:
        connections[number].end = "no answer"
    except ConnectionRefusedError:
        connections[number].end = "refused"
    except OSError as error:
        connections[number].end = "no answer"
        tell("harness", number, str(error))
    else:
        take(number, made)
        tell("harness", number, "connects")
        return
    tell("program", number, connections[number].end)
    if number == min(step[1] for step in STEPS):
        say("Nobody is there: no connection to %s port %d." % (host, port))
        sys.exit(2)


def await_refusal(number, host, port):
    """Connects until nobody is there, for as long as silence is waited for: a program that ends takes its time."""
    until = time.monotonic() + LIMIT
    while connection_of(number).end != "refused":
        connect(number, host, port)
        if connections[number].socket is not None:
            leave(number, False)
        if time.monotonic() > until:
            return
        listen(0.1, lambda: False)


def queue_of(made):
    """Octets that the program on this machine has not read yet; None where it is elsewhere, or has not accepted."""
    try:
        ends = [made.getpeername(), made.getsockname()]
        words = ["%08X:%04X" % (struct.unpack("=I", socket.inet_aton(host))[0], port) for host, port in ends]
        with open("/proc/net/tcp") as table:
            for row in table:
                cells = row.split()
                if cells[1:3] == words and cells[9] != "0":
                    return int(cells[4].split(":")[1], 16)
    except (OSError, ValueError, IndexError):
        pass
    return None


def let_read(number):
    """Gives the program the time to read what was sent as a read of its own: until it has, or for a moment."""
    global patience_left
    began = time.monotonic()
    while connections[number].end == "open" and time.monotonic() - began < patience_left:
        if queue_of(connections[number].socket) == 0:
            return
        listen(0.002, lambda: False)
    patience_left -= time.monotonic() - began
    listen(0.02, lambda: False)


def send(number, octets):
    connection = connections[number]
    sent = 0
    until = time.monotonic() + 5 * LIMIT
    while sent < len(octets) and connection.end in ("open", "FIN") and time.monotonic() < until:
        try:
            sent += connection.socket.send(octets[sent:])
        except (BlockingIOError, InterruptedError):
            listen(0.01, lambda: False)
        except OSError:
            if connection.end == "open":
                ended(number, "RST")
            return
    tell("harness", number, "sends " + words_of(octets, sent))


def leave(number, is_reset):
    connection = connections[number]
    if is_reset:
        form = "hh" if sys.platform == "win32" else "ii"
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(form, 1, 0))
    connection.socket.close()
    tell("harness", number, "RST" if is_reset else "closes")
    connection.end = "left" if connection.end == "open" else connection.end
    connection.socket = None


def half_close(number):
    try:
        connections[number].socket.shutdown(socket.SHUT_WR)
    except OSError:
        pass
    tell("harness", number, "FIN")


def step(number, action, value, host, port):
    connection = connection_of(number)
    if action == "connect":
        connect(number, host, port)
    elif action == "refused":
        await_refusal(number, host, port)
    elif action == "accept":
        listen(LIMIT, lambda: connection.end != "none")
    elif action == "gets":
        listen(LIMIT, lambda: connection.end != "open" or connection.count >= value)
    elif action == "ends":
        listen(LIMIT, lambda: connection.end != "open")
    elif connection.socket is None:
        return
    elif action == "read":
        let_read(number)
    elif action == "send":
        send(number, value)
    elif action == "fin":
        half_close(number)
    else:
        leave(number, action == "rst")


def give():
    """Makes the file that the client is to send, and says what is to be typed."""
    if FILE:
        parts, front, size = FILE
        folder = tempfile.mkdtemp(prefix="reproduction-")
        atexit.register(shutil.rmtree, folder, True)
        path = os.path.join(folder, *[part.decode("utf-8") for part in parts])
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(front)
            file.truncate(size)
        say("The client is to send the file " + path)
    for text in TYPED:
        say("It is to be typed " + json.dumps(text.decode("utf-8")))
    if INPUT_ENDED:
        say("Then its input is to be ended (Ctrl-D).")


def open_door(host, port):
    global door
    door = socket.socket(family_of(host), socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((host, port))
    door.listen(16)
    give()
    await_client(door, lambda: len(connections) > 0)


def is_same(number, by, octets, count, end):
    """Whether a connection went as sockspec saw it go."""
    there = connection_of(number)
    if end == "came":
        return there.end != "none"
    if by == "shape":
        return there.end == end and (there.count > 0) == (count > 0)
    return there.end == end and there.count == count and there.octets[: len(octets)] == octets


def play(host, port):
    if CLIENT:
        open_door(host, port)
    for pause, number, action, value in STEPS:
        listen(pause / 1000, lambda: False)
        step(number, action, value, host, port)
    listen(LIMIT, lambda: all(one.end != "open" for one in connections.values()))


def is_as_seen(_):
    came = len([one for one in connections.values() if one.end != "none"])
    is_again = not CLIENT or came == CONNECTIONS
    if not is_again:
        say("Connections: sockspec saw %d; here: %d." % (CONNECTIONS, came))
    for number, by, octets, count, end in EXPECTED:
        there = connection_of(number)
        is_again = is_same(number, by, octets, count, end) and is_again
        say("Connection %d: sockspec saw %s, then %s; here: %s, then %s." % (
            number, words_of(octets, count), end, words_of(there.octets, there.count), there.end))
    return is_again

`;

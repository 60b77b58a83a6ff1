/**
 * What all scripts have in common, in front of what they play: Python 3.6 and later, of its own library alone. `sources` and
 * `hear` stand behind it, and say what is heard.
 */
export const commonPython = `
BEGAN = time.monotonic()


def say(text):
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def tell(who, number, what):
    say("%10.1f ms  #%-3d %-7s  %s" % ((time.monotonic() - BEGAN) * 1000, number, who, what))


def words_of(octets, count):
    shown = repr(octets[:60])[1:]
    return "%d octet%s%s%s" % (count, "" if count == 1 else "s", ": " + shown if count else "", "..." if count > 60 else "")


def family_of(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def listen(seconds, is_enough):
    """Hears what there is to hear until that is enough, or the time is over."""
    until = time.monotonic() + seconds
    while not is_enough():
        left = until - time.monotonic()
        if left <= 0:
            return
        heard = sources()
        if heard:
            hear(select.select(heard, [], [], min(left, 0.05))[0])
        else:
            time.sleep(min(left, 0.01))


def await_client(made, is_there):
    """Says where the script listens, and waits until somebody is there."""
    say("Listening on %s port %d. %s" % (made.getsockname()[:2] + (START,)))
    listen(PATIENCE, is_there)
    if not is_there():
        say("Nobody is there: no client within %d s." % PATIENCE)
        sys.exit(2)
`;

/**
 * The end of all scripts. In front of it stand `play`, which does what sockspec did, and `is_as_seen`, which says whether it
 * came to the same: None where nobody was there.
 */
export const mainPython = `
def main():
    host, port = arguments()
    play(host, port)
    say("")
    for line in TOLD:
        say(line)
    if not EXPECTED:
        say("This script does not decide. " + UNDECIDED)
        return 3
    is_again = is_as_seen(port)
    if is_again is None:
        say("Nobody is there: nothing has come.")
        return 2
    say("The failure is seen again." if is_again else "The failure is not seen here.")
    return 1 if is_again else 0


if __name__ == "__main__":
    sys.exit(main())
`;

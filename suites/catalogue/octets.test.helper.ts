const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const hex = (...rows: readonly string[]): Buffer => Buffer.from(rows.join('').replace(/\s+/g, ''), 'hex');

/** A question for the A record of example.com (RFC 1035 section 4.1.2), QTYPE 1, QCLASS 1 (sections 3.2.2, 3.2.4). */
const QUESTION = '07 6578616d706c65 03 636f6d 00 0001 0001';

/** One answer: a pointer to octet 12 (RFC 1035 section 4.1.4), type, class, TTL 1024, RDLENGTH 4, 192.0.2.1. */
const ANSWER = 'c00c 0001 0001 00000400 0004 c0000201';

/**
 * The plain messages of each protocol of the catalogue, octet by octet, written by hand from the text that is cited. `{nonce}`
 * is "abcdefgh", `{fill}` is "xyz".
 */
export const written: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  // RFC 862: "simply sends back to the originating source any data it receives".
  echo: { data: ascii('echo abcdefgh xyz\n'), same: ascii('echo abcdefgh xyz\n') },
  // RFC 867: the first of its popular syntaxes, "Weekday, Month Day, Year Time-Zone".
  daytime: { time: ascii('Tuesday, February 22, 1982 17:37:43-PST\r\n') },
  // RFC 865: "limited to the ASCII printing characters, space, carriage return, and line feed", at most 512 characters.
  qotd: { quote: ascii('Simple is better than complex.\r\n') },
  // RFC 1288 section 2.3: {Q1} is [{W} | {W}{S}{U}]{C}, {C} is CRLF.
  finger: { query: ascii('root\r\n'), answer: ascii('Login: root\r\n') },
  // RFC 3912 section 2: "All requests are terminated with ASCII CR and then ASCII LF."
  whois: { request: ascii('example.com\r\n'), response: ascii('Domain Name: example.com\r\n') },
  // RFC 6587 section 3.4.1: MSG-LEN SP SYSLOG-MSG; the message is RFC 5424's, with all fields nil: 18 octets, and 12 of the text.
  syslog: { frame: ascii('30 <34>1 - - - - - - abcdefgh xyz') },
  // RFC 6587 section 3.4.2: the same with a LF behind it.
  'syslog-lines': { line: ascii('<34>1 - - - - - - abcdefgh xyz\n') },
  // RFC 5426 section 3.1: nothing but the message.
  'syslog-udp': { message: ascii('<34>1 - - - - - - abcdefgh xyz') },
  // RFC 5321 appendix D.1, and section 4.1.1.9 for NOOP.
  smtp: {
    greeting: ascii('220 foo.com Simple Mail Transfer Service Ready\r\n'),
    hello: ascii('EHLO bar.com\r\n'),
    extensions: ascii('250-foo.com greets bar.com\r\n250-8BITMIME\r\n250 HELP\r\n'),
    noop: ascii('NOOP\r\n'),
    reply: ascii('250 OK\r\n'),
  },
  // RFC 9112 section 2.1: start-line CRLF *( field-line CRLF ) CRLF [ message-body ].
  http: {
    request: ascii('GET /?abcdefghxyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    response: ascii('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nHello World!\n'),
  },
  // RFC 1035 section 4.1.1: ID, flags (RD alone), QDCOUNT 1, ANCOUNT, NSCOUNT, ARCOUNT 0.
  'dns-udp': {
    query: hex('1234 0100 0001 0000 0000 0000', QUESTION),
    response: hex('1234 8180 0001 0001 0000 0000', QUESTION, ANSWER),
  },
  // RFC 1035 section 4.2.2: "prefixed with a two byte length field which gives the message length, excluding" itself.
  'dns-tcp': {
    query: hex('001d', '1234 0100 0001 0000 0000 0000', QUESTION),
    response: hex('002d', '1234 8180 0001 0001 0000 0000', QUESTION, ANSWER),
  },
  // RFC 5905 section 7.3, figure 8: LI 0, VN 4, mode 3 and 4; the origin of the reply is the client's transmit timestamp.
  ntp: {
    request: hex('23 00 00 00', '00000000 00000000 00000000', '0000000000000000'.repeat(3), 'e94d31a4 c0ffee01'),
    reply: hex(
      '24 02 00 e9',
      '00000000 00000000 c0000201',
      '0000000000000000',
      'e94d31a4 c0ffee01',
      'e94d31a4 d0000000',
      'e94d31a4 d0001000',
    ),
  },
  // memcached, doc/protocol.txt: "set <key> <flags> <exptime> <bytes>\r\n<data block>\r\n"; "VALUE <key> <flags> <bytes>".
  memcached: {
    store: ascii('set abcdefgh 0 0 11\r\nabcdefghxyz\r\n'),
    stored: ascii('STORED\r\n'),
    ask: ascii('get abcdefgh\r\n'),
    answer: ascii('VALUE abcdefgh 0 11\r\nabcdefghxyz\r\nEND\r\n'),
  },
  // Redis serialization protocol specification, "Arrays" and "Bulk strings".
  resp: { command: ascii('*2\r\n$4\r\nECHO\r\n$11\r\nabcdefghxyz\r\n'), reply: ascii('$11\r\nabcdefghxyz\r\n') },
  // MODBUS Application Protocol V1.1b3 section 6.3: read register 108 (address 0x6B), value 0x022B; MBAP as in section 3.1.3.
  modbus: { request: hex('0001 0000 0006 ff', '03 006b 0001'), response: hex('0001 0000 0005 ff', '03 02 022b') },
  // MQTT 3.1.1 sections 3.1 (flags: clean session; keep alive 60 s), 3.2, 3.12, 3.13. 10 octets of header, 2 and 11 of the id.
  mqtt: {
    connect: hex('10 17', '0004 4d515454 04 02 003c', '000b', '616263646566676878797a'),
    connack: hex('20 02 00 00'),
    pingreq: hex('c0 00'),
    pingresp: hex('d0 00'),
  },
  // beanstalkd, doc/protocol.txt: "put <pri> <delay> <ttr> <bytes>\r\n<data>\r\n"; "INSERTED <id>\r\n".
  beanstalkd: { put: ascii('put 0 0 60 11\r\nabcdefghxyz\r\n'), answer: ascii('INSERTED 1\r\n') },
  // RFC 2812 sections 3.1.2 (NICK), 3.1.3 (USER <user> <mode> <unused> <realname>) and 5.1 (001, 422).
  irc: {
    register: ascii('NICK abcdefgh\r\nUSER sockspec 0 * :abcdefgh xyz\r\n'),
    welcome: ascii(
      ':irc.example.net 001 abcdefgh :Welcome to the Internet Relay Network abcdefgh!sockspec@localhost\r\n' +
        ':irc.example.net 422 abcdefgh :MOTD File is missing\r\n',
    ),
  },
};

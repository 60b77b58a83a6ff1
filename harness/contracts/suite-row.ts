/** Who is judged: a server or client of connections, a receiver or sender of datagrams; captures have no role. */
export type Role = 'server' | 'client' | 'receiver' | 'sender' | '';

/** How octets reach who is judged: by TCP, by UDP to one host, to a group or to all hosts of a network; captures are only read. */
export type Transport = 'tcp' | 'udp' | 'multicast' | 'broadcast' | 'none';

/** What can stand in braces in the command of an implementation under test. */
export type Place =
  | 'host'
  | 'port'
  | 'dir'
  | 'phrases'
  | 'file'
  | 'name'
  | 'group'
  | 'interface'
  | 'address'
  | 'destination';

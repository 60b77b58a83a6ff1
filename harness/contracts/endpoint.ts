/** What an endpoint tells about itself while it runs; the cli prints it, the event log keeps it. */
export interface EndpointEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** The function that tells it. */
  readonly from: string;
  /** One plain sentence. */
  readonly text: string;
}

/** Receives the events of an endpoint. */
export type Tell = (event: EndpointEvent) => void;

/** What any server endpoint is started with. */
export interface ServerOptions {
  readonly host: string;
  /** 0 lets the kernel choose. */
  readonly port: number;
  readonly tell: Tell;
  /** Folder where files land, of endpoints that store. */
  readonly dir?: string;
  /** Database of a fortune server. */
  readonly phrases?: readonly string[];
  /** How long a silent client is kept, in milliseconds. */
  readonly idleMs?: number;
  /** Of receivers: the multicast group, the IPv4 address of the interface, and after how many datagrams to end. */
  readonly group?: string;
  readonly interface?: string;
  readonly count?: number;
  /** Prints what the server shows (lines, records, datagrams with their source), line ends included. */
  readonly show?: (text: string) => void;
}

/** A server endpoint that listens. */
export interface RunningEndpoint {
  readonly host: string;
  readonly port: number;
  /** Resolves when it has ended by itself: a receiver, after its number of datagrams. */
  readonly ended?: Promise<void>;
  /** Over TCP: how many octets it has read of the connection that has this port at its other end; undefined where it serves none. */
  readonly octetsRead?: (port: number) => number | undefined;
  /** Stops listening, ends every connection, leaves every group, and resolves when all of it is closed. */
  readonly stop: () => Promise<void>;
}

/** A reference peer (or a faulty one) that waits for clients, or for datagrams. `start` rejects with a system error when it cannot listen. */
export interface ServerEndpoint {
  readonly name: string;
  /** The suite that judges it, e.g. `upload/server`. */
  readonly suite: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Where it listens if nothing else is said; 127.0.0.1 for those that do not say. */
  readonly host?: string;
  readonly start: (options: ServerOptions) => Promise<RunningEndpoint>;
}

/** A deliberately faulty endpoint: a small variation of a reference, and the requirements that must catch it. */
export interface Fault {
  /** What it does wrong, in kebab case; unique among the faults of one endpoint. */
  readonly name: string;
  /** The reference endpoint that it varies. */
  readonly endpoint: string;
  /** One line: the mistake that real programs make. */
  readonly summary: string;
  /** Ids (without the suite's path) of the requirements that it breaks: each of them is red. */
  readonly breaks: readonly string[];
  /** Ids that it may redden too, since they rest on the same behaviour: each with what it takes. */
  readonly mayRedden: Readonly<Record<string, string>>;
  readonly start: (options: ServerOptions) => Promise<RunningEndpoint>;
}

/** What any client endpoint is run with. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly tell: Tell;
  /** Prints what the client shows, errors included: text, line ends included. */
  readonly show: (text: string) => void;
  /** The file that an upload client sends. */
  readonly file?: string;
  /** What comes on standard input, in pieces, until it is closed; the data of a lines client that has none of its own. */
  readonly input?: AsyncIterable<string>;
  /** Of senders: the IPv4 address of the interface, time to live, whether this host hears them, pause (ms) and number. */
  readonly interface?: string;
  readonly ttl?: number;
  readonly loopback?: boolean;
  readonly intervalMs?: number;
  readonly count?: number;
  /** Until a connection is established, in milliseconds. */
  readonly connectMs: number;
  /** How long a silent server is waited for, in milliseconds. */
  readonly replyMs: number;
  /** Ends the client wherever it is. */
  readonly signal: AbortSignal;
}

/** A reference peer (or a faulty one) that calls a server, once. */
export interface ClientEndpoint {
  readonly name: string;
  /** The suite that judges it, e.g. `fortune/client`. */
  readonly suite: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Runs to its end and resolves to its exit status: 0, or another after `show` was given one line that says why. */
  readonly run: (options: ClientOptions) => Promise<number>;
}

/** A deliberately faulty client: as `Fault`, for the other role. */
export interface ClientFault extends Omit<Fault, 'start'> {
  readonly run: (options: ClientOptions) => Promise<number>;
}

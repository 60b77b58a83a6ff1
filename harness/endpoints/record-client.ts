import type { RecordMessage } from '../protocols/record.ts';
import { record } from '../protocols/record.ts';
import { type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort } from './socket.ts';
import { type Transmit, transmit } from './transmit.ts';

/** What a client sends that was given nothing else. */
export const ownRecord: RecordMessage = { version: 1, data: Buffer.from('hello record') };

/** What is sent where. */
export interface RecordCall extends ConnectOptions {
  readonly record: RecordMessage;
  /** How long the server may take nothing, and how long it may take to close after the record, in milliseconds. */
  readonly replyMs: number;
}

/** What a record client consists of; each part can be replaced by itself. */
export interface RecordCallParts {
  readonly encode: (message: RecordMessage) => Uint8Array;
  readonly transmit: Transmit;
}

/** The parts of the reference client. */
export const carefulRecordCall: RecordCallParts = { encode: record.encode, transmit };

/**
 * Sends one record and ends its side. Rejects with a RangeError before it connects for a version or a size that four
 * octets cannot hold, and with a CallFailure where the connection fails, or the server ends or resets it before it had
 * everything, or takes nothing for too long.
 */
export const sendRecord = recordCaller(carefulRecordCall);

/** A record client made of `parts`. */
export function recordCaller(parts: RecordCallParts): (call: RecordCall) => Promise<void> {
  return async (call) => {
    const octets = parts.encode(call.record);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield octets;
    }
    try {
      const socket = await connectTo(call);
      await parts.transmit(socket, hostPort(call.host, call.port), {
        pieces: pieces(),
        progress: () => `the record of ${octets.length} octets not sent whole`,
        replyMs: call.replyMs,
      });
    } catch (error) {
      throw callFailure(error, call);
    }
  };
}

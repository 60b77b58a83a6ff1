import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes that have the word in their environment: those of a run and of what it launched have its temporary folder there.
 * Zombies have none. Linux.
 */
export function processesWith(word: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(word));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

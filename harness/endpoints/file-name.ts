import { nameProblem } from '../protocols/upload.ts';
import { Refusal } from './refusal.ts';

/**
 * The file name that a received name stands for: itself. Throws a Refusal for a name that is not allowed by the
 * protocol, or that could lead out of the folder or to a device on any common system (CWE-22, CWE-67).
 */
export function admitName(name: string): string {
  const problem = nameProblem(name) ?? unsafeName(name);
  if (problem !== undefined) throw new Refusal('refused upload', problem);
  return name;
}

/** Why a name is not safe as a file name, on this system or another; undefined where it is. */
export function unsafeName(name: string): string | undefined {
  const shown = JSON.stringify(name);
  if (/[/\\]/.test(name)) return `the name ${shown} holds a path separator`;
  if (name.includes('\0')) return `the name ${shown} holds a NUL`;
  // Windows drops dots and spaces at the end: ".. " would be "..".
  if (/^[. ]+$/.test(name)) return `the name ${shown} names a folder`;
  if (/^[a-z]:/i.test(name)) return `the name ${shown} begins with a drive`;
  if (reservedDevice.test(name)) return `the name ${shown} is that of a device`;
  return undefined;
}

/** Device names of Windows, with any extension ("Naming Files, Paths, and Namespaces", Win32). */
const reservedDevice = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *([.:]|$)/i;

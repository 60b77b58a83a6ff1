/** Whether a report is coloured: NO_COLOR and pipes are respected; a flag wins over both. */
export function useColor(flag: boolean | undefined): boolean {
  return flag ?? (process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '');
}

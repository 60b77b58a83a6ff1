/** What every file of a reproduction says of itself: only files that say it are replaced by others. */
export const MARK = 'A reproduction that sockspec has written (--repro).';
